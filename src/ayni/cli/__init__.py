"""The commands, as a person types them."""

import io
import sys
from collections.abc import Sequence

from ayni.cli import commands
from ayni.cli.parsing import MISUSED, asked_language, command_parser, one_pair_each
from ayni.errors import AyniError
from ayni.words import chosen_language, say

OK, FAULTS = 0, 1
RUNS = {
    "demo": commands.demo,
    "check": commands.check,
    "study": commands.study,
    "compute": commands.compute,
    "indicators": commands.indicators,
    "library": commands.library,
    "plan": commands.plan,
    "world": commands.world,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status of a command: 0 done, 1 a mistake that the user can mend, 2 a command not understood."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    words = one_pair_each(list(sys.argv[1:] if arguments is None else arguments))
    language = chosen_language(asked_language(words))
    parser = command_parser(language, RUNS)
    asked = parser.parse_args(words)
    if "run" not in asked:
        parser.print_help()
        return OK if not words else MISUSED
    try:
        return int(asked.run(asked, language))
    except AyniError as error:
        print(error.text(language), file=sys.stderr)
        return FAULTS
    except KeyboardInterrupt:
        print("\n" + say("cli.stopped", language), file=sys.stderr)
        return FAULTS
    except BrokenPipeError:
        sys.stderr.close()
        return OK
