"""The commands of the platform: ``./ayni serve | manage | found | verify | backup | restore | demo``."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni_web.settings")


def main(words: list[str]) -> None:
    """Run a command of the platform; ``manage`` hands the rest to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["ayni", *(words[1:] if words[:1] == ["manage"] else words)])


if __name__ == "__main__":
    main(sys.argv[1:])
