"""Probes of the project: what they try, and what they see."""

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.optimizer import register_optimizer_step_post_hook

from kindling import at_least, at_most, data, equal, probe

# standard_error


@probe
def mostly_wrong(standard_error):
    """An accuracy of 0.2, measured on 100 images."""
    return standard_error(0.2, 100)


@probe
def digits_on_360_images(standard_error):
    """An accuracy of 0.975, measured on 360 images."""
    return standard_error(0.975, 360)


@probe
def everything_right(standard_error):
    """An accuracy of 1.0, measured on 50 images: no image was answered wrong."""
    return standard_error(1.0, 50)


# split_indices

_BLOCK = torch.tensor([2, 1, 2, 0, 2, 1]).repeat(6)
_MIXED = torch.cat([_BLOCK, _BLOCK.sort().values])  # 12 of class 0, 24 of class 1, 36 of class 2
_UNEVEN = torch.tensor([40, 3] * 9 + [3, 12, 3] + [7] * 10)


def _held_out(split_indices, labels: Tensor, seed: int) -> list[int]:
    return sorted(split_indices(labels, 0.25, seed)[1].tolist())


def _kind(part: object) -> str:
    if not isinstance(part, Tensor):
        return f"a {type(part).__name__}"
    return f"a tensor of {part.dim()} dimensions, {part.dtype}"


@probe
def kinds_of_the_parts(split_indices):
    """72 labels of three classes, a quarter held out: what both parts are."""
    return [_kind(each) for each in split_indices(_MIXED, 0.25, 1)]


@probe
def every_place_once(split_indices):
    """72 labels of three classes, a quarter held out: all places of both parts together, sorted."""
    return torch.cat(tuple(split_indices(_MIXED, 0.25, 1))).sort().values.tolist()


def _of_each_class(split_indices, labels: Tensor) -> dict[str, str]:
    """How many of each class are held out, a quarter in all, where five seeds agree on it."""
    draws = [labels[split_indices(labels, 0.25, seed)[1]] for seed in range(1, 6)]
    counts = {}
    for each in labels.unique().tolist():
        found = {int((draw == each).sum()) for draw in draws}
        counts[f"class {each}"] = (
            f"{found.pop()} with every seed" if len(found) == 1 else "now more, now fewer"
        )
    return counts


@probe
def classes_of_the_held_out(split_indices):
    """12, 24 and 36 images of the classes 0, 1 and 2, a quarter held out: how many of each class are held out."""
    return _of_each_class(split_indices, _MIXED)


@probe
def classes_of_a_sorted_file(split_indices):
    """The same images, sorted by class: how many of each class are held out."""
    return _of_each_class(split_indices, _MIXED.sort().values)


@probe
def uneven_classes(split_indices):
    """Classes with 11, 10, 1 and 9 images, a quarter held out: how many of each class are held out."""
    return _of_each_class(split_indices, _UNEVEN)


@probe
def nothing_and_everything(split_indices):
    """72 labels with the shares 0 and 1: how many images are held out."""
    return {f"share {share}": len(split_indices(_MIXED, share, 1)[1]) for share in (0.0, 1.0)}


@probe
def held_out_from_a_sorted_file(split_indices):
    """Labels that are sorted by class: whether the held-out images of the last class lie side by side."""
    labels = _MIXED.sort().values
    places = [each for each in _held_out(split_indices, labels, 1) if each >= 36]
    gaps = sum(after - before > 1 for before, after in pairwise(places))
    return "side by side" if places and gaps < 2 else "scattered"


@probe
def the_same_seed_again(split_indices):
    """The same labels and seed, twice: whether the same images are held out."""
    first, second = (_held_out(split_indices, _MIXED, 5) for _ in range(2))
    return "the same images" if first == second else "other images"


@probe
def another_seed(split_indices):
    """The same labels with seed 5 and seed 6: whether the same images are held out."""
    first, second = (_held_out(split_indices, _MIXED, seed) for seed in (5, 6))
    return "the same images" if first == second else "other images"


# standardise


def _coloured(device: torch.device) -> Tensor:
    """64 images of 3 × 16 × 20 whose channels differ in brightness and contrast, and whose rows get brighter."""
    noise = torch.rand(64, 3, 16, 20) + torch.linspace(0, 1, 16)[:, None]
    return (
        noise * torch.tensor([0.4, 0.2, 0.1])[:, None, None] + torch.tensor([0.0, 0.1, 0.2])[:, None, None]
    ).to(device)


