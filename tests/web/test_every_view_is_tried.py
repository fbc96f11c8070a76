"""Every view of the site is tried by everybody; this lists those that are not."""

from importlib import import_module
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver


def names(resolver: URLResolver, space: str = "") -> set[str]:
    found: set[str] = set()
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = ":".join(part for part in (space, each.namespace or "") if part)
            found |= names(each, inner)
        elif isinstance(each, URLPattern) and each.name:
            found.add(f"{space}:{each.name}" if space else each.name)
    return found


def test_every_view_is_tried_by_director_officer_manager_member_stranger_and_nobody():
    tried: set[str] = set()
    for path in sorted(Path(__file__).parent.glob("*/test_*access.py")):
        module = import_module(f"tests.web.{path.parent.name}.{path.stem}")
        tried |= {each.view for each in module.TRIES}
        tried |= getattr(module, "CLOSED", set())
    missing = names(get_resolver()) - tried
    assert not missing, f"no test tries these views: {sorted(missing)}"
