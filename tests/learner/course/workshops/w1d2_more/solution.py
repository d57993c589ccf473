"""More: one exercise for the tests."""


def greet(name: str) -> str:
    """A greeting with the name."""
    # hint: An f-string takes a name in.
    # hint: f"Hello, {name}"
    # note: f-strings also format numbers.
    # region solution
    return f"Hello, {name}"
    # endregion