def _rounded(values: Tensor) -> Tensor:
    """To three decimals, without a negative zero, so that a learner reads 0 where rounding left 2e-07."""
    return values.round(decimals=3) + 0.0


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def mean_of_each_channel(standardise, device):
    """64 images of three channels, and others that are brighter: the channels' means of the training images."""
    train = _coloured(device)
    return _rounded(standardise(train, train[:32] + 10)[0].mean(dim=(0, 2, 3)))


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def spread_of_each_channel(standardise, device):
    """64 images of three channels: the channels' standard deviations afterwards."""
    train = _coloured(device)
    return _rounded(standardise(train, train[:32] + 10)[0].std(dim=(0, 2, 3)))


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def rows_of_the_first_channel(standardise, device):
    """Training images whose lower rows are brighter: the mean of the top and of the bottom row afterwards."""
    train = _coloured(device)
    return standardise(train)[0][:, 0, (0, 15)].mean(dim=(0, 2))


@probe
def images_of_one_channel(standardise, device):
    """Images of one channel, some numbers below 0: the mean of the top and of the bottom row afterwards."""
    train = _coloured(device)[:, :1] - 0.3
    return standardise(train)[0][:, 0, (0, 15)].mean(dim=(0, 2))


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def other_images_are_brighter(standardise, device):
    """Other images that are the training images plus 1: the channels' means of the others afterwards."""
    train = _coloured(device)
    return standardise(train, train + 1)[1].mean(dim=(0, 2, 3))


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def other_images_with_less_contrast(standardise, device):
    """Other images that have half the contrast: the channels' standard deviations of the others."""
    train = _coloured(device)
    return _rounded(standardise(train, 0.5 * train + 1)[1].std(dim=(0, 2, 3)))


@probe
def a_single_other_image(standardise, device):
    """Three sets of others, one of them a single image: the shapes of all results."""
    train = _coloured(device)
    return [tuple(each.shape) for each in standardise(train, train[:8], train[:1], train[:4])]


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def as_wide_as_channels(standardise, device):
    """Images of 3 × 3 pixels and 3 channels: the channels' means of the training images."""
    return _rounded(standardise(_coloured(device)[:, :, :3, :3])[0].mean(dim=(0, 2, 3)))


# train_epoch


def _mode(model: nn.Module) -> str:
    """The mode of a model and of all layers inside it."""
    outside, inside = model.training, {each.training for each in model.modules() if each is not model}
    words = {True: "training mode", False: "evaluation mode"}
    if inside <= {outside}:
        return words[outside]
    return f"{words[outside]} outside, {words[not outside]} inside"


class Numbered(nn.Module):
    """Writes down which images it sees and how; an image's first pixel is its number, its others are its logits.

    `scale` multiplies these logits, `bias` is added: those are its parameters. The layers inside only
    have a mode.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.bias = nn.Parameter(torch.zeros(3))
        self.inside = nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(1, affine=False))
        self.images: list[Tensor] = []
        self.batches: list[list[int]] = []
        self.modes: list[str] = []

    def forward(self, x: Tensor) -> Tensor:
        self.images.append(x.detach().clone())
        self.batches.append(x[:, 0, 0, 0].int().tolist())
        self.modes.append(_mode(self))
        return self.scale * x[:, 0, 0, 1:] + self.bias


def _numbered(n: int, device: torch.device, *, first: int = 0) -> tuple[Tensor, Tensor]:
    """n images of 1 × 1 × 4: a number, and logits of 4 for the image's class; with the labels."""
    labels = torch.arange(n) % 3
    numbers = torch.arange(first, first + n)[:, None].float()
    pixels = torch.cat([numbers, 4 * F.one_hot(labels, 3)], dim=1)
    return pixels[:, None, None].to(device), labels.to(device)


def _epoch(
    train_epoch,
    part,
    batch_size: int,
    device: torch.device,
    lr: float = 0.0,
    factor: float = 1.0,
    momentum: float = 0.0,
    times: int = 1,
):
    """Epochs with SGD; every step of the scheduler multiplies the learning rate by `factor`."""
    model = Numbered().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: factor**step)
    rates: list[float] = []
    optimizer.register_step_post_hook(lambda *_: rates.append(optimizer.param_groups[0]["lr"]))
    for _ in range(times):
        loss = train_epoch(model, optimizer, scheduler, part, batch_size)
    return model, rates, loss


def _seen(model: Numbered, images: Tensor) -> str:
    """In words, how often the model saw each of these images."""
    if not model.images:
        return "no image at all"
    same = (torch.cat(model.images)[:, None] == images).flatten(2).all(dim=2)
    if not bool(same.any(dim=1).all()):
        return "images that were changed"
    counts = same.sum(dim=0)
    never, most = bool((counts == 0).any()), int(counts.max())
    if never:
        return "some images several times, others never" if most > 1 else "some images never"
    often = "once" if most == 1 else f"{most} times"
    return f"each image {often}" if bool((counts == most).all()) else "some images more often than others"


