"""The phase of a cluster (#171): which signs are shown by what is kept, which are not, and which nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from ayni.library.phases import Diagnosis, Phase, diagnosis, phases
from ayni.library.playbooks import Playbook, playbooks
from ayni_web.assessments.texts import told
from ayni_web.diagnosis.queries.counted import Known


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a phase with its text, and ``met``, ``unmet`` or ``unk``."""

    code: str
    text: str
    state: str


@dataclass(frozen=True, slots=True)
class Step:
    """A phase with its signs; ``now`` where the cluster is at, or one of two at a boundary."""

    title: str
    about: str
    needed: int
    shown: int
    now: bool
    signs: list[Sign]


@dataclass(frozen=True, slots=True)
class Advice:
    """What is worth doing in a phase: title, and each action with who does it and within how many days."""

    title: str
    actions: list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Road:
    """The phases of a cluster, where it is, and what is worth doing there."""

    steps: list[Step]
    titles: list[str]
    advice: list[Advice]

    @property
    def boundary(self) -> bool:
        """Whether it lies between two phases: both are told."""
        return len(self.titles) > 1


def road_of(known: Known) -> Road:
    """Phases of a cluster with the signs that are shown; a constant number of queries."""
    ladder = phases()[0]
    signs = signs_of(known)
    found = diagnosis(ladder, signs)
    codes = {each.code for each in found.phases}
    return Road(
        steps=[_step(each, found, signs, now=each.code in codes) for each in ladder],
        titles=[told(each.title) for each in found.phases],
        advice=[_advice(each) for each in playbooks() if each.phase in codes],
    )


def signs_of(known: Known) -> dict[str, bool]:
    """By sign, whether what is kept shows it; a sign of which nothing is known is left out."""
    every = (sign for phase in phases()[0] for sign in phase.signs)
    found = {sign.code: sign.limit.holds(known.count(sign.limit)) for sign in every}
    return {code: value for code, value in found.items() if value is not None}


def _step(phase: Phase, found: Diagnosis, signs: Mapping[str, bool], now: bool) -> Step:
    states = {True: "met", False: "unmet", None: "unk"}
    told_signs = [Sign(each.code, told(each.text), states[signs.get(each.code)]) for each in phase.signs]
    return Step(told(phase.title), told(phase.about), phase.needed, found.shown[phase.code], now, told_signs)


def _advice(playbook: Playbook) -> Advice:
    return Advice(told(playbook.title), [(told(each.text), each.who, each.days) for each in playbook.actions])
