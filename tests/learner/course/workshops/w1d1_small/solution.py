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
    # hint: Which operator does it for one number?
    # hint: Tensors take the same operators as numbers.
    # note: This is elementwise arithmetic.
    # region solution
    return values * FACTOR
    # endregion


def quadruple(values: Tensor) -> Tensor:
    """Four times every value, by doubling twice."""
    # hint: You have written half of it.
    # hint: Call it on its own result.
    # note: Small functions compose.
    # region solution
    return double(double(values))
    # endregion


class Counter:
    """Counts how often it was called."""

    # hint: Where does an object keep what it must remember?
    # hint: `self.count` lives as long as the object.
    # note: A module keeps its state in the same way.

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        """One more than at the call before."""
        # region solution
        self.count += 1
        return self.count
        # endregion


# region result
if __name__ == "__main__":
    print(Counter()())
# endregion
