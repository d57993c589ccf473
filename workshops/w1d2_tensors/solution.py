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
    # hint: Ask three questions: which dtypes go in, is one of them floating point, is one a plain Python number?
    # hint: A Python number has no size. It can turn integers into floating point, but it never widens a dtype.
    # hint: Two tensors: floating point beats integer, and within one kind the wider dtype wins.
    # hint: Two operations do not follow their input: `/` never gives integers, and `sum` of integers makes room.
    # note: `torch.result_type(a, b)` tells you the dtype of an operation without running it.
    # region solution
    return (torch.uint8, torch.int64, torch.float32, torch.float32, torch.float32, torch.float64)
    # endregion


def to_float01(image: Tensor) -> Tensor:
    """A photograph as PyTorch's image layers want it: channels first, floating point, from 0 to 1.

    Value v of channel c in row h and column w becomes v / 255 at [c, h, w].

    Args:
        image: (height, width, 3) uint8, 0 to 255, contiguous or not. It stays as it is.

    Returns:
        (3, height, width) float32, 0 to 1. Whether it is contiguous does not matter.
    """
    # hint: Two separate jobs: the order of the axes, and the scale of the numbers.
    # hint: `permute` renames the axes. `reshape` keeps the reading order of memory and only cuts it differently.
    # hint: `image.permute(2, 0, 1)`: the new axis 0 is the old axis 2, and so on. Then make it floating point.
    # note: `v2.ToImage()` and `v2.ToDtype(torch.float32, scale=True)` of torchvision do these two jobs.
    # region solution
    return image.permute(2, 0, 1).float() / 255
    # endregion


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
    # hint: Neither equal values nor equal shapes say anything about memory.
    # hint: `data_ptr()` is the address of a tensor's first element. Where does `x[1:]` have its first element?
    # hint: `untyped_storage()` gives the whole block behind a tensor, and the block has an address too.
    # note: `state_dict()` of a model gives views of its weights: they change while it trains, unless you clone them.
    # region solution
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
    # endregion


def flatten_batch(x: Tensor) -> Tensor:
    """Each sample of a batch as one row of numbers.

    Args:
        x: (batch, ...) with two dimensions or more and at least one sample, any dtype, contiguous or not.

    Returns:
        (batch, k), same dtype: row i holds the k numbers of `x[i]` in reading order.
    """
    # hint: Only one dimension must survive, whatever its size, also if it is 1.
    # hint: `view` refuses a tensor whose memory is not in reading order; `reshape` and `flatten` copy if they must.
    # hint: `flatten` takes the dimension to start from.
    # note: `nn.Flatten()` does this in a model. `flatten(1)` works for an empty batch too, `reshape(0, -1)` does not.
    # region solution
    return x.flatten(start_dim=1)
    # endregion


def safe_from_numpy(array: np.ndarray) -> Tensor:
    """A tensor with an array's numbers and a memory of its own.

    Changing the array later does not change the tensor, and the other way round. It works also for an
    array that is read-only or that NumPy has flipped.

    Args:
        array: one dimension or more, in an integer or floating-point dtype that PyTorch has too.

    Returns:
        Same shape and values, the dtype of the same name.
    """
    # hint: `torch.from_numpy` shares memory with the array. Which library should make the copy, and when?
    # hint: A flipped array walks through memory backwards (its strides are negative), which no tensor can do.
    # hint: `array.copy()` gives a new array in ordinary order, which nobody else holds.
    # note: Sharing is a feature too: a batch of images reaches PyTorch for free. Copy when others keep the array.
    # region solution
    return torch.from_numpy(array.copy())
    # endregion


