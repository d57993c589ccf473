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
    # hint: `model.parameters()` hands out every parameter tensor of the model, one after the other.
    # hint: A tensor knows how many numbers it holds: `numel()`. It also knows whether it is trained.
    # hint: `sum(... for p in model.parameters() if ...)` does it in one line.
    # note: This one line tells you the size of any model, also of one with billions of parameters.
    # region solution
    return sum(p.numel() for p in model.parameters() if p.requires_grad)
    # endregion


class MLP(nn.Module):
    """A network of linear layers with a ReLU between each two of them.

    `MLP(64, [32, 16], 10)` has the layers 64 to 32, 32 to 16 and 16 to 10. Every layer has a bias and
    starts with the random weights that `nn.Linear` gives it. With `hidden=[]` it is one linear layer.
    """

    # hint: Start `__init__` with `super().__init__()`: only then can the module register its layers.
    # hint: The layers connect neighbours in [d_in, *hidden, d_out]; `itertools.pairwise` gives the pairs.
    # hint: A Python list hides layers from `parameters()`. `nn.ModuleList` and `nn.Sequential` do not.
    # hint: The last layer gives logits: any real number. What would a ReLU or a softmax after it take away?
    # note: Without a ReLU between them, linear layers collapse into one. The lesson shows how well that bug hides.
    def __init__(self, d_in: int, hidden: list[int], d_out: int) -> None:
        """Make the layers.

        Args:
            d_in: features of an example.
            hidden: the width of each hidden layer, first to last; may be empty, and is left as it is.
            d_out: numbers that the network gives for an example.
        """
        # region solution
        super().__init__()
        sizes = [d_in, *hidden, d_out]
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        # endregion

    def forward(self, x: Tensor) -> Tensor:
        """Compute the logits.

        Args:
            x: (n, d_in) floating point.

        Returns:
            (n, d_out), same dtype: the raw output of the last layer.
        """
        # region solution
        for layer in self.layers[:-1]:
            x = layer(x).relu()
        return self.layers[-1](x)
        # endregion


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
    # hint: Outputs of shape (n, 1) and targets of shape (n,) do not line up: broadcasting pairs each with all.
    # hint: `outputs.squeeze(1)` drops exactly that one dimension, also when n is 1.
    # hint: `F.mse_loss`, `F.binary_cross_entropy_with_logits` and `F.cross_entropy`: which dtype does each want?
    # note: Both cross-entropies take logits on purpose: they work in logarithms, where nothing overflows or rounds to zero.
    # region solution
    if task == "regression":
        return F.mse_loss(outputs.squeeze(1), targets)
    if task == "binary":
        return F.binary_cross_entropy_with_logits(outputs.squeeze(1), targets.to(outputs.dtype))
    if task == "multiclass":
        return F.cross_entropy(outputs, targets)
    raise ValueError(f"unknown task {task!r}: use regression, binary or multiclass")
    # endregion


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
    # hint: Four things happen: the loss of this batch, its gradients, the step, and old gradients are cleared.
    # hint: `backward()` adds to the gradients that are already there. When must they be gone?
    # hint: `loss.item()` is a plain number. The tensor itself holds on to the whole graph of the batch.
    # hint: `optimizer.zero_grad()`, `loss.backward()`, `optimizer.step()`, and `model.train()` at the start.
    # note: These few calls train every network of this course, from this one to a Transformer.
    # region solution
    model.train()
    loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()
    # endregion


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
    # hint: `model.training` says in which mode the model is; `model.train(mode)` sets it.
    # hint: A last batch of 2 examples must not count as much as one of 64. What do you add up, and what do you divide by?
    # hint: `F.cross_entropy(..., reduction="sum")` adds up the losses of a batch.
    # hint: `with torch.no_grad():` around the loop; `(logits.argmax(dim=1) == y).sum()` counts right answers.
    # note: Dropout and batch normalisation act differently in the two modes, so a forgotten eval() makes the result depend on the batch.
    # region solution
    was_training = model.training
    model.eval()
    loss, right, seen = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            logits = model(x)
            loss += F.cross_entropy(logits, y, reduction="sum").item()
            right += (logits.argmax(dim=1) == y).sum().item()
            seen += len(y)
    model.train(was_training)
    return loss / seen, right / seen
    # endregion


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
    # hint: `for x, y in loader` gives one batch after the other. How do you get just one, once?
    # hint: `next(iter(loader))` draws a new batch each time that it is called.
    # hint: `train_step` does the rest, with one optimizer for all steps.
    # note: Make this test a habit. If a network cannot learn 32 examples by heart, more data and more epochs will not help: look for the bug.
    # region solution
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x, y = next(iter(loader))
    return [train_step(model, optimizer, x, y) for _ in range(steps)]
    # endregion


