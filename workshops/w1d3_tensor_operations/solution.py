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
    # hint: Shapes line up from the right. Which shape must a have, so that its numbers run downwards?
    # hint: `a[:, None]` and `a.unsqueeze(1)` put a new axis of size 1 behind the old one.
    # hint: (m, 1) + (n,) lines up as (m, 1) + (1, n). Both axes of size 1 stretch.
    # note: A table of all pairs in one line: distances, differences in time and attention scores begin like this.
    # region solution
    return a[:, None] + b
    # endregion


def broadcast_shape(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape of x + y, for x of shape a and y of shape b: the rules of broadcasting, written by you.

    Write the rules out in plain Python: make no tensor, and do not ask `torch.broadcast_shapes` or NumPy.

    Args:
        a: any number of sizes, each 0 or larger; `()` is the shape of a single number.
        b: the same.

    Returns:
        The shape of the result as a tuple, or None where the two shapes do not fit.
    """
    # hint: Lining up comes first: what can you put in front of the shorter shape so that both are equally long?
    # hint: `(1,) * 2 + (4,)` is `(1, 1, 4)`. Then walk through both with `zip`.
    # hint: Two sizes fit if they are equal or if one of them is 1. Only a 1 stretches, and it gives way to any size.
    # hint: "Any size" includes 0: 1 against 0 gives 0. Take the size that is not the 1; do not take the larger one.
    # note: `torch.broadcast_shapes` does this. From now on you know what it says, and may ask it.
    # region solution
    length = max(len(a), len(b))
    a = (1,) * (length - len(a)) + tuple(a)
    b = (1,) * (length - len(b)) + tuple(b)
    if any(x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True)):
        return None
    return tuple(y if x == 1 else x for x, y in zip(a, b, strict=True))
    # endregion


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
    # hint: What is the shape of `guesses == labels` for (4, 1) and (4,)? Print it.
    # hint: Give both the same shape before you compare them: `flatten()` makes (n,) of either.
    # hint: One guess and many labels would broadcast as well. Compare the two `numel()` and raise `ValueError`.
    # hint: The mean of True and False must be taken in floating point; `.item()` makes a Python number of it.
    # note: An accuracy of 3,691 % shows itself. The same mistake in a loss does not: it trains towards the average.
    # region solution
    if guesses.numel() != labels.numel():
        raise ValueError(f"{guesses.numel()} guesses for {labels.numel()} labels")
    return (guesses.flatten() == labels.flatten()).float().mean().item()
    # endregion


def crop_centre(images: Tensor, size: int) -> Tensor:
    """The middle square of a picture, or of every picture in a batch.

    Where the rows or columns to cut away are an odd number, the smaller part is cut above or on the left.

    Args:
        images: (..., height, width), any number of dimensions in front, any dtype.
        size: side of the square, at most height and at most width.

    Returns:
        (..., size, size), same dtype.
    """
    # hint: How many rows are cut in all? Half of them, rounded down, is where the square begins.
    # hint: A slice is `start:stop`. The stop is a place and not a length, and it is not included.
    # hint: `...` stands for all dimensions in front, however many: `images[..., rows, columns]`.
    # note: A slice is a view: cropping moves no pixel. A stop counted from the end fails when there is nothing to cut.
    # region solution
    top = (images.shape[-2] - size) // 2
    left = (images.shape[-1] - size) // 2
    return images[..., top : top + size, left : left + size]
    # endregion


def pick(logits: Tensor, labels: Tensor) -> Tensor:
    """From each row the entry in the column that the row's label names.

    Args:
        logits: (n, classes) floating point. An entry that is not picked has no influence, not even where it is -inf.
        labels: (n,) int64, 0 to classes - 1.

    Returns:
        (n,), same dtype; gradients flow back to the picked entries.
    """
    # hint: `logits[:, labels]` means every row with every label. You want row 0 with label 0, row 1 with label 1, ...
    # hint: Two index tensors of one shape walk side by side: `logits[rows, labels]`. What is `rows`?
    # hint: Or `gather` along dimension 1: its index needs as many dimensions as logits, so add one and remove it after.
    # note: Cross-entropy is this and one minus sign: `-pick(logits.log_softmax(dim=1), labels).mean()`.
    # region solution
    return logits[torch.arange(len(labels), device=logits.device), labels]
    # endregion


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
    # hint: Yesterday's `keepdim=True` makes mean and standard deviation line up with x, for every `dim`.
    # hint: `std` divides by n - 1 unless you say `correction=0`.
    # hint: Equal numbers: 0 / 0 is NaN. `torch.where(std > 0, std, 1)` puts another divisor there, and only there.
    # note: Take mean and standard deviation from the training data alone when you use this on real data.
    # region solution
    mean = x.mean(dim=dim, keepdim=True)
    std = x.std(dim=dim, correction=0, keepdim=True)
    return (x - mean) / torch.where(std > 0, std, 1)
    # endregion


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
    # hint: The mask needs a third axis before it can meet x. Where?
    # hint: Divide the sum over the real steps by their number, which differs from sample to sample.
    # hint: NaN * 0 is NaN. `torch.where(mask, x, 0)` does not compute with what it leaves out, once the shapes fit.
    # hint: A sample without real steps: the sum is 0 already, so any divisor but 0 will do. `clamp(min=1)` helps.
    # note: Transformers average the tokens of a sentence like this; forget the mask and the padding votes too.
    # region solution
    real = mask[:, :, None]
    return torch.where(real, x, 0).sum(dim=1) / real.sum(dim=1).clamp(min=1)
    # endregion


def sums_by_class(values: Tensor, labels: Tensor, num_classes: int) -> Tensor:
    """For each class the sum of the rows that carry its label.

    Args:
        values: (n, d) floating point.
        labels: (n,) int64, 0 to num_classes - 1. Some classes may not occur.
        num_classes: number of rows of the result.

    Returns:
        (num_classes, d), same dtype; zeros for a class that does not occur.
    """
    # hint: Start from zeros in the right shape and dtype: `values.new_zeros(...)`.
    # hint: `sums[labels] += values` reads once and writes once: of two rows with one label, only one survives.
    # hint: `sums.index_add(0, labels, values)` adds every row where its label says, and forgets none.
    # note: The matrix product `one_hot(labels).T @ values` gives the same; this needs no one-hot matrix.
    # region solution
    return values.new_zeros(num_classes, values.shape[1]).index_add(0, labels, values)
    # endregion


def pairwise_sq(a: Tensor, b: Tensor) -> Tensor:
    """The squared distance of every point of a to every point of b, without a loop over the points.

    Args:
        a: (m, d) floating point, one point in each row.
        b: (n, d), same dtype.

    Returns:
        (m, n), same dtype: entry [i, j] is the sum of the d squared differences of a[i] and b[j], up to rounding,
        and never below 0.
    """
    # hint: As in `outer_sum`, a needs a new axis. Here each entry of the table is a point with d numbers.
    # hint: `a[:, None]` is (m, 1, d), and with b, (n, d), it gives (m, n, d). Which of the three must go?
    # hint: With a product instead, |a|² + |b|² - 2ab, rounding can end below 0: `clamp(min=0)`.
    # note: The differences take m × n × d numbers. `torch.cdist` gets by with m × n, and gives the roots.
    # region solution
    return (a[:, None] - b).square().sum(dim=2)
    # endregion


def im2patches(image: Tensor, size: int) -> Tensor:
    """Every square patch of a picture, as a view: no number is copied.

    Args:
        image: (height, width), any dtype and any strides; it may be a part of a larger picture.
        size: side of a patch, at most height and at most width.

    Returns:
        (height - size + 1, width - size + 1, size, size), same dtype: entry [i, j] is the patch whose upper left
        corner is image[i, j]. It looks into the image's storage.
    """
    # hint: `x.unfold(dim, size, step)` shows all windows of one dimension, and puts the window at the end.
    # hint: One `unfold` for the rows, one for the columns. The order decides how the patches lie.
    # hint: Or `image.as_strided(shape, strides)`: a step in the grid and a step in a patch go equally far.
    # note: Weigh every patch with the same size × size numbers and sum it up: that is a convolution, week 2's tool.
    # region solution
    return image.unfold(0, size, 1).unfold(1, size, 1)
    # endregion


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
    # hint: Write it for a single chunk first: distances (m, n), the k nearest in each row, their labels, the vote.
    # hint: `topk` finds the largest unless you say `largest=False`. It gives values and indices: which do you need?
    # hint: `labels[indices]` is (m, k). Labels are names: count them (`mode`), do not average them.
    # hint: `new.split(chunk)` cuts it into parts, also where the last is smaller, and `torch.cat` joins the results.
    # note: Take k and the distance as seriously as a network's size: both are choices, and a validation set decides.
    # region solution
    votes = []
    for part in new.split(chunk):
        nearest = pairwise_sq(part, known).topk(k, dim=1, largest=False).indices
        votes.append(labels[nearest].mode(dim=1).values)
    return torch.cat(votes)
    # endregion


# region result
def seconds(action) -> float:
    """The median wall time of five runs in seconds, after one that does not count."""
    import statistics
    import time

    times = []
    for _ in range(6):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def in_a_loop(a: Tensor, b: Tensor) -> Tensor:
    """What `pairwise_sq` does, point by point."""
    out = torch.empty(len(a), len(b))
    for i in range(len(a)):
        for j in range(len(b)):
            out[i, j] = (a[i] - b[j]).square().sum()
    return out


def main() -> None:
    """Time three ways to all distances, and read digits by their neighbours."""
    from kindling import data

    torch.set_num_threads(1)
    a, b = torch.rand(100, 64), torch.rand(100, 64)
    print("100 × 100 squared distances in 64 dimensions, one thread:")
    for name, action in (
        ("two loops", lambda: in_a_loop(a, b)),
        ("broadcasting", lambda: pairwise_sq(a, b)),
        ("torch.cdist", lambda: torch.cdist(a, b).square()),
    ):
        print(f"{name:>30}: {1000 * seconds(action):7.2f} ms")

    digits = data.digits()
    print(f"\n{digits}")
    train, test = digits.train_images.flatten(1), digits.test_images.flatten(1)
    means = sums_by_class(train, digits.train_labels, 10) / digits.train_labels.bincount()[:, None]
    nearest_mean = knn_predict(means, torch.arange(10), test, k=1)
    print(
        f"{'the nearest average digit':>30}: {accuracy(nearest_mean, digits.test_labels):6.1%} of the test images"
    )
    for k in (1, 3, 5, 15, 50):
        guesses = knn_predict(train, digits.train_labels, test, k)
        print(f"{f'the {k} nearest images vote':>30}: {accuracy(guesses, digits.test_labels):6.1%}")
    itself = knn_predict(train, digits.train_labels, train, k=1)
    print(
        f"{'known images, the nearest one':>30}: {accuracy(itself, digits.train_labels):6.1%}, each finds itself"
    )


if __name__ == "__main__":
    main()
# endregion
