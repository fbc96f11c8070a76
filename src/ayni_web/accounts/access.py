"""Who may do what by their role in the entity."""

from typing import TYPE_CHECKING, Any

from ayni_web.accounts.models import Appointment, Role

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


def roles_of(person: Any) -> frozenset[str]:
    """Roles in the entity that a person holds today; read once a request."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    if not hasattr(person, "_roles"):
        held = Appointment.objects.filter(person=person, until__isnull=True).values_list("role", flat=True)
        person._roles = frozenset(held)
    return person._roles


def is_director(person: Any) -> bool:
    """Director: gives and ends roles, decides."""
    return Role.DIRECTOR in roles_of(person)


def is_staff(person: Any) -> bool:
    """Director or officer: those who write for the entity."""
    return bool(roles_of(person) & {Role.DIRECTOR, Role.OFFICER})


def is_auditor(person: Any) -> bool:
    """Auditor: reads everything, writes nothing."""
    return Role.AUDITOR in roles_of(person)


def sees_entity(person: Any) -> bool:
    """Anyone with a role in the entity."""
    return bool(roles_of(person))


def forget(person: "Person") -> None:
    """Let the roles be read again, after they changed."""
    for name in ("_roles", "_managed", "_represented", "_joined"):
        if hasattr(person, name):
            delattr(person, name)


def may_see_roles(person: Any) -> bool:
    """Directors, who give and end roles; auditors, who read who has them."""
    return is_director(person) or is_auditor(person)


def may_see_resets(person: Any) -> bool:
    """Anyone with a role in the entity; auditors read."""
    return sees_entity(person)


def may_hold_tokens(person: Any) -> bool:
    """Coordinators and managers of clusters: those whose programs may read and import."""
    if not person.is_authenticated or not person.is_active:
        return False
    return is_staff(person) or person.managements.filter(until__isnull=True).exists()