def row_stats(x: Tensor) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of each row, so that `(x - mean) / std` standardises every row.

    The standard deviation is that of the whole population: the squared distances are divided by n, not n - 1.
    Nothing is added to it: for equal numbers it is 0.

    Args:
        x: (rows, n), of any floating-point or integer dtype. It stays as it is.

    Returns:
        mean and std, in this order, each (rows, 1): in x's dtype if that is floating point, else float32.
    """
    # hint: Which dimension must disappear: the one that counts the rows, or the one inside a row?
    # hint: A result of shape (rows,) lines up with the columns of x. `keepdim=True` leaves a 1 in its place.
    # hint: `std` divides by n - 1 unless you say `correction=0`.
    # hint: An integer tensor has no mean. `x.is_floating_point()` tells you whether you must convert first.
    # note: This is what `nn.LayerNorm` computes first, over the features of each sample.
    # region solution
    if not x.is_floating_point():
        x = x.float()
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True)
    # endregion


def one_hot(labels: Tensor, num_classes: int) -> Tensor:
    """Each label as a row of zeros with a single 1 in the label's column.

    PyTorch has `torch.nn.functional.one_hot`. You learn more by building your own from tensors that you know.

    Args:
        labels: (n,) int64, 0 to num_classes - 1. Some classes may not occur.
        num_classes: the number of columns.

    Returns:
        (n, num_classes) float32, on the labels' device.
    """
    # hint: Which row of an identity matrix is the answer for label 3?
    # hint: Or compare: a column of labels against a row of all classes, `labels[:, None] == ...`.
    # hint: `torch.eye(num_classes, device=labels.device)[labels]` picks one row for each label.
    # note: Most losses take the labels themselves. You will want the rows for sums by class, as in the next exercise.
    # region solution
    return torch.eye(num_classes, device=labels.device)[labels]
    # endregion


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
    # hint: Three steps: images as rows, one average row per class, distances from every new row to every average.
    # hint: `one_hot(labels, num_classes).T @ rows` is (num_classes, k): the sum of the rows of each class.
    # hint: How many images has each class? The columns of the one-hot matrix know.
    # hint: `torch.cdist(new_rows, means)` is (m, num_classes). Then ask each row where its smallest entry is.
    # note: Always try such a baseline first: a network that does not beat it has learned nothing that an average lacks.
    # region solution
    rows, member = flatten_batch(images), one_hot(labels, num_classes)
    means = (member.T @ rows) / member.sum(dim=0)[:, None]
    return torch.cdist(flatten_batch(new_images), means).argmin(dim=1)
    # endregion


class TensorCard:
    """What a tensor is, on one card, and how it differs from another: your tool for the rest of the month.

    Args:
        tensor: any tensor.
    """

    # hint: Everything but two entries is an attribute or a method of the tensor with nearly the same name.
    # hint: Bytes are elements times bytes per element: `numel()` and `element_size()`. The storage knows its own.
    # hint: In `diff`, ask in the order of the statement and return at once. Compare values only at the very end.
    # hint: `a == b` gives a tensor of bools. NaN is the only value that is not equal to itself: `x != x` finds it.
    # note: Print a card whenever a shape or dtype error puzzles you: the answer is nearly always on it.

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
        # region solution
        tensor = self.tensor
        return {
            "shape": tuple(tensor.shape),
            "strides": tensor.stride(),
            "dtype": tensor.dtype,
            "device": tensor.device,
            "contiguous": tensor.is_contiguous(),
            "requires_grad": tensor.requires_grad,
            "bytes": tensor.numel() * tensor.element_size(),
            "storage_bytes": tensor.untyped_storage().nbytes(),
        }
        # endregion

    def diff(self, other: Tensor) -> str:
        """The first thing in which another tensor differs.

        Args:
            other: any tensor.

        Returns:
            "shape", "dtype", "device" or "values", the first of these that differs, in this order,
            or "nothing". Values are compared exactly, with `==`, except that NaN counts as equal to NaN.
        """
        # region solution
        mine = self.tensor
        for name in ("shape", "dtype", "device"):
            if getattr(mine, name) != getattr(other, name):
                return name
        same = (mine == other) | ((mine != mine) & (other != other))
        return "nothing" if same.all() else "values"
        # endregion


# region result
def main() -> None:
    """Classify handwritten digits without training, and show the card of a photograph."""
    from kindling import data

    digits = data.digits()
    print(digits)
    guesses = nearest_class_mean(digits.train_images, digits.train_labels, digits.test_images, 10)
    distances = torch.cdist(flatten_batch(digits.test_images), flatten_batch(digits.train_images))
    neighbours = digits.train_labels[distances.argmin(dim=1)]
    commonest = torch.full_like(guesses, int(digits.train_labels.mode().values))
    for name, classes in (
        ("always the commonest class", commonest),
        ("nearest class mean", guesses),
        ("nearest single image", neighbours),
    ):
        accuracy = (classes == digits.test_labels).float().mean().item()
        print(f"{name:>27}: {accuracy:6.1%} of the test images right, and no training")

    photograph = next(iter(data.photographs().values()))
    for name, tensor in (("photograph", photograph), ("to_float01(photograph)", to_float01(photograph))):
        print(f"\n{name}")
        for fact, value in TensorCard(tensor).facts().items():
            print(f"{fact:>14}: {value}")


if __name__ == "__main__":
    main()
# endregion
