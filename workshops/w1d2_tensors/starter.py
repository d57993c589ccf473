"""Tensors: build, inspect, reshape, share."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor


def predict_dtypes() -> tuple[torch.dtype, ...]:
    """The dtypes of six expressions: write down what you believe, before you run any of them.

    The four tensors in them:

        pixels   = torch.tensor([200, 100, 3], dtype=torch.uint8)
        counts   = torch.tensor([1, 2, 3])
        weights  = torch.tensor([0.5, 0.25, 0.125])
        readings = torch.from_numpy(np.array([0.1, 0.2, 0.3]))

    The six expressions:

        1. pixels + 200
        2. pixels.sum()
        3. counts / 2
        4. counts + weights
        5. weights * 0.5
        6. weights + readings

    Returns:
        Six dtypes in that order, such as `torch.int64`.
    """
    # TODO: predict_dtypes
    raise NotImplementedError("predict_dtypes")


def to_float01(image: Tensor) -> Tensor:
    """A photograph as PyTorch's image layers want it: channels first, floating point, from 0 to 1.

    Value v of channel c in row h and column w becomes v / 255 at [c, h, w].

    Args:
        image: (height, width, 3) uint8, 0 to 255, contiguous or not. It stays as it is.

    Returns:
        (3, height, width) float32, 0 to 1. Whether it is contiguous does not matter.
    """
    # TODO: to_float01
    raise NotImplementedError("to_float01")


def shares_storage(a: Tensor, b: Tensor) -> bool:
    """Whether two tensors look into the same storage.

    That is so for a tensor and any view of it, for two views of one tensor, even where the two have no
    element in common, and for a tensor and what `detach()` gives.

    Args:
        a: any shape and dtype, not empty.
        b: any shape and dtype, not empty.

    Returns:
        A Python bool.
    """
    # TODO: shares_storage
    raise NotImplementedError("shares_storage")


def flatten_batch(x: Tensor) -> Tensor:
    """Each sample of a batch as one row of numbers.

    Args:
        x: (batch, ...) with two dimensions or more and at least one sample, any dtype, contiguous or not.

    Returns:
        (batch, k), same dtype: row i holds the k numbers of `x[i]` in reading order.
    """
    # TODO: flatten_batch
    raise NotImplementedError("flatten_batch")


def safe_from_numpy(array: np.ndarray) -> Tensor:
    """A tensor with an array's numbers and a memory of its own.

    Changing the array later does not change the tensor, and the other way round. It works also for an
    array that is read-only or that NumPy has flipped.

    Args:
        array: one dimension or more, in an integer or floating-point dtype that PyTorch has too.

    Returns:
        Same shape and values, the dtype of the same name.
    """
    # TODO: safe_from_numpy
    raise NotImplementedError("safe_from_numpy")


def row_stats(x: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each row, so that `(x - mean) / std` standardises every row.

    The standard deviation is that of the whole population: the squared distances are divided by n, not n - 1.
    Nothing is added to it: for equal numbers it is 0.

    Args:
        x: (rows, n), of any floating-point or integer dtype. It stays as it is.

    Returns:
        mean and std, in this order, each (rows, 1): in x's dtype if that is floating point, else float32.
    """
    # TODO: row_stats
    raise NotImplementedError("row_stats")


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    """Each label as a row of zeros with a single 1 in the label's column.

    PyTorch has `torch.nn.functional.one_hot`. You learn more by building your own from tensors that you know.

    Args:
        labels: (n,) int64, 0 to num_classes - 1. Some classes may not occur.
        num_classes: the number of columns.

    Returns:
        (n, num_classes) float32, on the labels' device.
    """
    # TODO: one_hot
    raise NotImplementedError("one_hot")


def nearest_class_mean(images: Tensor, labels: Tensor, new_images: Tensor, num_classes: int) -> Tensor:
    """A classifier without training: each new image gets the class whose average image is nearest.

    Near means a small Euclidean distance: the root of the sum of squared differences over all pixels.

    Args:
        images: (n, ...) float32, the known images; every class occurs among them.
        labels: (n,) int64, their classes, 0 to num_classes - 1.
        new_images: (m, ...) float32, each of the same shape as a known image.
        num_classes: the number of classes.

    Returns:
        (m,) int64, the class of each new image.
    """
    # TODO: nearest_class_mean
    raise NotImplementedError("nearest_class_mean")


class TensorCard:
    """What a tensor is, on one card, and how it differs from another: your tool for the rest of the month.

    Args:
        tensor: any tensor.
    """

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor

    def facts(self) -> dict[str, object]:
        """The card itself.

        Returns:
            shape and strides (tuples of int), dtype (torch.dtype), device (torch.device),
            contiguous and requires_grad (bool),
            bytes (int): what the elements take if each is stored on its own,
            storage_bytes (int): the size of the whole storage that the tensor looks into.
            The names of the entries are these eight.
        """
        # TODO: TensorCard
        raise NotImplementedError("TensorCard")

    def diff(self, other: Tensor) -> str:
        """The first thing in which another tensor differs.

        Args:
            other: any tensor.

        Returns:
            "shape", "dtype", "device" or "values", the first of these that differs, in this order,
            or "nothing". Values are compared exactly, with `==`, except that NaN counts as equal to NaN.
        """
        # TODO: TensorCard
        raise NotImplementedError("TensorCard")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
