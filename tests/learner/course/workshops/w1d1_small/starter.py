"""Small: three exercises for the tests."""

from torch import Tensor

FACTOR = 2


def double(values: Tensor) -> Tensor:
    """Twice every value.

    Args:
        values: of any shape.

    Returns:
        The same shape and dtype.
    """
    # TODO: double
    raise NotImplementedError("double")


def quadruple(values: Tensor) -> Tensor:
    """Four times every value, by doubling twice."""
    # TODO: quadruple
    raise NotImplementedError("quadruple")


class Counter:
    """Counts how often it was called."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        """One more than at the call before."""
        # TODO: Counter
        raise NotImplementedError("Counter")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
