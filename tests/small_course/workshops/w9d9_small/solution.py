"""Three small exercises."""

from torch import Tensor


def double(x: Tensor) -> Tensor:
    """Twice a tensor.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, k), same dtype.
    """
    # hint: How many times?
    # hint: A number times a tensor multiplies every element.
    # note: Multiplication by a number works on every element.
    # region solution
    return 2 * x
    # endregion


def row_means(x: Tensor) -> Tensor:
    """The mean of every row, as a column.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, 1), same dtype.
    """
    # hint: Which dimension goes?
    # hint: `keepdim=True` keeps it as size 1.
    # region solution
    return x.mean(dim=1, keepdim=True)
    # endregion


def doubled_means(x: Tensor) -> Tensor:
    """The mean of every row of the doubled tensor.

    Args:
        x: (n, k) floating point.

    Returns:
        (n, 1), same dtype.
    """
    # hint: You have written both parts.
    # hint: One inside the other.
    # region solution
    return row_means(double(x))
    # endregion


# region result
def main() -> None:
    """Print the doubled means of a small tensor."""
    import torch

    print(doubled_means(torch.arange(6.0).reshape(2, 3)))


if __name__ == "__main__":
    main()
# endregion
