"""The commands of the platform: ``./ayni demo | serve | found | backup | restore | verify | ... | manage``."""

import os
import sys
from importlib.resources import files

from ayni import words
from ayni.errors import AyniError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni_web.settings")
COMMANDS = ("serve", "found", "backup", "restore", "verify", "seal", "remind", "retain", "manage")
DONE, MISTAKEN = 0, 1


def main(typed: list[str]) -> int:
    """Exit status of a command of the platform; ``manage`` hands the rest to Django as it is."""
    managing = typed[:1] == ["manage"]
    language, typed = (words.chosen_language(), typed[1:]) if managing else language_taken(typed)
    os.environ["AYNI_LANGUAGE"] = language
    if not managing and (not typed or typed[0] in {"help", "--help", "-h"}):
        return _help(language)
    # Where others come the command itself says why it is refused.
    if typed[:1] == ["demo"] and not os.environ.get("AYNI_SITE", "").startswith("https"):
        os.environ["AYNI_DEMONSTRATION"] = "yes"
    try:
        _carry_out(typed, language)
    except AyniError as error:
        print(error.text(language), file=sys.stderr)  # noqa: T201 (the command speaks here)
        return MISTAKEN
    except KeyboardInterrupt:
        print("\n" + words.say("operation.stopped", language), file=sys.stderr)  # noqa: T201
        return MISTAKEN
    return DONE


def language_taken(typed: list[str]) -> tuple[str, list[str]]:
    """Language that was asked for, and what was typed without it."""
    asked, rest = None, []
    following = iter(typed)
    for word in following:
        if word == "--language":
            asked = next(following, None)
        elif word.startswith("--language="):
            asked = word.partition("=")[2]
        else:
            rest.append(word)
    return words.chosen_language(asked), rest


def _carry_out(typed: list[str], language: str) -> None:
    import django
    from django.core.management import execute_from_command_line
    from django.utils import translation

    from ayni.cli.parsing import speak

    django.setup()

    from ayni_web.common.language import DJANGO

    translation.activate(DJANGO[language])
    speak(language)
    execute_from_command_line(["./ayni", *typed])


def _help(language: str) -> int:
    from ayni.cli import main as engine

    words.add_topics(files("ayni_web").joinpath("words"))
    engine(["--language", language])
    print("\n" + words.say("operation.site", language))  # noqa: T201
    for name in COMMANDS:
        print(f"  {name:<20}{words.say(f'operation.{name}_help', language)}")  # noqa: T201
    return DONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
