"""Jobs of studies."""

from django_tasks import task

from ayni_web.studies.jobs import carry_out


@task()
def run_study(run_id: str, attempt: int) -> bool:
    """Whether the run left its package."""
    return carry_out(run_id, attempt)