@probe
def every_image_in_an_epoch(train_epoch, device):
    """Nine images, batches of 4: how often the model saw each image."""
    part = _numbered(9, device)
    return _seen(_epoch(train_epoch, part, 4, device)[0], part[0])


@probe
def sizes_of_the_batches(train_epoch, device):
    """Nine images, batches of 4: how many images each batch holds."""
    model, _, _ = _epoch(train_epoch, _numbered(9, device), 4, device)
    return [len(each) for each in model.batches]


@probe
def order_of_two_epochs(train_epoch, device):
    """Two epochs on 24 images: the order of the first epoch, and whether the second repeats it."""
    model, _, _ = _epoch(train_epoch, _numbered(24, device), 4, device, times=2)
    seen = sum(model.batches, [])
    first, second = seen[: len(seen) // 2], seen[len(seen) // 2 :]
    neighbours = sum(abs(after - before) == 1 for before, after in pairwise(first))
    order = "in the file's order" if first == sorted(first) else "shuffled"
    if order == "shuffled" and neighbours > 11:
        order = "most images still beside their neighbours in the file"
    return order, "the same order again" if first == second else "a new order"


@probe
def images_with_their_labels(train_epoch, device):
    """24 images that the model answers rightly, one epoch: how sure of its answers it is afterwards."""
    images, labels = _numbered(24, device)
    images[..., 1:] /= 4
    change = _epoch(train_epoch, (images, labels), 8, device, lr=0.1)[0].scale.item() - 1
    return "as sure as before" if change == 0 else "surer" if change > 0 else "less sure"


@probe
def loss_of_uneven_batches(train_epoch, device):
    """Nine images that look alike, one of them labelled wrong, batches of 4, learning rate 0: the mean loss."""
    images, labels = _numbered(9, device)
    images[..., 1:], labels[:] = torch.tensor([4.0, 0.0, 0.0], device=device), 0
    labels[4] = 1
    model, _, loss = _epoch(train_epoch, (images, labels), 4, device)
    return loss if _seen(model, images) == "each image once" else _seen(model, images)


def _alike(device: torch.device, n: int = 12) -> tuple[Tensor, Tensor]:
    """n images that are all the same one."""
    images, labels = _numbered(1, device)
    return images.expand(n, -1, -1, -1).clone(), labels.expand(n).clone()


@probe
def loss_while_it_learns(train_epoch, device):
    """Three batches that are all alike, learning rate 1: the mean of the losses that the three steps worked on."""
    return _epoch(train_epoch, _alike(device), 4, device, lr=1.0)[2]


@probe
def learning_rates_of_the_steps(train_epoch, device):
    """A scheduler that halves the learning rate of 1, two epochs of three batches: the rate that each step used."""
    return _epoch(train_epoch, _numbered(10, device), 4, device, lr=1.0, factor=0.5, times=2)[1]


@probe
def weights_after_equal_batches(train_epoch, device):
    """Three batches of one image that is labelled wrong, momentum 0.9: the model's bias afterwards."""
    images, labels = _alike(device)
    return _epoch(train_epoch, (images, labels + 1), 4, device, lr=0.1, momentum=0.9)[0].bias.detach()


@probe
def mode_while_training(train_epoch, device):
    """A model that comes in evaluation mode: the modes in which it is used."""
    model = Numbered().to(device).eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda _: 1.0)
    train_epoch(model, optimizer, scheduler, _numbered(6, device), 4)
    return sorted(set(model.modes))


# run


class Random(Numbered):
    """The same with a random start, which it remembers, and a parameter that is frozen."""

    def __init__(self) -> None:
        super().__init__()
        self.start = torch.rand(3)
        self.frozen = nn.Parameter(torch.ones(5), requires_grad=False)


class Tired(Random):
    """Gets all answers wrong in evaluation mode once it has learned from more than three batches."""

    def forward(self, x: Tensor) -> Tensor:
        logits = super().forward(x)
        return -logits if self.modes.count("training mode") > 3 and not self.training else logits


def _run(
    run, device: torch.device, seeds: tuple[int, ...] = (3,), network=Random, train=None, held_out=(8, 2)
):
    """Runs on 190 numbered images, measured on 8 others (numbers from 900) of which 2 are labelled wrong."""
    n, wrong = held_out
    images, labels = _numbered(n, device, first=900)
    labels[:wrong] = (labels[:wrong] + 1) % 3
    results = []
    for seed in seeds:
        torch.rand(3)
        part = train or _numbered(190, device)
        results.append(run(lambda: network().to(device), seed, part, (images, labels), 2))
    return results


