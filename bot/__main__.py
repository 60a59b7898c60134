"""`khamtob` and `python -m bot`: runs a command and turns its errors into one line."""

import sys

from bot.cli import make_app
from bot.console import prepare_streams, print_notice
from corpus.errors import KhamtobError, UsageError

BAD_USAGE = 2
FAILURE = 1


def main() -> None:
    """Run the command in `sys.argv`; exits with 0, 1 for a failure or 2 for bad usage."""
    prepare_streams()
    try:
        make_app()(prog_name="khamtob")
    except UsageError as error:
        print_notice(str(error))
        sys.exit(BAD_USAGE)
    except KhamtobError as error:
        print_notice(str(error))
        sys.exit(FAILURE)
    except OSError as error:  # the disk is full, a folder is not ours
        where = f"{error.filename}: " if error.filename else ""
        what = error.strerror or error
        print_notice(f"{where}{what}; check that the path is there, writable and not full")
        sys.exit(FAILURE)


if __name__ == "__main__":
    main()
