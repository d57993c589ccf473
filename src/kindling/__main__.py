"""`python -m kindling`, and the command `kindling`."""

import sys


def main() -> int:
    """Run one command; Ctrl-C ends it in a sentence also while Python still imports, or ends by itself.

    Returns:
        The exit code.
    """
    try:
        from kindling.cli import main as command

        code = command()
    except KeyboardInterrupt:
        code = 2
        sys.stderr.write("Stopped.\n")
    from signal import SIG_IGN, SIGINT, signal

    signal(SIGINT, SIG_IGN)  # there is nothing left to stop, and Python would answer with a traceback
    return code


if __name__ == "__main__":
    raise SystemExit(main())
