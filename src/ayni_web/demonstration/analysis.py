"""The engine's part of the demonstration: the study of Peru."""

from pathlib import Path

from ayni.cli import main


def study_made(out: Path, language: str) -> None:
    """Make the study of Peru in a folder, and tell its short answer on the terminal."""
    if status := main(["demo", "--no-serve", "--out", str(out), "--language", language]):
        # The engine told why.
        raise SystemExit(status)
