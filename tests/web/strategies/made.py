"""Strategies for tests: begun, whole, signed."""

from datetime import timedelta

from django.utils import timezone

from ayni_web.strategies import actions
from ayni_web.strategies.contents import parts_in, with_row
from ayni_web.strategies.models import Strategy, Version

SHARES, POTENTIALS = (70, 20), (2, 15)


def begun(world, by=None, **facts) -> Version:
    """Strategy of a product that the cluster has none of yet."""
    code = str(100850 + Strategy.objects.count())
    told = {"cluster": world.cluster, "product": "Quinua en grano", "hs_code": code, "market": "DE", **facts}
    return actions.add(by=by or world.manager, **told)


def later(days=90):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def value_of(field, at=0):
    """Something that may stand in a field."""
    figures = {"number": 5, "amount": 100, "percent": 25, "growth": 3, "year": 2020}
    chosen = {each.code for each in field.choices}
    told = {**figures, "day": later(), "choice": next(iter(sorted(chosen)), ""), "several": sorted(chosen)}
    return told.get(field.kind, f"Texto {at + 1}")


def filled(document, *, but=()):
    """Document whose every part is whole, but for some."""
    for part in parts_in(document):
        if part.code in but:
            continue
        codes = [each.code for each in part.given] or ["uno"]
        for at, code in enumerate(codes):
            row = {"code": code, **{each.code: value_of(each, at) for each in part.fields}}
            document = with_row(document, part, at, row)
    return document


def written(version, change, by) -> Version:
    return actions.write(by=by, version=version, of=version.sha256, change=change)


def whole(world, **facts) -> Version:
    return written(begun(world, **facts), filled, world.manager)


def signed(world, **facts) -> Version:
    version = whole(world, **facts)
    return fresh(actions.sign(by=world.officer, version=version, of=version.sha256))


def fresh(version) -> Version:
    return Version.objects.select_related("strategy__cluster").get(pk=version.pk)
