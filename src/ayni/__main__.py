"""``python -m ayni``: the commands."""

import sys


def run() -> int:
    """Exit status of the command; one interrupted while it still starts ends without a word too many."""
    try:
        from ayni.cli import main

        return main()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(run())