def _learned_from(model: Random) -> list[list[int]]:
    """The batches that a network saw in training mode."""
    return [
        batch
        for batch, mode in zip(model.batches, model.modes, strict=True)
        if mode == "training mode" and max(batch) < 900
    ]


def _same(first: object, second: object) -> str:
    return "alike" if first == second else "different"


@probe
def same_seed_same_weights(run, device):
    """Two runs with seed 3: whether the networks start with the same random weights."""
    first, second = (each["model"].start.tolist() for each in _run(run, device, (3, 3)))
    return _same(first, second)


@probe
def same_seed_same_order(run, device):
    """Two runs with seed 3: whether both see the training images in the same order."""
    first, second = (_learned_from(each["model"]) for each in _run(run, device, (3, 3)))
    return _same(first, second)


@probe
def other_seed_other_weights(run, device):
    """Runs with seed 3 and seed 4: whether the networks start with the same random weights."""
    first, second = (each["model"].start.tolist() for each in _run(run, device, (3, 4)))
    return _same(first, second)


def _rates(run, device: torch.device, n: int) -> list[float]:
    """The learning rate of each step of a run on n images."""
    rates: list[float] = []
    hook = register_optimizer_step_post_hook(
        lambda optimizer, *_: rates.append(optimizer.param_groups[0]["lr"])
    )
    try:
        _run(run, device, train=_numbered(n, device))
    finally:
        hook.remove()
    return rates


@probe
def learning_rates_of_a_run(run, device):
    """Two epochs of 193 images, eight steps: the learning rate of each step."""
    return _rates(run, device, 193)


@probe
def learning_rates_of_whole_batches(run, device):
    """Two epochs of 192 images, six steps: the learning rate of each step."""
    return _rates(run, device, 192)


@probe
def sizes_of_the_batches_of_a_run(run, device):
    """Two epochs of 190 images: how many images each batch holds that the network learns from."""
    return [len(each) for each in _learned_from(_run(run, device)[0]["model"])]


