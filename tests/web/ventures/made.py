"""Plans for tests: the example of Ayni and a small one, computed and signed."""

import tomllib
from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ayni_web.accounts.models import Person
from ayni_web.members.models import Management
from ayni_web.ventures.actions import plans, signing
from ayni_web.ventures.models import Version
from tests.web.world import person, with_second_factor

EXAMPLE = "quinoa"
SAID = {"illustrative": True}


def small(**head):
    """Two growers and a buyer over two years: alone a grower has 100 a year; together 200, less 50 once."""
    return {
        "plan": {"title": "Dos y uno", "currency": "PEN", "starts": "2027", "step": "year", "periods": 2,
                 "discount_rate": 0.1, "prices": "constant", "prices_of": 2026, "rule": "equal_gain", **head},
        "type": [{"code": "grower", "title": "Productor", "count": 2},
                 {"code": "buyer", "title": "Comprador", "count": 1}],
        "activity": [{"code": "sell", "title": "Vender", "needs": {"grower": 1, "buyer": 1}}],
        "flow": [
            {"title": "Chacra", "kind": "income", "who": "grower", "alone": True, "price": 100, **SAID},
            {"title": "Venta", "kind": "income", "who": "group", "per": "grower", "activity": "sell", "price": 200,
             **SAID},
            {"title": "Equipo", "kind": "investment", "who": "group", "activity": "sell", "price": 50, "every": "once",
             **SAID},
        ],
        "objective": [
            {"title": f"Objetivo {due}", "who": "Todos", "measure": "Ventas", "target": 10, "unit": "t", "due": due,
             "rests_on": "Acta", "contact": "Presidencia"}
            for due in ends_of_layers(int(str(head.get("starts", "2027"))[:4]))
        ],
        "assumption": [{"text": "El comprador mantiene el precio", "source": "Carta de intención",
                        "expires": (timezone.localdate() + timedelta(days=90)).isoformat()}],
    }  # fmt: skip


def ends_of_layers(year):
    """A day in each layer of years of a plan that starts with a year."""
    return f"{year}-12-31", f"{year + 3}-12-31", f"{year + 9}-12-31"


def planned(world, document=None, by=None) -> Version:
    """Draft of a plan of the cluster, by its manager."""
    first = plans.add_empty(by=by or world.manager, cluster=world.cluster, title="Dos y uno")
    return written(world, first, document or small(), by=by)


def written(world, version, document, by=None) -> Version:
    return plans.write(by=by or world.manager, version=version, of=version.sha256, change=lambda before: document)


def computed(world, document=None) -> Version:
    version = planned(world, document)
    signing.compute(by=world.manager, version=version)
    return fresh(version)


def signed(world, document=None) -> Version:
    version = computed(world, document)
    return signing.sign(by=world.officer, version=version, of=version.sha256)


def fresh(version) -> Version:
    return Version.objects.select_related("plan__cluster").get(pk=version.pk)


def taking_part(world, version):
    """The cooperative, for which `member` acts, as a grower; the exporter as the buyer."""
    plans.take_part(by=world.manager, plan=version.plan, organisation=world.exporter, type="buyer")
    return plans.take_part(by=world.manager, plan=version.plan, organisation=world.cooperative, type="grower")


def second_manager(world) -> Person:
    made = with_second_factor(person("gestora.dos", name="Gestora Dos"))
    Management.objects.create(person=made, cluster=world.cluster, since=timezone.now())
    return made


def toml_file(text=None):
    content = text if text is not None else (settings.ROOT / "examples" / EXAMPLE / "plan.toml").read_text("utf-8")
    return SimpleUploadedFile("plan.toml", content.encode("utf-8"))


def example_document():
    return tomllib.loads((settings.ROOT / "examples" / EXAMPLE / "plan.toml").read_text("utf-8"))
