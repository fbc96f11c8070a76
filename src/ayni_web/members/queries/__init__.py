from ayni_web.members.queries.visible import (
    inner_clusters,
    standing_clusters,
    visible_memberships,
    visible_organisations,
    visible_relations,
)

__all__ = ["inner_clusters", "standing_clusters", "visible_memberships", "visible_organisations", "visible_relations"]