@probe
def orders_of_a_run(run, device):
    """Two epochs of 190 images: whether the second epoch has the order of the first."""
    batches = _learned_from(_run(run, device)[0]["model"])
    first, second = batches[: len(batches) // 2], batches[len(batches) // 2 :]
    return "the same order again" if first == second else "a new order"


@probe(judge=equal(rtol=1e-5, atol=1e-6))
def weight_without_a_gradient(run, device):
    """190 empty images, where `scale` is 1 and its gradient 0, two epochs: the weight `scale` afterwards."""
    images, labels = _alike(device, 190)
    return _run(run, device, train=(0 * images, labels))[0]["model"].scale.item()


@probe(judge=equal(rtol=1e-4, atol=1e-5))
def weights_after_a_run(run, device):
    """Two epochs of 190 images that are all alike: the network's weights `bias` and `scale` afterwards."""
    model = _run(run, device, train=_alike(device, 190))[0]["model"]
    return torch.cat([model.bias.detach(), model.scale.detach()[None]])


@probe
def accuracy_on_the_held_out(run, device):
    """All training images and 6 of 8 held-out images can be answered rightly: the accuracy."""
    return _run(run, device)[0]["accuracy"]


@probe
def accuracy_on_more_images(run, device):
    """100 of 129 held-out images can be answered rightly: the accuracy."""
    return _run(run, device, held_out=(129, 29))[0]["accuracy"]


@probe
def accuracy_after_the_last_epoch(run, device):
    """A network that is right on 6 of 8 held-out images after the first epoch and on fewer after the second."""
    return _run(run, device, network=Tired)[0]["accuracy"]


@probe
def held_out_images_are_only_measured(run, device):
    """The modes in which the network sees the held-out images."""
    model = _run(run, device)[0]["model"]
    return sorted({mode for mode, batch in zip(model.modes, model.batches, strict=True) if max(batch) >= 900})


@probe
def parameters_of_a_run(run, device):
    """A network that learns 4 numbers and has 5 frozen ones."""
    return _run(run, device)[0]["parameters"]


@probe
def model_of_a_run(run, device):
    """The entry `model`: its class, and its mode."""
    model = _run(run, device)[0]["model"]
    return type(model).__name__, _mode(model)


# compare

_SEEDS = [3, 8, 5]
_SCORES = {"small": {3: 0.90, 8: 0.92, 5: 0.97}, "large": {3: 0.95, 8: 0.94, 5: 0.93}}


class Named:
    """What the makers make: it has a name, and `score` knows it again."""

    def __init__(self, name: str) -> None:
        self.name = name


def _compare(compare) -> tuple[object, list[str]]:
    """The table, and in words what `score` was called with."""
    calls: list[str] = []
    seen: list[Named] = []

    def score(make_model, seed) -> float:
        given = make_model() if callable(make_model) else make_model
        if not isinstance(given, Named):
            calls.append(f"something else than a maker and a seed: {make_model!r}, {type(seed).__name__}")
            return 0.5
        if not callable(make_model):
            what = f"the network {given.name}, not its maker,"
        else:
            what = f"{given.name} again" if any(each is given for each in seen) else given.name
            seen.append(given)
        calls.append(f"{what} with seed {seed}")
        return _SCORES[given.name].get(seed, 0.5)

    makers = {name: lambda name=name: Named(name) for name in _SCORES}
    return compare(makers, list(_SEEDS), score), calls


@probe
def trainings_that_happen(compare):
    """Two networks and the seeds 3, 8, 5: which network is trained with which seed, sorted."""
    return sorted(_compare(compare)[1])


@probe
def means_over_the_seeds(compare):
    """Accuracies 0.90, 0.92, 0.97 of `small` and 0.95, 0.94, 0.93 of `large`: their means."""
    return {name: result[0] for name, result in _compare(compare)[0].items()}


@probe
def spreads_over_the_seeds(compare):
    """Accuracies 0.90, 0.92, 0.97 of `small` and 0.95, 0.94, 0.93 of `large`: their standard deviations."""
    return {name: result[1] for name, result in _compare(compare)[0].items()}


# confusion


@probe
def six_images_of_three_classes(confusion, device):
    """The labels 0, 0, 1, 2, 2, 2 and the guesses 0, 1, 1, 0, 0, 2."""
    labels = torch.tensor([0, 0, 1, 2, 2, 2], device=device)
    return confusion(labels, torch.tensor([0, 1, 1, 0, 0, 2], device=device), 3)


@probe
def classes_that_do_not_occur(confusion, device):
    """The labels 0, 1, 1 and the guesses 3, 1, 3 of five classes."""
    return confusion(torch.tensor([0, 1, 1], device=device), torch.tensor([3, 1, 3], device=device), 5)


@probe
def a_single_class(confusion, device):
    """The labels 0, 0 and the guesses 0, 0 of one class."""
    return confusion(torch.zeros(2, dtype=torch.int64, device=device), torch.tensor([0, 0], device=device), 1)


@probe
def many_images_of_many_classes(confusion, device):
    """301 images of class 19, all taken for class 18, of twenty classes."""
    labels = torch.full((301,), 19, device=device)
    return confusion(labels, labels - 1, 20)


# most_wrong


def _answers(device: torch.device) -> tuple[Tensor, Tensor]:
    """Seven answers of three classes; those at the places 1, 2, 4 and 6 are wrong."""
    logits = torch.tensor(
        [
            [9.0, 0.0, 0.0],  # right, and surest of all
            [30.0, 29.0, 27.0],  # wrong, with large logits but not sure
            [0.0, 3.0, -9.0],  # wrong and sure; the true class is nearly ruled out
            [0.0, 0.0, 2.0],  # right
            [0.0, 5.0, 0.0],  # wrong and very sure
            [20.0, 40.0, 0.0],  # right, with large logits
            [1.0, 0.5, 0.9],  # wrong, hardly
        ],
        device=device,
    )
    return logits, torch.tensor([0, 1, 2, 2, 0, 1, 2], device=device)


@probe
def three_of_four_mistakes(most_wrong, device):
    """Seven answers, those at the places 1, 2, 4 and 6 are wrong: the three surest mistakes."""
    return most_wrong(*_answers(device), 3)


@probe
def how_the_rest_is_shared(most_wrong, device):
    """Mistakes with 60 and 40 %; 55, 15, 15 and 15 %; 62, 13, 13 and 12 % for the classes: all, in order."""
    shares = [[0.60, 0.40, 1e-6, 1e-6], [0.55, 0.15, 0.15, 0.15], [0.62, 0.13, 0.13, 0.12]]
    return most_wrong(torch.tensor(shares, device=device).log(), torch.tensor([1, 1, 1], device=device), 3)


@probe
def logits_of_hundreds(most_wrong, device):
    """Three mistakes with the logits 300 and 299, 400 and 395, 100 and 99.5: all, in order."""
    logits = torch.tensor([[300.0, 299.0, 0.0], [0.0, 395.0, 400.0], [100.0, 0.0, 99.5]], device=device)
    return most_wrong(logits, torch.tensor([1, 1, 1], device=device), 3)


@probe
def mistakes_that_are_nearly_alike(most_wrong, device):
    """Mistakes with 98.01, 98.03 and 98.02 % for the class that was chosen: all, in order."""
    sure = torch.tensor([0.9801, 0.9803, 0.9802])
    logits = torch.stack([sure, 1 - sure], dim=1).log().to(device)
    return most_wrong(logits, torch.tensor([1, 1, 1], device=device), 3)


@probe
def nearly_alike_in_float64(most_wrong, device):
    """Mistakes with 0.98 and 0.98 + 1e-10 for the class that was chosen, in float64: all, in order."""
    sure = torch.tensor([0.98, 0.98 + 1e-10], dtype=torch.float64)
    logits = torch.stack([sure, 1 - sure], dim=1).log().to(device)
    return most_wrong(logits, torch.tensor([1, 1], device=device), 2)


@probe
def equally_sure_mistakes(most_wrong, device):
    """Three mistakes with the same logits, k = 3: the places that come back, sorted."""
    logits = torch.tensor([[2.0, 0.0], [0.0, 2.0], [2.0, 0.0]], device=device)
    return most_wrong(logits, torch.tensor([1, 0, 1], device=device), 3).sort().values


def _in_words(places: Tensor, mistakes: set[int], n: int) -> str:
    """What these places are: mistakes, right answers, or none of the n."""
    found = places.tolist()
    kinds = ["mistakes" if x in mistakes else "right answers" if 0 <= x < n else "no places" for x in found]
    return ", ".join(f"{kinds.count(each)} {each}" for each in sorted(set(kinds))) or "nothing"


@probe
def a_single_answer(most_wrong, device):
    """One answer, and it is wrong, k = 1."""
    return most_wrong(torch.tensor([[0.0, 2.0]], device=device), torch.tensor([0], device=device), 1)


@probe
def fewer_mistakes_than_wanted(most_wrong, device):
    """Seven answers, four of them wrong: what comes back for k = 6 and for k = 0."""
    logits, labels = _answers(device)
    return {f"k = {k}": _in_words(most_wrong(logits, labels, k), {1, 2, 4, 6}, 7) for k in (6, 0)}


@probe
def a_single_mistake(most_wrong, device):
    """Three answers, only the last one wrong, k = 2."""
    return most_wrong(torch.eye(3, device=device), torch.tensor([0, 1, 0], device=device), 2)


@probe
def no_mistake_at_all(most_wrong, device):
    """Two right answers with k = 2."""
    logits = torch.tensor([[3.0, 0.0], [0.0, 1.0]], device=device)
    return most_wrong(logits, torch.tensor([0, 1], device=device), 2)


# train_digits

_once: list[tuple[nn.Module, int]] = []
_small: list[Tensor] = []


def _trained(train_digits, device: torch.device) -> tuple[nn.Module, int]:
    """The network that comes back for all digits, and the optimizer's steps; trained once for all probes.

    The labels are turned round, 9 for 0 and so on, so that only what is learned from them counts.
    """
    if not _once:
        digits, steps = data.digits(), []
        hook = register_optimizer_step_post_hook(lambda *_: steps.append(1))
        try:
            model = train_digits(digits.train_images.to(device), 9 - digits.train_labels.to(device), 0)
        finally:
            hook.remove()
        _once.append((model, len(steps)))
    return _once[0]


def _logits(model: nn.Module, images: Tensor) -> Tensor:
    with torch.no_grad():
        return model(images)


@probe(judge=at_most(1500, "the number of steps"), seconds=20)
def steps_of_the_optimizer(train_digits, device):
    """All 1,437 digits, seed 0: the steps that the optimizer took."""
    return _trained(train_digits, device)[1]


@probe(judge=at_most(50_000, "the number of trainable parameters"), seconds=20)
def size_of_the_network(train_digits, device):
    """The number of its trainable parameters."""
    model = _trained(train_digits, device)[0]
    return sum(each.numel() for each in model.parameters() if each.requires_grad)


@probe(seconds=20)
def one_digit_alone(train_digits, device):
    """One image of shape (1, 1, 8, 8): the shape of what the network gives."""
    images = data.digits().test_images[:1].to(device)
    return tuple(_logits(_trained(train_digits, device)[0], images).shape)


@probe(seconds=20)
def a_digit_among_others(train_digits, device):
    """The same digit alone and in a batch of 64: whether the network says the same of it."""
    model, images = _trained(train_digits, device)[0], data.digits().test_images[:64].to(device)
    together = _logits(model, images)
    alone, again = _logits(model, images[:1]), _logits(model, images)
    if max((alone - together[:1]).abs().max().item(), (again - together).abs().max().item()) < 1e-3:
        return "the same"
    if _mode(model) != "evaluation mode":
        return f"something else, in {_mode(model)}"
    return "something else" if torch.equal(again, together) else "something else at each look"


@probe(seconds=20)
def logits_or_probabilities(train_digits, device):
    """64 digits: what the network gives for each."""
    out = _logits(_trained(train_digits, device)[0], data.digits().test_images[:64].to(device))
    if bool(((out == 0) | (out == 1)).all()):
        return "zeros and ones"
    return "probabilities" if bool(((out.sum(dim=1) - 1).abs() < 1e-3).all()) else "logits"


def _of_few(train_digits, device: torch.device, seed: int) -> Tensor:
    """What a network that learned 100 digits says of 64 others."""
    digits = data.digits()
    model = train_digits(digits.train_images[:100].to(device), digits.train_labels[:100].to(device), seed)
    return _logits(model.eval(), digits.test_images[:64].to(device))


def _far(first: Tensor, second: Tensor) -> str:
    return "alike" if (first - second).abs().max() < 1e-2 else "different"


@probe(seconds=20)
def two_trainings_with_one_seed(train_digits, device):
    """Two trainings on 100 digits with seed 7: whether the two networks are alike."""
    _small[:] = [_of_few(train_digits, device, 7), _of_few(train_digits, device, 7)]
    return _far(*_small)


@probe(seconds=20)
def two_trainings_with_two_seeds(train_digits, device):
    """Trainings on 100 digits with seed 7 and seed 8: whether the two networks are alike."""
    return _far(_small[0] if _small else _of_few(train_digits, device, 7), _of_few(train_digits, device, 8))


def _accuracies(train_digits, device: torch.device) -> tuple[float, float]:
    """Of the test digits as they come, and of standardised ones, in evaluation mode."""
    digits, model = data.digits(), _trained(train_digits, device)[0]
    mean, std = digits.train_images.mean(), digits.train_images.std()
    mode, found = model.training, []
    model.eval()
    for images in (digits.test_images, (digits.test_images - mean) / std):
        guesses = _logits(model, images.to(device)).argmax(dim=1).cpu()
        found.append((guesses == 9 - digits.test_labels).float().mean().item())
    model.train(mode)
    return found[0], found[1]


@probe(seconds=20)
def digits_that_it_reads(train_digits, device):
    """360 test digits as they come, and standardised: of which ones the network gets clearly more right."""
    as_they_come, prepared = _accuracies(train_digits, device)
    return "standardised ones" if prepared > as_they_come + 0.1 else "those that come, or of both alike"


@probe(judge=at_least(0.985, "the accuracy on test digits"), seconds=20)
def accuracy_on_test_digits(train_digits, device):
    """The share of 360 test digits, prepared as it wants them, that it gets right; 0 was called 9, 1 was 8, ..."""
    as_they_come, prepared = _accuracies(train_digits, device)
    return prepared if prepared > as_they_come + 0.1 else as_they_come


# result_card


_PARTS = "validation", "test", "training"


class Gauge(nn.Module):
    """Answers rightly where an image's second pixel, its rank, lies below its skill; learns nothing.

    Validation images have ranks from 0, test images from 1, training images from 2. It notes which it sees.
    """

    def __init__(self, skill: float, test_skill: float, name: str) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(()))
        self.skills = skill, test_skill, skill / 2
        self.name = name
        self.learned: list[int] = []
        self.measured: set[int] = set()

    def forward(self, x: Tensor) -> Tensor:
        number, rank = x[:, 0, 0, 0].long(), x[:, 0, 0, 1]
        part = rank.long()
        if self.training:
            self.learned += part.tolist()
        else:
            self.measured |= set(part.tolist())
        right = rank - part < torch.tensor(self.skills, device=x.device)[part]
        return F.one_hot((number + (~right).long()) % 3, 3) * 5.0 + self.unused


