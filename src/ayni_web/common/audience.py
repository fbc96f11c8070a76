"""Who sees a page, and why: said at the foot of every page."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who see a page.

    Attributes
    ----------
    key : str
        Sentence of ``words/audience.toml`` that says who, without the topic: ``cluster_members``.
    facts : dict
        What the sentence needs (the name of a cluster, of an organisation).
    """

    key: str
    facts: dict[str, object] = field(default_factory=dict)


ANYONE = Audience("anyone")
SIGNED_IN = Audience("signed_in")
ONLY_YOU = Audience("only_you")
ENTITY = Audience("entity")
DIRECTORS = Audience("directors")
