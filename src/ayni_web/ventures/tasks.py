"""Jobs of plans."""

from django_tasks import task

from ayni_web.ventures.jobs import carry_out


@task()
def compute_plan(computation: str) -> bool:
    """Whether the computation left its rows."""
    return carry_out(computation)