class Sealed:
    """As in the starter, and notes how many networks had been measured on validation images at each look."""

    def __init__(self, images: Tensor, labels: Tensor, made: list[Gauge]) -> None:
        self._part = images, labels
        self.opened = 0
        self.looks: list[int] = []
        self.made = made

    def open(self) -> tuple[Tensor, Tensor]:
        self.opened += 1
        self.looks.append(sum(0 in each.measured for each in self.made))
        return self._part


def _ranked(n: int, lowest: float, device: torch.device) -> tuple[Tensor, Tensor]:
    """n images of 1 × 1 × 2: the class, and a rank from `lowest` on, evenly spaced below `lowest` + 1."""
    labels = torch.arange(n) % 3
    pixels = torch.stack([labels.float(), lowest + (torch.arange(n) + 0.5) / n], dim=1)
    return pixels[:, None, None].to(device), labels.to(device)


_SKILLS = {
    "lucky": ((0.95, 0.35, 0.35), (0.8, 0.8, 0.8)),
    "examined": ((0.50, 0.30, 0.40), (0.9, 0.9, 0.9)),
    "steady": ((0.60, 0.65, 0.50), (41 / 90, 61 / 90, 71 / 90)),
    "weak": ((0.90, 0.05, 0.05), (0.2, 0.2, 0.2)),
}
"""Of four networks the share of right answers on the validation and on the test images, with the seeds 1, 2, 3."""

