"""Tensor operations: line shapes up, pick, mask, sum, and leave the loops out."""

from __future__ import annotations

import torch
from torch import Tensor


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    """Every sum of a number of a and a number of b. One line is enough.

    Args:
        a: (m,) any dtype.
        b: (n,) same dtype.

    Returns:
        (m, n), same dtype: entry [i, j] is a[i] + b[j].
    """
    # TODO: outer_sum
    raise NotImplementedError("outer_sum")


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape of x + y, for x of shape a and y of shape b: the rules of broadcasting, written by you.

    Write the rules out in plain Python: make no tensor, and do not ask `torch.broadcast_shapes` or NumPy.

    Args:
        a: any number of sizes, each 0 or larger; `()` is the shape of a single number.
        b: the same.

    Returns:
        The shape of the result as a tuple, or None where the two shapes do not fit.
    """
    # TODO: broadcast_shape
    raise NotImplementedError("broadcast_shape")


def accuracy(guesses: Tensor, labels: Tensor) -> float:
    """The share of guesses that equal their label, whichever of the two is a column.

    Args:
        guesses: (n,) or (n, 1) int64.
        labels: (n,) or (n, 1) int64.

    Returns:
        A Python float, 0 to 1.

    Raises:
        ValueError: there are fewer guesses than labels, or more.
    """
    # TODO: accuracy
    raise NotImplementedError("accuracy")


def crop_centre(images: Tensor, size: int) -> Tensor:
    """The middle square of a picture, or of every picture in a batch.

    Where the rows or columns to cut away are an odd number, the smaller part is cut above or on the left.

    Args:
        images: (..., height, width), any number of dimensions in front, any dtype.
        size: side of the square, at most height and at most width.

    Returns:
        (..., size, size), same dtype.
    """
    # TODO: crop_centre
    raise NotImplementedError("crop_centre")


def pick(logits: Tensor, labels: Tensor) -> Tensor:
    """From each row the entry in the column that the row's label names.

    Args:
        logits: (n, classes) floating point. An entry that is not picked has no influence, not even where it is -inf.
        labels: (n,) int64, 0 to classes - 1.

    Returns:
        (n,), same dtype; gradients flow back to the picked entries.
    """
    # TODO: pick
    raise NotImplementedError("pick")


def standardise(x: Tensor, dim: int) -> Tensor:
    """x with mean 0 and standard deviation 1 along one dimension.

    The standard deviation is that of the whole population (divided by n). Where it comes out as 0, there is no
    spread to divide by, and the result is 0. A small spread, such as 1e-7, is still a spread.

    Args:
        x: floating point, any number of dimensions. It stays as it is.
        dim: the dimension along which to standardise; may be negative.

    Returns:
        Same shape and dtype.
    """
    # TODO: standardise
    raise NotImplementedError("standardise")


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    """The average of each sample over its real time steps, for samples of different lengths.

    Shorter samples are filled up. What stands in the filling does not matter, not even if it is NaN; a NaN
    in a real step is a mistake that must stay visible. A sample without any real step gives zeros.

    Args:
        x: (batch, time, features) floating point.
        mask: (batch, time) bool, True where a step is real: the filling may stand anywhere, also in front.

    Returns:
        (batch, features), same dtype; gradients flow back to the real steps.
    """
    # TODO: masked_mean
    raise NotImplementedError("masked_mean")


def sums_by_class(values: Tensor, labels: Tensor, num_classes: int) -> Tensor:
    """For each class the sum of the rows that carry its label.

    Args:
        values: (n, d) floating point.
        labels: (n,) int64, 0 to num_classes - 1. Some classes may not occur.
        num_classes: number of rows of the result.

    Returns:
        (num_classes, d), same dtype; zeros for a class that does not occur.
    """
    # TODO: sums_by_class
    raise NotImplementedError("sums_by_class")


def pairwise_sq(a: Tensor, b: Tensor) -> Tensor:
    """The squared distance of every point of a to every point of b, without a loop over the points.

    Args:
        a: (m, d) floating point, one point in each row.
        b: (n, d), same dtype.

    Returns:
        (m, n), same dtype: entry [i, j] is the sum of the d squared differences of a[i] and b[j], up to rounding,
        and never below 0.
    """
    # TODO: pairwise_sq
    raise NotImplementedError("pairwise_sq")


def im2patches(image: Tensor, size: int) -> Tensor:
    """Every square patch of a picture, as a view: no number is copied.

    Args:
        image: (height, width), any dtype and any strides; it may be a part of a larger picture.
        size: side of a patch, at most height and at most width.

    Returns:
        (height - size + 1, width - size + 1, size, size), same dtype: entry [i, j] is the patch whose upper left
        corner is image[i, j]. It looks into the image's storage.
    """
    # TODO: im2patches
    raise NotImplementedError("im2patches")


def knn_predict(known: Tensor, labels: Tensor, new: Tensor, k: int, chunk: int = 20) -> Tensor:
    """A class for each new point: its k nearest known points vote.

    Near means a small Euclidean distance, the root of `pairwise_sq`. Of the labels of the k nearest, the most
    frequent wins; a tie may go either way. New points are taken `chunk` at a time, so that no tensor needs more
    than chunk × n × d elements.

    Args:
        known: (n, d) floating point.
        labels: (n,) int64, their classes: 0 or larger, any number of them.
        new: (m, d), same dtype as known.
        k: number of neighbours that vote, at most n.
        chunk: number of new points that are compared at once; the last chunk may be smaller.

    Returns:
        (m,) int64.
    """
    # TODO: knn_predict
    raise NotImplementedError("knn_predict")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
