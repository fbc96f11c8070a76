"""Drafts of rules: their head, steps and ways, changed one at a time."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify

from ayni.library.fields import LONGEST_CODE
from ayni_web.common.acting import Mistake, action
from ayni_web.processes.access import may_edit
from ayni_web.processes.models import Rules

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person

Told = Mapping[str, str]
MOST_STEPS = 40


@action
def save_head(
    *, by: "Person", rules: Rules, title: Told, about: Told, opened_by: Sequence[str], of: Sequence[str],
    blocks: bool = False,
) -> Rules:  # fmt: skip
    """What a process is called, what it is for, who opens a case and of what."""
    row = _held(by, rules)
    row.document |= {"title": dict(title), "about": dict(about), "opened_by": list(opened_by), "of": list(of),
                     "blocks": blocks}  # fmt: skip
    row.title = dict(title)
    row.save(update_fields=["document", "title"])
    return row


@action
def save_step(
    *, by: "Person", rules: Rules, title: Told, asks: Told | None = None, code: str = "", ending: str = "",
    owner: str = "", days: int | None = None, counting: str = "calendar", documents: Sequence[str] = (),
    by_another: bool = False, pause: bool = False, leads_to: str = "",
) -> Rules:  # fmt: skip
    """A step as it is to be: a new one without ``code``, which comes before the ends."""
    row = _held(by, rules)
    if not ending and not owner:
        raise Mistake("drafts.whose_turn", field="owner")
    told: dict[str, Any] = {"title": dict(title), **({"asks": dict(asks)} if asks else {})}
    if ending:
        told |= {"end": ending, **({"leads_to": leads_to} if leads_to and ending == "done" else {})}
    else:
        told |= {"owner": owner, "days": days, "days_are": counting, "documents": list(documents),
                 "check": by_another, "pause": pause}  # fmt: skip
    if code:
        _replace_step(row, code, told)
    else:
        _add_step(row, told)
    return _saved(row)


@action
def drop_step(*, by: "Person", rules: Rules, code: str) -> Rules:
    """Take a step away, with the ways that lead to it."""
    row = _held(by, rules)
    _step(row, code)
    row.document["step"] = [each for each in row.document["step"] if each["code"] != code]
    for each in row.document["step"]:
        if "moves" in each:
            each["moves"] = [way for way in each["moves"] if way["to"] != code]
    return _saved(row)


@action
def raise_step(*, by: "Person", rules: Rules, code: str) -> Rules:
    """Put a step before the one it follows; a case begins at the first."""
    row = _held(by, rules)
    at = row.document["step"].index(_step(row, code))
    if at:
        steps = row.document["step"]
        steps[at - 1], steps[at] = steps[at], steps[at - 1]
    return _saved(row)


@action
def save_way(
    *, by: "Person", rules: Rules, origin: str, to: str, title: Told, roles: Sequence[str] = (), reason: bool = False
) -> Rules:
    """A way from a step to another; the one there is to that step is replaced."""
    row = _held(by, rules)
    step = _step(row, origin)
    _step(row, to)
    if step.get("end") or to == origin:
        raise Mistake("drafts.leads_elsewhere", field="to")
    told = {"to": to, "title": dict(title), "by": list(roles), "reason": reason}
    ways = step.setdefault("moves", [])
    known = [each["to"] for each in ways]
    if to in known:
        ways[known.index(to)] = told
    else:
        ways.append(told)
    return _saved(row)


@action
def drop_way(*, by: "Person", rules: Rules, origin: str, to: str) -> Rules:
    """Take a way away."""
    row = _held(by, rules)
    step = _step(row, origin)
    step["moves"] = [each for each in step.get("moves", ()) if each["to"] != to]
    return _saved(row)


def _held(by: "Person", rules: Rules) -> Rules:
    row = Rules.objects.select_for_update(of=("self",)).select_related("process__cluster").get(pk=rules.pk)
    if row.state != Rules.State.DRAFT:
        raise Mistake("processes.not_a_draft")
    if not may_edit(by, row.process):
        raise Mistake("processes.not_yours")
    return row


def _saved(row: Rules) -> Rules:
    row.save(update_fields=["document"])
    return row


def _step(row: Rules, code: str) -> dict[str, Any]:
    found = next((each for each in row.document["step"] if each["code"] == code), None)
    if found is None:
        raise Mistake("drafts.no_step")
    return found


def _replace_step(row: Rules, code: str, told: dict[str, Any]) -> None:
    before = _step(row, code)
    ways = {} if told.get("end") else {"moves": before.get("moves", [])}
    row.document["step"][row.document["step"].index(before)] = {"code": code, **told, **ways}


def _add_step(row: Rules, told: dict[str, Any]) -> None:
    steps = row.document["step"]
    if len(steps) >= MOST_STEPS:
        raise Mistake("drafts.too_many", most=MOST_STEPS)
    known = {each["code"] for each in steps}
    step = {"code": _free(slugify(next(iter(told["title"].values()))), known.__contains__), **told}
    if told.get("end"):
        steps.append(step)
        return
    before_ends = next((at for at, each in enumerate(steps) if each.get("end")), len(steps))
    steps.insert(before_ends, {**step, "moves": []})


def _free(name: str, taken: Callable[[str], bool]) -> str:
    """Code made of a name, that no other step has."""
    begun = name[: LONGEST_CODE - 4].strip("-_") or "step"
    return begun if not taken(begun) else next(
        each for at in range(2, MOST_STEPS + 3) if not taken(each := f"{begun}-{at}")
    )  # fmt: skip