_RULES = {
    "the first of all": ((0.10, 0.20, 0.30), (0.5, 0.5, 0.5)),
    "the best on the test images": ((0.50, 0.40, 0.30), (0.9, 0.9, 0.9)),
    "the luckiest seed": ((0.35, 0.35, 0.95), (0.8, 0.8, 0.8)),
    "the best with the first seed": ((0.30, 0.85, 0.30), (0.5, 0.5, 0.5)),
    "the largest spread": ((0.05, 0.05, 0.80), (0.5, 0.5, 0.5)),
    "the smallest spread": ((0.15, 0.15, 0.15), (0.5, 0.5, 0.5)),
    "the best median": ((0.70, 0.70, 0.35), (0.5, 0.5, 0.5)),
    "the best of the worst seeds": ((0.64, 0.64, 0.63), (0.5, 0.5, 0.5)),
    "the best mean": ((0.64, 0.74, 0.54), (0.7, 0.6, 0.5)),
    "the very last": ((0.20, 0.10, 0.30), (0.5, 0.5, 0.5)),
}
"""The same of networks of which each is chosen by the rule that it is called after."""


def _card(
    result_card, device: torch.device, skills: dict = _SKILLS, n: int = 20
) -> tuple[dict, Sealed, list[Gauge]]:
    """The card on these networks with n validation images, the test set, and all networks that were made."""
    made: list[Gauge] = []

    def make(name: str) -> nn.Module:
        found = [dict(enumerate(each, 1)).get(torch.initial_seed(), 0.0) for each in skills[name]]
        made.append(Gauge(*found, name).to(device))
        return made[-1]

    makers = {name: lambda name=name: make(name) for name in skills}
    test = Sealed(*_ranked(90, 1.0, device), made)
    parts = _ranked(30, 2.0, device), _ranked(n, 0.0, device), test
    return result_card(makers, [2, 1, 3], *parts, 2), test, made


