"""Who sees the diagnosis of a cluster: those inside it; names of who depends on whom, the entity and its managers."""

from ayni_web.members.access import may_see_closely, may_see_inside

__all__ = ["may_see_closely", "may_see_inside"]
