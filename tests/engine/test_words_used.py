"""Every sentence is said somewhere: what nothing says is taken out."""

import ast
import re
from pathlib import Path

import pytest

import ayni
import ayni_web
from ayni.words import sentence_keys

SOURCES = (Path(ayni.__file__).parent, Path(ayni_web.__file__).parent)
# Sentences that no key in the source names whole, nor by its beginning, and why they stay.
DEPARTURE = "audit adds the departure, with or without, to claims.holds, claims.nearest and claims.nearest_truncated"
KEPT = {
    f"claims.{name}_{departure}": DEPARTURE
    for name in ("holds", "nearest", "nearest_truncated")
    for departure in ("with", "without")
}
# Shorter beginnings would fit any sentence.
SHORTEST = 3
TOPICS = {key.partition(".")[0] for key in sentence_keys()}


def _texts(path: Path) -> set[str]:
    """Words of the texts of a module or template; what is filled in stands as a zero byte."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        begun = re.findall(r"[\"']([\w.]+_)(?:%d|[\"'] ?[~+])", source)
        return {*re.findall(r"[\w.]+", source), *(f"{text}\0" for text in begun)}
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.update(node.value.split())
        elif isinstance(node, ast.JoinedStr):
            pieces = [piece.value if isinstance(piece, ast.Constant) else "\0" for piece in node.values]
            found.update("".join(map(str, pieces)).split(" "))
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            found.add(f"{node.left.value}\0")
    return found


def _names_of_fields(path: Path) -> set[str]:
    """Names of the fields of forms: their labels and hints are said by the form itself."""
    classes = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ClassDef)]
    assigned = [line for node in classes for line in node.body if isinstance(line, ast.Assign)]
    names = {target.id for line in assigned for target in line.targets if isinstance(target, ast.Name)}
    return names | {f"{name}_hint" for name in names}


@pytest.fixture(scope="module")
def data_topics() -> set[str]:
    """Topics whose sentences are named by data: the codes of a choice, the field of a row."""
    found: set[str] = set()
    for path in SOURCES[1].rglob("*"):
        if path.suffix in {".py", ".html", ".txt"}:
            text = path.read_text(encoding="utf-8")
            found.update(re.findall(r'sentence:"(\w+)"', text) + re.findall(r'topic="(\w+)"', text))
    return found


@pytest.fixture(scope="module")
def texts() -> dict[str, set[str]]:
    """Texts of each room."""
    found: dict[str, set[str]] = {}
    for root in SOURCES:
        for path in sorted(each for kind in ("py", "html", "js", "svg") for each in root.rglob(f"*.{kind}")):
            room = found.setdefault(path.relative_to(root).parts[0], set())
            room.update(_texts(path))
            if root is SOURCES[1] and path.suffix == ".py":
                room.update(_names_of_fields(path))
    return found


def _said(name: str, texts: set[str]) -> bool:
    # A text that gives the topic alone, as "clusters." and the rest, names no sentence.
    begun = (text for text in texts if "\0" in text)
    bare = ((text, text.replace("\0", "")) for text in begun)
    patterns = (text for text, known in bare if len(known) >= SHORTEST and known.rstrip(".") not in TOPICS)
    return name in texts or any(re.fullmatch(r"\w+".join(map(re.escape, each.split("\0"))), name) for each in patterns)


def test_a_sentence_is_used(texts, data_topics):
    everywhere = set().union(*texts.values())
    unused = []
    for key in sentence_keys():
        topic, _, name = key.partition(".")
        # A room names its own sentences without their topic; topics that are no room are named so from anywhere.
        own = texts.get(topic, everywhere)
        if topic not in data_topics and key not in KEPT and not (_said(key, everywhere) or _said(name, own)):
            unused.append(key)
    assert unused == [], "nothing says these: take them out of the words, or list them in KEPT with the reason"


@pytest.mark.parametrize("key", sorted(KEPT))
def test_what_is_kept_exists(key):
    assert key in sentence_keys()