@probe
def network_that_is_chosen(result_card, device):
    """Ten networks, each named after a rule that would choose it: the network that is chosen."""
    return _card(result_card, device, _RULES, 100)[0]["chosen"]


@probe
def images_that_they_learn_from(result_card, device):
    """30 training images, two epochs: which images the networks learn from, and how often."""
    sizes, found = (20, 90, 30), set()
    for model in _card(result_card, device)[2]:
        times = [model.learned.count(part) / size for part, size in enumerate(sizes)]
        seen = [f"{name} images {n:g} times" for name, n in zip(_PARTS, times, strict=True) if n]
        found.add(", ".join(seen))
    return sorted(found - {""})


@probe
def looks_at_the_test_set(result_card, device):
    """Four networks, three seeds: how often the test set is opened."""
    return len(_card(result_card, device)[1].looks)


@probe
def first_look_at_the_test_set(result_card, device):
    """Four networks, three seeds: when the test set is opened for the first time."""
    looks = _card(result_card, device)[1].looks
    return "never" if not looks else "after the comparison" if looks[0] >= 12 else "before"


@probe
def networks_on_the_test_images(result_card, device):
    """Four networks, three seeds: which networks are measured on the test images."""
    return sorted({each.name for each in _card(result_card, device)[2] if 1 in each.measured})


@probe
def validation_on_the_card(result_card, device):
    """The same four networks: the mean and the standard deviation on the card."""
    result = _card(result_card, device, n=30)[0]["validation"]
    return list(result) if isinstance(result, (list, tuple)) else result


@probe
def test_on_the_card(result_card, device):
    """`steady` is right on 61, 41 and 71 of 90 test images with the seeds 2, 1 and 3: the test accuracy."""
    return _card(result_card, device)[0]["test"]


@probe
def standard_error_on_the_card(result_card, device):
    """20 validation and 90 test images: the standard error on the card."""
    return _card(result_card, device)[0]["standard_error"]
