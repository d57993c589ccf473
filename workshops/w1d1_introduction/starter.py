"""Introduction: a tensor, a device, an error message, a training loop."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def first_tensor(n: int) -> Tensor:
    """A table of ones with n rows and 3 columns, in whole numbers.

    Args:
        n: the number of rows, 1 or more.

    Returns:
        (n, 3) int64, every number 1. Each call makes a new tensor.
    """
    # TODO: first_tensor
    raise NotImplementedError("first_tensor")


def env_report() -> dict[str, str | int | bool]:
    """What PyTorch says about the place where it runs: the four facts that a bug report needs.

    Ask PyTorch for each of them. What you type in as text is wrong on the next computer.

    Returns:
        "torch": str, what `torch.__version__` says;
        "threads": int, the number of CPU threads that PyTorch works with;
        "dtype": str, the dtype that a new tensor of decimal numbers gets, such as "torch.float32";
        "cuda": bool, whether there is a GPU that PyTorch can use through CUDA, now.
    """
    # TODO: env_report
    raise NotImplementedError("env_report")


def pick_device() -> torch.device:
    """The GPU where there is one, else the CPU.

    Ask PyTorch whether CUDA is available now, instead of trying it out: a PyTorch that was built for
    GPUs also runs on computers without one.

    Returns:
        A `torch.device`: "cuda", which is the first GPU, or "cpu".
    """
    # TODO: pick_device
    raise NotImplementedError("pick_device")


def roll(seed: int, n: int) -> Tensor:
    """Roll a fair die n times, repeatably and without disturbing anybody else.

    The same seed gives the same rolls, whatever ran before; another seed gives others. Afterwards the
    random generators that all code shares (PyTorch's, NumPy's, Python's) are where they were.

    Args:
        seed: a whole number from 0 to 4,294,967,295; every random generator takes those.
        n: how often to roll, 1 or more.

    Returns:
        (n,) int64 on the CPU, a new tensor at each call, each number from 1 to 6; at every roll all six
        are equally likely, whatever came before.
    """
    # TODO: roll
    raise NotImplementedError("roll")


def fix_me_1(baskets: Tensor, prices: Tensor) -> Tensor:
    """Repair it: what every basket costs in every shop.

    With 3 baskets, 4 kinds of fruit and 2 shops, the line

        return baskets @ prices

    stops with

        RuntimeError: mm: mat1 and mat2 shapes cannot be multiplied (3x4 and 2x4)

    Write the line that works. Repair the cause: no `try`.

    Args:
        baskets: (n, kinds) float32: how many of each kind lie in each basket.
        prices: (shops, kinds) float32: what one of each kind costs in each shop.

    Returns:
        (n, shops) float32: row i, column j is what basket i costs in shop j.
    """
    # TODO: fix_me_1
    raise NotImplementedError("fix_me_1")


def fix_me_2(readings: Tensor, weights: Tensor) -> Tensor:
    """Repair it: measurements that came from NumPy, times a network's weights.

    The line

        return readings @ weights

    stops with

        RuntimeError: expected m1 and m2 to have the same dtype, but got: double != float

    Write the line that works. Repair the cause: no `try`.

    Args:
        readings: (n, k) float64, which PyTorch's messages call "double".
        weights: (k, m) float32, which they call "float".

    Returns:
        (n, m) float32, the product.
    """
    # TODO: fix_me_2
    raise NotImplementedError("fix_me_2")


def fix_me_3(readings: Tensor, limit: float) -> bool:
    """Repair it: is at least one reading above the limit?

    The lines

        if readings > limit:
            return True
        return False

    stop with

        RuntimeError: Boolean value of Tensor with more than one value is ambiguous

    Write lines that work. Repair the cause: no `try`.

    Args:
        readings: (n,) float32, at least one reading.
        limit: any number; a reading of exactly this much is not above it.

    Returns:
        A Python bool.
    """
    # TODO: fix_me_3
    raise NotImplementedError("fix_me_3")


def share_right(scores: Tensor, labels: Tensor) -> float:
    """The share of images that a network reads right: its accuracy.

    A network gives each image one score for each class. It reads the class with the largest score.

    Args:
        scores: (n, classes) floating point, often straight from a network; at least one row, and no two
            scores of a row are equal.
        labels: (n,) int64, the right classes.

    Returns:
        A Python float from 0 to 1.
    """
    # TODO: share_right
    raise NotImplementedError("share_right")


def mini_pipeline(
    model: nn.Module,
    train_images: Tensor,
    train_labels: Tensor,
    test_images: Tensor,
    test_labels: Tensor,
    steps: int,
) -> tuple[list[float], float]:
    """Train a network: fill in the four blanks.

    Every step uses all training images at once. The optimizer is plain gradient descent with a
    learning rate of 1.

    Args:
        model: gives (n, classes) scores for n images, which it takes as they are. It comes without
            gradients and is trained in place.
        train_images: (n, ...) float32.
        train_labels: (n,) int64.
        test_images: (m, ...) float32, which training must not use.
        test_labels: (m,) int64.
        steps: how often the weights are changed, 1 or more.

    Returns:
        The loss before each step, a list of Python floats, and the share of the test images that the
        trained network reads right, a Python float.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses: list[float] = []
    for _ in range(steps):
        # Blank 1: call it `loss`: the cross-entropy between the model's scores and the right labels.
        # TODO: mini_pipeline
        raise NotImplementedError("mini_pipeline")
        # Blank 2: write the loss into `losses`, as a Python float.
        # TODO: mini_pipeline
        raise NotImplementedError("mini_pipeline")
        # Blank 3: three calls that change the weights once: two of the optimizer, one of the loss.
        # TODO: mini_pipeline
        raise NotImplementedError("mini_pipeline")
    # Blank 4: return a pair: `losses`, and the share of the test images that are read right.
    # TODO: mini_pipeline
    raise NotImplementedError("mini_pipeline")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
