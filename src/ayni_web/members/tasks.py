"""Jobs of members."""

from django_tasks import task

from ayni_web.members.actions.duplicates import scan_duplicates


@task()
def look_for_duplicates() -> int:
    """Number of pairs that wait for a person."""
    return scan_duplicates()
