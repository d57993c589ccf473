"""First network: build it, train it, and find out whether it works."""

import copy
import math
from itertools import pairwise
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader


def count_parameters(model: nn.Module) -> int:
    """Count the numbers that training may change.

    Args:
        model: any module; some of its parameters may be frozen (`requires_grad` is False).

    Returns:
        How many numbers its trainable parameters hold together, as a Python int.
        A weight of shape (5, 3) holds 15. Frozen parameters and buffers do not count, and a weight that two
        layers share counts once.
    """
    # TODO: count_parameters
    raise NotImplementedError("count_parameters")


class MLP(nn.Module):
    """A network of linear layers with a ReLU between each two of them.

    `MLP(64, [32, 16], 10)` has the layers 64 to 32, 32 to 16 and 16 to 10. Every layer has a bias and
    starts with the random weights that `nn.Linear` gives it. With `hidden=[]` it is one linear layer.
    """

    def __init__(self, d_in: int, hidden: list[int], d_out: int) -> None:
        """Make the layers.

        Args:
            d_in: features of an example.
            hidden: the width of each hidden layer, first to last; may be empty, and is left as it is.
            d_out: numbers that the network gives for an example.
        """
        # TODO: MLP
        raise NotImplementedError("MLP")

    def forward(self, x: Tensor) -> Tensor:
        """Compute the logits.

        Args:
            x: (n, d_in) floating point.

        Returns:
            (n, d_out), same dtype: the raw output of the last layer.
        """
        # TODO: MLP
        raise NotImplementedError("MLP")


def loss_for(task: str, outputs: Tensor, targets: Tensor) -> Tensor:
    """The mean loss of a network's raw outputs for one of three kinds of question.

    | task           | question   | outputs             | targets              | loss                 |
    | -------------- | ---------- | ------------------- | -------------------- | -------------------- |
    | `"regression"` | how much?  | (n, 1) predictions  | (n,) float           | mean squared error   |
    | `"binary"`     | yes or no? | (n, 1) logits       | (n,) int64, 0 or 1   | binary cross-entropy |
    | `"multiclass"` | which one? | (n, classes) logits | (n,) int64 class ids | cross-entropy        |

    Args:
        task: one of the three names.
        outputs: what the network gives, float32. Logits may be large: the loss of the logit -200 for
            the answer "yes" is 200.
        targets: what the data set gives.

    Returns:
        A scalar tensor, the mean over the n examples, through which gradients flow.

    Raises:
        ValueError: `task` is none of the three.
    """
    # TODO: loss_for
    raise NotImplementedError("loss_for")


def train_step(model: nn.Module, optimizer: torch.optim.Optimizer, x: Tensor, y: Tensor) -> float:
    """Improve the model once, on one batch, with cross-entropy.

    Args:
        model: gives (n, classes) logits for (n, ...) examples. It may come in evaluation mode, and works in
            training mode here.
        optimizer: was made for this model's parameters.
        x: (n, ...) a batch of examples.
        y: (n,) int64 class ids.

    Returns:
        The mean loss of the batch before the step, as a Python float. Gradients of one call never
        leak into the next.
    """
    # TODO: train_step
    raise NotImplementedError("train_step")


def evaluate(model: nn.Module, loader: DataLoader) -> tuple[float, float]:
    """Measure a classifier on all examples of a loader, without changing it.

    The model works in evaluation mode and without recording a graph. Afterwards it is in the mode
    in which it was before.

    Args:
        model: gives (n, classes) logits.
        loader: batches (x, y) with y (n,) int64; the last one may be smaller.

    Returns:
        The mean cross-entropy per example and the share of right answers (0 to 1), two Python floats.
    """
    # TODO: evaluate
    raise NotImplementedError("evaluate")


def overfit_one_batch(model: nn.Module, loader: DataLoader, steps: int) -> list[float]:
    """Train on one single batch again and again: a network that works learns it by heart.

    Uses Adam with a learning rate of 0.01.

    Args:
        model: gives (n, classes) logits.
        loader: batches (x, y); it may shuffle. One of its batches is taken, whichever, and only that one is used.
        steps: how often to train on it.

    Returns:
        The loss before each step, `steps` Python floats.
    """
    # TODO: overfit_one_batch
    raise NotImplementedError("overfit_one_batch")


def save_weights(model: nn.Module, path: str | Path) -> None:
    """Write the model's state dict, and nothing else, to a file.

    Args:
        model: any module; its parameters and buffers are saved, and it stays as it is.
        path: where the file shall be; an old file there is replaced.
    """
    # TODO: save_weights
    raise NotImplementedError("save_weights")


def load_weights(model: nn.Module, path: str | Path) -> nn.Module:
    """Read a state dict from a file into a model of the same build, ready to predict.

    Args:
        model: its parameters and buffers are overwritten in place.
        path: a file that `save_weights` wrote, perhaps from a device that this machine does not have.

    Returns:
        The same model object, in evaluation mode.

    Raises:
        Exception: the file lacks a weight or a buffer of the model, has one too many or one of another
            shape, or holds anything but tensors; nothing in such a file may run.
    """
    # TODO: load_weights
    raise NotImplementedError("load_weights")


def fit(
    model: nn.Module, train: DataLoader, validation: DataLoader, epochs: int, lr: float = 0.01
) -> dict[str, list[float]]:
    """Train for some epochs and keep the best network, not the last.

    The best epoch is the one with the lowest validation loss. At the end the model holds the weights
    and buffers that it had after that epoch.

    Args:
        model: gives (n, classes) logits.
        train: the batches to learn from; all are used in every epoch.
        validation: the batches to measure on after every epoch; never learned from.
        epochs: passes through `train`, at least 1.
        lr: learning rate of Adam.

    Returns:
        One number per epoch under each name: `train_loss` (mean of the losses that `train_step`
        returned), `validation_loss` and `validation_accuracy`.
    """
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history: dict[str, list[float]] = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best_loss, best_weights = math.inf, copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        # Train on every batch, measure on the validation batches, and append three numbers to the history.
        # TODO: fit
        raise NotImplementedError("fit")
        # Is this the best epoch so far? Then remember its loss and its weights.
        # TODO: fit
        raise NotImplementedError("fit")
    # Let the model end with the best weights.
    # TODO: fit
    raise NotImplementedError("fit")
    return history


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
