"""`python -m kindling`: the same as the command `kindling`."""

from kindling.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
