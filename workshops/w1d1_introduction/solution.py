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
    # hint: `torch.ones` makes tensors of ones. It takes the sizes, the rows first.
    # hint: Print the dtype of what it gives. Is that the dtype that the statement asks for?
    # hint: Nearly every function that makes a tensor takes `dtype=...`, for example `dtype=torch.int64`.
    # note: Shape, dtype and device: whenever something surprises you this month, print these three first.
    # region solution
    return torch.ones(n, 3, dtype=torch.int64)
    # endregion


def env_report() -> dict[str, str | int | bool]:
    """What PyTorch says about the place where it runs: the four facts that a bug report needs.

    Ask PyTorch for each of them. What you type in as text is wrong on the next computer.

    Returns:
        "torch": str, what `torch.__version__` says;
        "threads": int, the number of CPU threads that PyTorch works with;
        "dtype": str, the dtype that a new tensor of decimal numbers gets, such as "torch.float32";
        "cuda": bool, whether there is a GPU that PyTorch can use through CUDA, now.
    """
    # hint: Four expressions in one dictionary: {"torch": ..., "threads": ..., "dtype": ..., "cuda": ...}.
    # hint: PyTorch's settings are read with functions whose names begin with `torch.get_`; Tab completes them.
    # hint: `torch.get_num_threads()`, `torch.get_default_dtype()`. What turns a dtype into text?
    # hint: `torch.cuda.is_available()` is a question, so it needs its parentheses.
    # note: `python -m torch.utils.collect_env` prints the long version; PyTorch's developers ask for it in bug reports.
    # region solution
    return {
        "torch": str(torch.__version__),
        "threads": torch.get_num_threads(),
        "dtype": str(torch.get_default_dtype()),
        "cuda": torch.cuda.is_available(),
    }
    # endregion


def pick_device() -> torch.device:
    """The GPU where there is one, else the CPU.

    Ask PyTorch whether CUDA is available now, instead of trying it out: a PyTorch that was built for
    GPUs also runs on computers without one.

    Returns:
        A `torch.device`: "cuda", which is the first GPU, or "cpu".
    """
    # hint: A question with two answers: one line with `... if ... else ...` is enough.
    # hint: What a PyTorch was built for and what this computer has are two questions. Which one do you ask?
    # hint: `torch.device("cpu")` is a device; "cpu" alone is a piece of text.
    # note: Write this line once, at the top of a program, and hand the device on. Then the same program runs everywhere.
    # region solution
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # endregion


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
    # hint: You need a generator of your own: `torch.Generator()`. Which of its methods takes a seed?
    # hint: `torch.randint(low, high, size, generator=...)`. Its documentation says whether `high` can come up.
    # hint: `torch.manual_seed` sets the generator that everybody shares. The generator's own method sets only itself.
    # note: Give each part of a program its own generator, and a new random layer no longer changes how your data is shuffled.
    # region solution
    generator = torch.Generator().manual_seed(seed)
    return torch.randint(1, 7, (n,), generator=generator)
    # endregion


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
    # hint: Read the numbers in the message: 3x4 and 2x4. A product needs the two inner ones to be equal.
    # hint: Which shape would `prices` need, so that the 4 kinds of fruit meet the 4 kinds of fruit?
    # hint: The same numbers with rows and columns exchanged: `.T`.
    # note: `nn.Linear` keeps its weights as (outputs, inputs) and multiplies by their transpose, just as you did.
    # region solution
    return baskets @ prices.T
    # endregion


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
    # hint: The two words that matter are the last two: which tensor is the "double"?
    # hint: Either dtype would make the product possible. Which one does the statement want back?
    # hint: `.float()` gives a float32 copy of a tensor, `.double()` a float64 copy.
    # note: Numbers from NumPy are float64 unless somebody asked otherwise, and networks are float32. Convert the data once, where it comes in.
    # region solution
    return readings.float() @ weights
    # endregion


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
    # hint: Print `readings > limit` for four readings. How many truth values does `if` get?
    # hint: Which question do you want to ask about all of them: is one of them True, or are all?
    # hint: A tensor of bools has the methods `any()` and `all()`. Each gives a tensor with a single value.
    # hint: `bool(...)` or `.item()` turns a tensor with a single value into a Python value.
    # note: The message is a kindness: PyTorch refuses to guess whether you meant any or all.
    # region solution
    return bool((readings > limit).any())
    # endregion


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
    # hint: Three steps: the class that each row reads, whether it is the label, and how many of the n are.
    # hint: `argmax(dim=...)` gives places of largest values. Which dimension must disappear so that n places are left?
    # hint: `==` between two tensors of shape (n,) gives n truth values. As floats, their mean is the share.
    # hint: `.item()` turns a tensor with a single value into a Python number.
    # note: Look at the accuracy of images that the network has not seen. On the images that it was trained with, the accuracy flatters.
    # region solution
    return (scores.argmax(dim=1) == labels).float().mean().item()
    # endregion


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
    # hint: `loss = F.cross_entropy(..., ...)`: the scores first, then the labels. Which images may it see?
    # hint: `loss.item()` is the loss as a plain number; `losses.append(...)` puts it at the end of the list.
    # hint: `backward()` adds to the gradients that are there, and `step()` uses what it finds. When must they be empty?
    # hint: Clear, backward, step: `optimizer.zero_grad()`, `loss.backward()`, `optimizer.step()`. Then `share_right`.
    # note: You have trained a network. Larger ones differ in the model and in how the data comes; the loop stays as it is.
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses: list[float] = []
    for _ in range(steps):
        # Blank 1: call it `loss`: the cross-entropy between the model's scores and the right labels.
        # region solution
        loss = F.cross_entropy(model(train_images), train_labels)
        # endregion
        # Blank 2: write the loss into `losses`, as a Python float.
        # region solution
        losses.append(loss.item())
        # endregion
        # Blank 3: three calls that change the weights once: two of the optimizer, one of the loss.
        # region solution
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        # endregion
    # Blank 4: return a pair: `losses`, and the share of the test images that are read right.
    # region solution
    return losses, share_right(model(test_images), test_labels)
    # endregion


# region result
def main() -> None:
    """Say where PyTorch runs, roll a die, and train a network of one layer to read digits."""
    from kindling import data

    for fact, value in env_report().items():
        print(f"{fact:>8}: {value}")
    print(f"{'device':>8}: {pick_device()}")
    print(f"{'dice':>8}: {roll(seed=1, n=10).tolist()}, the same ten each time")

    digits = data.digits()
    train, test = (digits.train_images, digits.train_labels), (digits.test_images, digits.test_labels)
    torch.manual_seed(0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 10))
    print(f"\n{digits}")
    print(f"before training: {share_right(model(test[0]), test[1]):6.1%} of the test images right")
    losses, accuracy = mini_pipeline(model, *train, *test, steps=200)
    print(f"after 200 steps: {accuracy:6.1%} of the test images right")
    print(f"                 {share_right(model(train[0]), train[1]):6.1%} of the training images")
    print(f"the loss fell from {losses[0]:.2f} to {losses[-1]:.2f}")


if __name__ == "__main__":
    main()
# endregion
