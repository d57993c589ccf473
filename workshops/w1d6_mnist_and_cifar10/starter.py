"""MNIST and CIFAR-10: a whole project, and an honest report."""

import math
from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Part = tuple[Tensor, Tensor]
"""Images (n, channels, height, width) float32 and their labels (n,) int64."""


class Sealed:
    """Test images that stay closed until the end; `opened` counts how often somebody looked."""

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self._part = images, labels
        self.opened = 0

    def open(self) -> Part:
        """The images and their labels. Each call counts."""
        self.opened += 1
        return self._part


def standard_error(accuracy: float, n: int) -> float:
    """How far an accuracy, measured on n images, strays by chance.

    Each image is answered right or wrong, like the toss of a coin that shows "right" with the probability
    `accuracy`. Wanted is the standard deviation of the share of "right" in n tosses.

    Args:
        accuracy: 0 to 1.
        n: how many images it was measured on.

    Returns:
        A Python float, in the unit of `accuracy`.
    """
    # TODO: standard_error
    raise NotImplementedError("standard_error")


def split_indices(labels: Tensor, share: float, seed: int) -> tuple[Tensor, Tensor]:
    """Draw a random part of the images to hold out, with the same share of every class.

    Args:
        labels: (n,) int64 on the CPU, any classes in any order; often sorted by class.
        share: what to hold out, 0 to 1. A class with m images gives `round(share * m)` of them.
        seed: the same seed gives the same split, another seed another one.

    Returns:
        Two int64 tensors of places in `labels`, for training and held out. Every place is in exactly
        one of them; their order does not matter.
    """
    # TODO: split_indices
    raise NotImplementedError("split_indices")


def standardise(train: Tensor, *others: Tensor) -> list[Tensor]:
    """Bring each channel of the training images to mean 0 and standard deviation 1.

    All images go through the same change: what is subtracted and what is divided by comes from the
    training images alone.

    Args:
        train: (n, channels, height, width) float32.
        others: more images with the same channels, such as the validation and the test images.

    Returns:
        The changed images, in the order of the arguments; the arguments stay as they are.
    """
    # TODO: standardise
    raise NotImplementedError("standardise")


def train_epoch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    scheduler: torch.optim.lr_scheduler.LRScheduler,
    part: Part,
    batch_size: int,
) -> float:
    """Train once on every image, in a new random order, without a DataLoader.

    A small data set fits into memory whole, so a batch is no more than a few rows of a tensor.

    Args:
        model: gives (n, classes) logits. It learns in training mode, with cross-entropy.
        optimizer: was made for this model's parameters.
        scheduler: sets the learning rate; it moves on once after every step of the optimizer.
        part: the images and their labels.
        batch_size: images in a batch; the last batch takes what is left.

    Returns:
        The mean over all images of the loss in their step, a Python float.
    """
    # TODO: train_epoch
    raise NotImplementedError("train_epoch")


def run(make_model: Callable[[], nn.Module], seed: int, train: Part, held_out: Part, epochs: int) -> dict:
    """One training that anybody can repeat: the same seed gives the same network.

    It uses Adam and `OneCycleLR`, both with the learning rate 0.01, and batches of 64.

    Args:
        make_model: makes a fresh network with random weights.
        seed: seeds torch's generator, from which the weights, the order and any dropout come.
        train: what to learn from.
        held_out: what to measure on, with the trained network in evaluation mode.
        epochs: passes through `train`.

    Returns:
        `model`, the trained network, still in evaluation mode; `parameters`, how many numbers it could
        learn (int): parameters that do not require gradients are left out; `accuracy`, its share of right
        answers on `held_out` after the last epoch (float).
    """
    # TODO: run
    raise NotImplementedError("run")


def compare(
    makers: dict[str, Callable], seeds: Sequence[int], score: Callable[[Callable, int], float]
) -> dict[str, tuple[float, float]]:
    """Compare networks fairly: each is trained with each of the same seeds.

    Args:
        makers: under each name a function that makes a fresh network.
        seeds: at least two.
        score: `score(make_model, seed)` trains one network and returns its accuracy. It takes long:
            call it once for each network and seed.

    Returns:
        Under each name the mean of the accuracies and their standard deviation, with n - 1 under the
        fraction, as two Python floats.
    """
    # TODO: compare
    raise NotImplementedError("compare")


def confusion(labels: Tensor, guesses: Tensor, classes: int) -> Tensor:
    """Count how often each class was taken for each other one.

    Args:
        labels: (n,) int64, the true classes.
        guesses: (n,) int64, what the network said.
        classes: how many classes there are; some may not occur.

    Returns:
        (classes, classes) int64: row i, column j holds how many images of class i were taken for j.
    """
    # TODO: confusion
    raise NotImplementedError("confusion")


def most_wrong(logits: Tensor, labels: Tensor, k: int) -> Tensor:
    """Find the wrong answers of which the network was surest.

    How sure it was is the probability (softmax of the logits) of the class that it chose.

    Args:
        logits: (n, classes) floating point.
        labels: (n,) int64.
        k: how many to find.

    Returns:
        int64 places in `labels`, the surest mistake first; fewer than k if there are fewer mistakes.
    """
    # TODO: most_wrong
    raise NotImplementedError("most_wrong")


def train_digits(images: Tensor, labels: Tensor, seed: int) -> nn.Module:
    """The build: a network for the digits that is right at least 985 times in 1,000, within a budget.

    Layers, optimizer, schedule and augmentation are yours. The budget: 50,000 trainable parameters, 1,500
    steps of an optimizer, 10 seconds on one core.

    Args:
        images: (n, 1, 8, 8) float32 as they come, 0 to 1: 1,437 of them.
        labels: (n,) int64, 0 to 9.
        seed: the same seed gives the same network, another seed another one.

    Returns:
        The trained network in evaluation mode: (n, 1, 8, 8) images, 0 to 1, become (n, 10) logits.
    """

    # TODO: train_digits
    raise NotImplementedError("train_digits")


def result_card(
    makers: dict[str, Callable],
    seeds: Sequence[int],
    train: Part,
    validation: Part,
    test: Sealed,
    epochs: int,
) -> dict:
    """The honest report: compare and choose on the validation images, then open the test set, once.

    Chosen is the network with the best mean accuracy on the validation images over all seeds. It is then
    trained once more on `train`, with the first seed, and measured on the test images.

    Args:
        makers: under each name a function that makes a fresh network.
        seeds: at least two.
        train: what to learn from.
        validation: what to choose by.
        test: `test.open()` gives the images and labels.
        epochs: passes through `train`.

    Returns:
        `chosen`, its name; `validation`, the mean and the standard deviation of its accuracy there;
        `test`, its accuracy on the test images; `standard_error`, that of the test accuracy.
    """

    # TODO: result_card
    raise NotImplementedError("result_card")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
