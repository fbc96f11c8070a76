"""Plans that came with Ayni as examples."""

from typing import Any

from django.conf import settings

from ayni_web.common.acting import Mistake
from ayni_web.ventures.analysis import document_read

PLAN_FILE = "plan.toml"
EXAMPLES = settings.ROOT / "examples"


def examples() -> tuple[tuple[str, str], ...]:
    """Name and title of each example, where Ayni stands in its repository."""
    names = sorted(path.parent.name for path in EXAMPLES.glob(f"*/{PLAN_FILE}"))
    return tuple((name, str(example(name)["plan"]["title"])) for name in names)


def example(name: str) -> dict[str, Any]:
    """Document of an example."""
    path = EXAMPLES / name / PLAN_FILE
    if not path.is_file() or path.parent.parent != EXAMPLES:
        raise Mistake("plans.no_example", field="example", example=name)
    return document_read(path.read_bytes(), path.name)
