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
    # hint: A toss that shows 1 with probability p and else 0 has the variance p (1 - p).
    # hint: The mean of n independent tosses has that variance divided by n.
    # hint: The standard deviation is the root of the variance: `math.sqrt`.
    # note: Two results that lie closer than two standard errors are no news. With 360 images that is a whole percent.
    # region solution
    return math.sqrt(accuracy * (1 - accuracy) / n)
    # endregion


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
    # hint: Go class by class: `(labels == each).nonzero().flatten()` gives the places of one class.
    # hint: Shuffle the places of a class with `torch.randperm(..., generator=...)`, then cut them in two.
    # hint: `torch.Generator().manual_seed(seed)` makes a generator of your own, once, before the loop.
    # note: A generator of your own leaves torch's global one alone, so the split does not depend on what ran before.
    # region solution
    generator = torch.Generator().manual_seed(seed)
    kept, held_out = [], []
    for each in labels.unique():
        places = (labels == each).nonzero().flatten()
        places = places[torch.randperm(len(places), generator=generator)]
        count = round(share * len(places))
        held_out.append(places[:count])
        kept.append(places[count:])
    return torch.cat(kept), torch.cat(held_out)
    # endregion


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
    # hint: One mean for each channel: which three of the four dimensions must go?
    # hint: `mean(dim=(0, 2, 3), keepdim=True)` has the shape (1, channels, 1, 1), which lines up with images.
    # hint: The others take the same two tensors. A brighter test set must stay brighter.
    # note: A test image may come alone, one day, from a camera. It has no statistics of its own to subtract.
    # region solution
    mean = train.mean(dim=(0, 2, 3), keepdim=True)
    std = train.std(dim=(0, 2, 3), keepdim=True)
    return [(images - mean) / std for images in (train, *others)]
    # endregion


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
    # hint: `torch.randperm(n)` is a random order, and `.split(batch_size)` cuts it into batches of places.
    # hint: `images[rows]` and `labels[rows]` with the same rows keep each image with its label.
    # hint: The mean loss of a batch times its size is its share of the sum; divide by n at the end.
    # hint: After `optimizer.step()` comes `scheduler.step()`, inside the loop.
    # note: Indexing a tensor costs microseconds. A DataLoader asks the data set for one image at a time.
    # region solution
    images, labels = part
    model.train()
    total = torch.zeros((), device=labels.device)
    for rows in torch.randperm(len(labels), device=labels.device).split(batch_size):
        loss = F.cross_entropy(model(images[rows]), labels[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        total += loss.detach() * len(rows)
    return total.item() / len(labels)
    # endregion


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
    # hint: `torch.manual_seed(seed)` must come before the first random number that matters. Which is that?
    # hint: `OneCycleLR(optimizer, max_lr=0.01, total_steps=...)` wants the number of steps of the whole training.
    # hint: An epoch has `math.ceil(n / 64)` steps, because `train_epoch` also uses the last, smaller batch.
    # hint: Measure with `model.eval()`, `torch.no_grad()` and `argmax(dim=1)`.
    # note: Same seed, same result holds on one machine and version. Elsewhere expect the same to within the noise.
    # region solution
    torch.manual_seed(seed)
    model = make_model()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    steps = epochs * math.ceil(len(train[1]) / 64)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=steps)
    for _ in range(epochs):
        train_epoch(model, optimizer, scheduler, train, batch_size=64)
    model.eval()
    images, labels = held_out
    with torch.no_grad():
        right = model(images).argmax(dim=1) == labels
    parameters = sum(each.numel() for each in model.parameters() if each.requires_grad)
    return {"model": model, "parameters": parameters, "accuracy": right.float().mean().item()}
    # endregion


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
    # hint: For each name you need a list with one accuracy for every seed.
    # hint: `score` wants the function that makes a network, not a network.
    # hint: `statistics.mean` and `statistics.stdev`, or a tensor's `mean()` and `std()`: both stds divide by n - 1.
    # note: The best of many seeds tells how often you tried. The mean tells what to expect from the next try.
    # region solution
    results = {}
    for name, make_model in makers.items():
        accuracies = torch.tensor([score(make_model, seed) for seed in seeds], dtype=torch.float64)
        results[name] = accuracies.mean().item(), accuracies.std().item()
    return results
    # endregion


def confusion(labels: Tensor, guesses: Tensor, classes: int) -> Tensor:
    """Count how often each class was taken for each other one.

    Args:
        labels: (n,) int64, the true classes.
        guesses: (n,) int64, what the network said.
        classes: how many classes there are; some may not occur.

    Returns:
        (classes, classes) int64: row i, column j holds how many images of class i were taken for j.
    """
    # hint: `matrix[labels, guesses] += 1` writes each place once, however often it occurs.
    # hint: Give every pair a number of its own: row times the number of columns, plus column.
    # hint: `torch.bincount(pairs, minlength=classes * classes)` counts them. Then `reshape`.
    # note: The diagonal is what was right: its sum divided by n is the accuracy.
    # region solution
    pairs = labels * classes + guesses
    return torch.bincount(pairs, minlength=classes * classes).reshape(classes, classes)
    # endregion


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
    # hint: `probabilities.max(dim=1)` gives two things at once: how sure, and which class.
    # hint: `wrong = (guesses != labels).nonzero().flatten()` holds the places of the mistakes.
    # hint: Sort only the mistakes, then translate back: `wrong[order]`. Where a slice `[:k]` is too long, it gives what there is.
    # note: Look at these images in every project. They show wrong labels, odd images and blind spots within a minute.
    # region solution
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    wrong = (guesses != labels).nonzero().flatten()
    return wrong[sure[wrong].argsort(descending=True)][:k]
    # endregion


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

    # hint: `nn.Conv2d(1, 32, 3, padding=1)`, `nn.BatchNorm2d(32)`, `nn.ReLU()`, `nn.MaxPool2d(2)` make one block.
    # hint: Two such blocks turn (1, 8, 8) into (64, 2, 2). `nn.Flatten()` and a linear layer end the network.
    # hint: If you standardise, the network must do so itself: it will get images from 0 to 1.
    # hint: `run` trains it. You may measure on the training images there; only the network counts.
    # note: A linear model has 650 parameters and is right 96 times in 100. Convolution pays because pixels have neighbours.
    # region solution
    def make_model() -> nn.Module:
        return nn.Sequential(
            nn.BatchNorm2d(1),
            *(nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Dropout(0.25), nn.Linear(256, 10)),
        )

    return run(make_model, seed, (images, labels), (images, labels), epochs=8)["model"]
    # endregion


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

    # hint: `compare` wants a function of two arguments. Write it here, inside, so that it knows your images.
    # hint: `max(results, key=...)` finds the name whose mean is largest; `results[name][0]` is the mean.
    # hint: `run` can measure on any held-out images, once you are ready to open them.
    # note: Whoever looks at the test set while choosing has made it a validation set, and has no test set left.
    # region solution
    def score(make_model: Callable, seed: int) -> float:
        return run(make_model, seed, train, validation, epochs)["accuracy"]

    results = compare(makers, seeds, score)
    chosen = max(results, key=lambda name: results[name][0])
    images, labels = test.open()
    accuracy = run(makers[chosen], seeds[0], train, (images, labels), epochs)["accuracy"]
    return {
        "chosen": chosen,
        "validation": results[chosen],
        "test": accuracy,
        "standard_error": standard_error(accuracy, len(labels)),
    }
    # endregion


# region result
def layer(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> list[nn.Module]:
    """A convolution, normalised, with a ReLU."""
    convolution = nn.Conv2d(inputs, outputs, size, stride, padding=1, bias=False)
    return [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]


class Residual(nn.Sequential):
    """Layers whose result is added to what came in, so that they learn only what to change."""

    def forward(self, x: Tensor) -> Tensor:
        return x + super().forward(x)


def residual_network(channels: int, width: int) -> nn.Module:
    """Halves the images at once, then twice more while the channels double: most work is on small images."""
    return nn.Sequential(
        *(*layer(channels, width, size=4, stride=2), *layer(width, 2 * width), nn.MaxPool2d(2)),
        Residual(*layer(2 * width, 2 * width), *layer(2 * width, 2 * width)),
        *(*layer(2 * width, 4 * width), nn.MaxPool2d(2)),
        Residual(*layer(4 * width, 4 * width), *layer(4 * width, 4 * width)),
        *(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(4 * width, 10)),
    )


def augmented(images: Tensor, mirror: bool) -> Tensor:
    """Each image moved by up to 2 pixels in both directions, and half of them mirrored if `mirror`."""
    n, _, height, width = images.shape
    padded = F.pad(images, (2, 2, 2, 2), mode="replicate").permute(0, 2, 3, 1)
    rows = torch.randint(5, (n, 1, 1)) + torch.arange(height)[:, None]
    columns = torch.randint(5, (n, 1, 1)) + torch.arange(width)
    if mirror:
        columns = torch.where(torch.rand(n, 1, 1) < 0.5, columns.flip(2), columns)
    return padded[torch.arange(n)[:, None, None], rows, columns].permute(0, 3, 1, 2)


def answers(model: nn.Module, images: Tensor, mirror: bool) -> Tensor:
    """The class of each image; with `mirror`, by the sum of the logits for the image and its mirror image."""
    found = []
    with torch.no_grad(), torch.autocast(images.device.type, torch.bfloat16):
        for part in images.to(memory_format=torch.channels_last).split(1000):
            logits = model(part) + model(part.flip(3)) if mirror else model(part)
            found.append(logits.argmax(dim=1))
    return torch.cat(found)


RECIPES = {"mnist": (8, 2, 256, False), "cifar10": (32, 4, 128, True)}
"""For each data set the first width, the epochs, the batch size, and whether a mirrored image is as good."""


def train_fast(train: Part, width: int, epochs: int, batch_size: int, mirror: bool) -> nn.Module:
    """All images in memory, bfloat16, channels_last, one cycle of AdamW: what makes training short.

    Without `cache_enabled=False`, autocast would keep its bfloat16 copies of the weights for a whole epoch,
    and the network would never see what the optimizer changed.
    """
    images, labels = train
    device = labels.device
    model = residual_network(images.shape[1], width).to(device, memory_format=torch.channels_last)
    images = images.to(torch.bfloat16, memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.05)
    steps = epochs * math.ceil(len(labels) / batch_size)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=steps)
    for epoch in range(epochs):
        part = augmented(images, mirror), labels
        with torch.autocast(device.type, torch.bfloat16, cache_enabled=False):
            loss = train_epoch(model, optimizer, scheduler, part, batch_size)
        print(f"  epoch {epoch + 1} of {epochs}: loss {loss:.3f}", flush=True)
    return model.eval()


def report_real(name: str) -> None:
    """Train on MNIST or CIFAR-10, and say how it went."""
    import time

    from kindling import data

    split = data.mnist() if name == "mnist" else data.cifar10()
    print(split)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.manual_seed(0)
    start = time.perf_counter()
    images, test = standardise(split.train_images.to(device), split.test_images.to(device))
    model = train_fast((images, split.train_labels.to(device)), *RECIPES[name])
    seconds = time.perf_counter() - start
    guesses = answers(model, test, mirror=RECIPES[name][-1]).cpu()
    matrix = confusion(split.test_labels, guesses, 10)
    accuracy = matrix.trace().item() / len(guesses)
    row, column = divmod(int(matrix.fill_diagonal_(0).argmax()), 10)
    print(f"  test accuracy {accuracy:.2%} ± {standard_error(accuracy, len(guesses)):.2%}, {seconds:.0f} s")
    print(
        f"  most frequent mistake: {split.classes[row]} taken for {split.classes[column]}, {matrix.max()} times"
    )


def report_digits() -> None:
    """Compare three networks on the digits, print the result card, and build within the budget."""
    from kindling import data

    torch.set_num_threads(1)
    split = data.digits()
    print(split)
    kept, held_out = split_indices(split.train_labels, 0.2, seed=0)
    labels = split.train_labels
    parts = standardise(split.train_images[kept], split.train_images[held_out], split.test_images)
    makers = {
        "linear": lambda: nn.Sequential(nn.Flatten(), nn.Linear(64, 10)),
        "one hidden layer": lambda: nn.Sequential(
            nn.Flatten(), nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10)
        ),
        "convolutions": lambda: nn.Sequential(
            *(*layer(1, 16), nn.MaxPool2d(2), *layer(16, 32), nn.MaxPool2d(2)),
            *(nn.Flatten(), nn.Linear(128, 10)),
        ),
    }
    train, validation = (parts[0], labels[kept]), (parts[1], labels[held_out])
    card = result_card(makers, range(3), train, validation, Sealed(parts[2], split.test_labels), epochs=8)
    for line in card.items():
        print("{:>16}: {}".format(*line))
    guesses = train_digits(split.train_images, labels, seed=0)(split.test_images).argmax(dim=1)
    print(f"the build: {(guesses == split.test_labels).float().mean():.1%} of the test digits right")


def main() -> None:
    """Report on the digits, or on the real data that is named; on both where KINDLING_REAL_DATA=1."""
    import os
    import sys

    names = sys.argv[1:] or (["mnist", "cifar10"] if os.environ.get("KINDLING_REAL_DATA") == "1" else [])
    for name in names:
        report_real(name)
    if not names:
        report_digits()


if __name__ == "__main__":
    main()
# endregion