def save_weights(model: nn.Module, path: str | Path) -> None:
    """Write the model's state dict, and nothing else, to a file.

    Args:
        model: any module; its parameters and buffers are saved, and it stays as it is.
        path: where the file shall be; an old file there is replaced.
    """
    # hint: `model.state_dict()` names every parameter and buffer.
    # hint: `torch.save(obj, path)` writes it. Saving the model itself would tie the file to your class's code.
    # note: The file holds tensors under names, no code. So it opens in any program, and nothing in it can run.
    # region solution
    torch.save(model.state_dict(), path)
    # endregion


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
    # hint: Two steps: the file becomes a dictionary, the dictionary goes into the model.
    # hint: `torch.load(path, map_location="cpu")` gives the dictionary, also where the device of the file is missing.
    # hint: `model.load_state_dict(...)` complains about missing names, and returns a report, not the model.
    # note: Since torch 2.6 `torch.load` opens only tensors and plain data. Keep it so: a pickle from a stranger can run anything.
    # region solution
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model.eval()
    # endregion


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
    # hint: First gap: `train_step` for every batch of `train`, then one call of `evaluate`.
    # hint: Second gap: `state_dict()` hands out the weights themselves. What happens to them in the next step?
    # hint: `copy.deepcopy(model.state_dict())` is a snapshot that stays.
    # hint: Third gap: the snapshot goes back with `model.load_state_dict(...)`.
    # note: You have written a trainer. What libraries add is mostly comfort: logging, schedules, several devices.
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history: dict[str, list[float]] = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best_loss, best_weights = math.inf, copy.deepcopy(model.state_dict())
    for _ in range(epochs):
        # Train on every batch, measure on the validation batches, and append three numbers to the history.
        # region solution
        losses = [train_step(model, optimizer, x, y) for x, y in train]
        validation_loss, validation_accuracy = evaluate(model, validation)
        history["train_loss"].append(sum(losses) / len(losses))
        history["validation_loss"].append(validation_loss)
        history["validation_accuracy"].append(validation_accuracy)
        # endregion
        # Is this the best epoch so far? Then remember its loss and its weights.
        # region solution
        if validation_loss < best_loss:
            best_loss, best_weights = validation_loss, copy.deepcopy(model.state_dict())
        # endregion
    # Let the model end with the best weights.
    # region solution
    model.load_state_dict(best_weights)
    # endregion
    return history


# region result
def main() -> None:
    """Train a network on handwritten digits, test it on digits that it has not seen, save and reload it."""
    import tempfile

    from torch.utils.data import TensorDataset

    from kindling import data

    torch.set_num_threads(1)
    torch.manual_seed(0)
    digits = data.digits()
    print(digits)
    seen = TensorDataset(digits.train_images.flatten(1), digits.train_labels)
    learn, choose = torch.utils.data.random_split(seen, [len(seen) - 200, 200])
    train, validation = DataLoader(learn, batch_size=64, shuffle=True), DataLoader(choose, batch_size=256)
    test = DataLoader(TensorDataset(digits.test_images.flatten(1), digits.test_labels), batch_size=256)
    for hidden in ([], [64]):
        model = MLP(64, hidden, 10)
        first_loss, _ = evaluate(model, test)
        fit(model, train, validation, epochs=20)
        loss, accuracy = evaluate(model, test)
        print(f"MLP(64, {hidden}, 10), {count_parameters(model)} parameters:")
        print(
            f"  test loss {first_loss:.3f} before training (ln 10 is {math.log(10):.3f}), {loss:.3f} after;",
            end="",
        )
        print(f" test accuracy {accuracy:.3f}")
    losses = overfit_one_batch(MLP(64, [64], 10), train, steps=100)
    print(f"One batch learned by heart: loss {losses[0]:.3f}, after 100 steps {losses[-1]:.4f}")
    with tempfile.TemporaryDirectory() as folder:
        save_weights(model, Path(folder, "digits.pt"))
        again = load_weights(MLP(64, [64], 10), Path(folder, "digits.pt"))
    print(f"Saved and loaded into a fresh network: test accuracy {evaluate(again, test)[1]:.3f}")


if __name__ == "__main__":
    main()
# endregion
