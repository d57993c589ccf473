"""Three small exercises."""

from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Twice a tensor.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, k), same dtype.
    """
    # TODO: double
    raise NotImplementedError("double")


def row_means(x: Tensor) -> Tensor:
    """The mean of every row, as a column.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, 1), same dtype.
    """
    # TODO: row_means
    raise NotImplementedError("row_means")


def doubled_means(x: Tensor) -> Tensor:
    """The mean of every row of the doubled tensor.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, 1), same dtype.
    """
    # TODO: doubled_means
    raise NotImplementedError("doubled_means")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
