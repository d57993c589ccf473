"""More: one exercise for the tests."""


def greet(name: str) -> str:
    """A greeting with the name."""
    # TODO: greet
    raise NotImplementedError("greet")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
