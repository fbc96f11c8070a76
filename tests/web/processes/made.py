"""Processes and cases that tests ask for."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ayni_web.processes.actions import cases, intakes, rules
from ayni_web.processes.models import Case, Move, Rules, Way
from ayni_web.series.actions import attach_file

TEXT = {"es": "Paso", "en": "Step", "pt": "Passo"}


def move(to: str, **facts: Any) -> dict[str, Any]:
    return {"to": to, "title": TEXT, **facts}


def document(**facts: Any) -> dict[str, Any]:
    """A manager writes, an officer checks, a director decides; papers are asked for at the first step."""
    return {
        "serves": [164], "source": "Made up", "title": {"es": "Prueba", "en": "Trial", "pt": "Prova"}, "about": TEXT,
        "opened_by": ["member", "manager", "officer"], "of": ["cluster", "organisation"], "blocks": True,
        "step": [
            {"code": "written", "title": TEXT, "owner": "manager", "days": 10, "pause": True, "documents": ["minutes"],
             "moves": [move("checked"), move("withdrawn", by=["manager", "requester"], reason=True)]},
            {"code": "checked", "title": TEXT, "owner": "officer", "days": 5, "days_are": "working", "check": True,
             "moves": [move("decided"), move("written", reason=True),
                       move("withdrawn", by=["requester"], reason=True)]},
            {"code": "decided", "title": TEXT, "owner": "director", "check": True,
             "moves": [move("done"), move("refused", reason=True), move("checked", reason=True)]},
            {"code": "done", "title": TEXT, "end": "done"},
            {"code": "refused", "title": TEXT, "end": "refused"},
            {"code": "withdrawn", "title": TEXT, "end": "withdrawn"},
        ], **facts,
    }  # fmt: skip


def in_force(by: Any, cluster: Any = None, **facts: Any) -> Rules:
    draft = rules.copy_entry(by=by, entry="formation", cluster=cluster)
    draft.document = document(**facts)
    draft.save()
    return rules.put_in_force(by=by, rules=draft)


def opened(world: Any, by: Any = None, **facts: Any) -> Case:
    known = facts.pop("rules", None) or in_force(world.officer)
    facts = {"cluster": world.cluster, "title": "Caso de prueba", **facts}
    return cases.open_case(by=by or world.manager, rules=known, **facts)


def way(case: Case, to: str) -> Way:
    return Way.objects.get(origin_id=Case.objects.get(pk=case.pk).step_id, target__code=to)


def moved(case: Case, to: str, by: Any, reason: str = "") -> Move:
    return cases.move_case(by=by, case=case, way=way(case, to), reason=reason)


def paper(case: Case, by: Any, kind: str = "minutes") -> Any:
    file = SimpleUploadedFile("acta.txt", b"Acta de la asamblea", content_type="text/plain")
    return attach_file(by=by, subject="case", subject_id=case.pk, file=file, title="Acta", kind=kind)


WHO = {"name": "Saturnina Condori", "reach": "Radio Pachamama, Cabana", "place": "211101", "came_by": "in_person"}


def taken_in(world: Any, by: Any = None, **facts: Any) -> Case:
    known = facts.pop("rules", None) or rules.use_entry(by=world.officer, entry="community_request")
    facts = {"title": "Agua para quinua", "came_on": timezone.localdate(), **WHO, **facts}
    return intakes.take_in_case(by=by or world.officer, rules=known, **facts)


def formed(world: Any, **facts: Any) -> Case:
    """A case of forming a cluster that ended well."""
    steps = document()["step"]
    steps[0] |= {"documents": []}
    steps[3] |= {"leads_to": "cluster"}
    case = opened(world, rules=in_force(world.officer, step=steps), **facts)
    for to, by in (("checked", world.manager), ("decided", world.officer), ("done", world.director)):
        moved(case, to, by)
    return Case.objects.get(pk=case.pk)
