"""Probes of the project: what they try, and what they see."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.optimizer import register_optimizer_step_post_hook

from kindling import at_least, at_most, data, equal, probe

# standard_error


@probe
def a_fair_coin(standard_error):
    """An accuracy of 0.5, measured on 100 images."""
    return standard_error(0.5, 100)


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


def _held_out(split_indices, labels: Tensor, seed: int) -> list[int]:
    return sorted(split_indices(labels, 0.25, seed)[1].tolist())


@probe
def every_place_once(split_indices):
    """72 labels of three classes, a quarter held out: all places of both parts together, sorted."""
    return torch.cat(tuple(split_indices(_MIXED, 0.25, 1))).sort().values.tolist()


@probe
def classes_of_the_held_out(split_indices):
    """12, 24 and 36 images of the classes 0, 1 and 2, a quarter held out: how many of each class are held out."""
    return torch.bincount(_MIXED[split_indices(_MIXED, 0.25, 1)[1]], minlength=3).tolist()


@probe
def held_out_from_a_sorted_file(split_indices):
    """Labels that are sorted by class: whether the held-out images of the last class lie side by side."""
    labels = _MIXED.sort().values
    places = [each for each in _held_out(split_indices, labels, 1) if each >= 36]
    side_by_side = bool(places) and places[-1] - places[0] + 1 == len(places)
    return "side by side" if side_by_side else "scattered"


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


@probe
def places_as_tensors(split_indices):
    """The dtypes of both parts."""
    return [each.dtype for each in split_indices(_MIXED, 0.25, 1)]


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


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def other_images_are_brighter(standardise, device):
    """Other images that are the training images plus 1: the channels' means of the others afterwards."""
    train = _coloured(device)
    return standardise(train, train + 1)[1].mean(dim=(0, 2, 3))


@probe
def a_single_other_image(standardise, device):
    """Two sets of others, one of them a single image: the shapes of all results."""
    train = _coloured(device)
    return [tuple(each.shape) for each in standardise(train, train[:8], train[:1])]


@probe(judge=equal(rtol=1e-4, atol=1e-4))
def as_wide_as_channels(standardise, device):
    """Images of 3 × 3 pixels and 3 channels: the channels' means of the training images."""
    return _rounded(standardise(_coloured(device)[:, :, :3, :3])[0].mean(dim=(0, 2, 3)))


# train_epoch


class Numbered(nn.Module):
    """Writes down which images it sees and how; an image's first pixel is its number, its others are its logits.

    `scale` multiplies these logits, `bias` is added: those are its parameters.
    """

    def __init__(self) -> None:
        super().__init__()
        self.scale = nn.Parameter(torch.ones(()))
        self.bias = nn.Parameter(torch.zeros(3))
        self.batches: list[list[int]] = []
        self.modes: list[str] = []

    def forward(self, x: Tensor) -> Tensor:
        self.batches.append(x[:, 0, 0, 0].int().tolist())
        self.modes.append("training mode" if self.training else "evaluation mode")
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
    times: int = 1,
):
    """Epochs with SGD; every step of the scheduler multiplies the learning rate by `factor`."""
    model = Numbered().to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: factor**step)
    rates: list[float] = []
    optimizer.register_step_post_hook(lambda *_: rates.append(optimizer.param_groups[0]["lr"]))
    for _ in range(times):
        loss = train_epoch(model, optimizer, scheduler, part, batch_size)
    return model, rates, loss


def _seen(model: Numbered, n: int) -> str:
    """In words, how often the model saw each of n images."""
    counts = torch.bincount(torch.tensor(sum(model.batches, []), dtype=torch.int64), minlength=n)
    if bool((counts == 1).all()):
        return "each image once"
    return "some images more than once" if bool((counts > 1).any()) else "some images never"


@probe
def every_image_in_an_epoch(train_epoch, device):
    """Ten images, batches of 4: how often the model saw each image."""
    return _seen(_epoch(train_epoch, _numbered(10, device), 4, device)[0], 10)


@probe
def sizes_of_the_batches(train_epoch, device):
    """Ten images, batches of 4: how many images each batch holds."""
    model, _, _ = _epoch(train_epoch, _numbered(10, device), 4, device)
    return [len(each) for each in model.batches]


@probe
def order_of_two_epochs(train_epoch, device):
    """Two epochs on 24 images: whether the first goes through the file in order, and the second repeats it."""
    model, _, _ = _epoch(train_epoch, _numbered(24, device), 8, device, times=2)
    seen = sum(model.batches, [])
    first, second = seen[: len(seen) // 2], seen[len(seen) // 2 :]
    order = "in the file's order" if first == sorted(first) else "shuffled"
    return order, "the same order again" if first == second else "a new order"


@probe
def images_with_their_labels(train_epoch, device):
    """24 images that the model answers rightly, learning rate 0: whether the loss is as small as it should be."""
    _, _, loss = _epoch(train_epoch, _numbered(24, device), 8, device)
    return "small" if torch.as_tensor(loss).item() < 0.1 else "large"


@probe
def loss_of_uneven_batches(train_epoch, device):
    """Nine images that look alike, one of them labelled wrong, batches of 4, learning rate 0: the mean loss."""
    images, labels = _numbered(9, device)
    images[..., 1:], labels[:] = torch.tensor([4.0, 0.0, 0.0], device=device), 0
    labels[4] = 1
    model, _, loss = _epoch(train_epoch, (images, labels), 4, device)
    return torch.as_tensor(loss).item() if _seen(model, 9) == "each image once" else _seen(model, 9)


@probe
def type_of_the_loss(train_epoch, device):
    """Two images in one batch: the loss that comes back, as it comes."""
    return _epoch(train_epoch, _numbered(2, device), 4, device)[2]


@probe
def learning_rates_of_the_steps(train_epoch, device):
    """A scheduler that halves the learning rate of 1, two epochs of three batches: the rate that each step used."""
    return _epoch(train_epoch, _numbered(10, device), 4, device, lr=1.0, factor=0.5, times=2)[1]


@probe
def weights_after_equal_batches(train_epoch, device):
    """Three batches that are all alike: the model's bias afterwards."""
    images, labels = _numbered(1, device)
    part = images.expand(12, -1, -1, -1).clone(), labels.expand(12).clone()
    return _epoch(train_epoch, part, 4, device, lr=1.0)[0].bias.detach()


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


def _run(run, device: torch.device, seeds: tuple[int, ...] = (3,)):
    """Runs on 130 numbered images, measured on 8 others (numbers from 900) of which 2 are labelled wrong."""
    made: list[Random] = []

    def make_model() -> nn.Module:
        made.append(Random().to(device))
        return made[-1]

    images, labels = _numbered(8, device, first=900)
    labels[:2] = (labels[:2] + 1) % 3
    results = []
    for seed in seeds:
        torch.rand(3)
        results.append(run(make_model, seed, _numbered(130, device), (images, labels), 2))
    return made, results


def _same(first: object, second: object) -> str:
    return "alike" if first == second else "different"


@probe
def same_seed_same_weights(run, device):
    """Two runs with seed 3: whether the networks start with the same random weights."""
    made, _ = _run(run, device, (3, 3))
    return _same(made[0].start.tolist(), made[-1].start.tolist())


@probe
def same_seed_same_order(run, device):
    """Two runs with seed 3: whether both see the training images in the same order."""
    made, _ = _run(run, device, (3, 3))
    return _same(made[0].batches[0], made[-1].batches[0])


@probe
def other_seed_other_weights(run, device):
    """Runs with seed 3 and seed 4: whether the networks start with the same random weights."""
    made, _ = _run(run, device, (3, 4))
    return _same(made[0].start.tolist(), made[-1].start.tolist())


@probe
def learning_rates_of_a_run(run, device):
    """Two epochs of 130 images, six steps: the learning rate of each step."""
    rates: list[float] = []
    hook = register_optimizer_step_post_hook(
        lambda optimizer, *_: rates.append(optimizer.param_groups[0]["lr"])
    )
    try:
        _run(run, device)
    finally:
        hook.remove()
    return rates


@probe
def accuracy_on_the_held_out(run, device):
    """All training images and 6 of 8 held-out images can be answered rightly: the accuracy."""
    return _run(run, device)[1][0]["accuracy"]


@probe
def held_out_images_are_only_measured(run, device):
    """The modes in which the network sees the held-out images."""
    made, _ = _run(run, device)
    return sorted(
        {mode for mode, batch in zip(made[-1].modes, made[-1].batches, strict=True) if max(batch) >= 900}
    )


@probe
def parameters_of_a_run(run, device):
    """A network that learns 4 numbers and has 5 frozen ones."""
    return _run(run, device)[1][0]["parameters"]


@probe
def model_of_a_run(run, device):
    """The entry `model`: its class, and its mode."""
    model = _run(run, device)[1][0]["model"]
    return type(model).__name__, "training mode" if model.training else "evaluation mode"


# compare

_SCORES = {"small": {1: 0.90, 2: 0.92, 3: 0.97}, "large": {1: 0.95, 2: 0.94, 3: 0.93}}


def _compare(compare) -> tuple[object, list[tuple[str, int]]]:
    calls: list[tuple[str, int]] = []

    def score(make_model, seed: int) -> float:
        calls.append((make_model(), seed))
        return _SCORES[calls[-1][0]].get(seed, 0.5)

    return compare({"small": lambda: "small", "large": lambda: "large"}, [1, 2, 3], score), calls


@probe
def trainings_that_happen(compare):
    """Two networks and the seeds 1, 2, 3: which network is trained with which seed, sorted."""
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
    return confusion(labels, torch.tensor([0, 1, 1, 0, 0, 2], device=device), 3).long()


@probe
def classes_that_do_not_occur(confusion, device):
    """The labels 0, 1 and the guesses 1, 1 of five classes: the shape."""
    return tuple(confusion(torch.tensor([0, 1], device=device), torch.tensor([1, 1], device=device), 5).shape)


@probe
def dtype_of_the_counts(confusion, device):
    """The dtype of the matrix."""
    return confusion(torch.tensor([0, 1], device=device), torch.tensor([1, 1], device=device), 2).dtype


# most_wrong


def _answers(device: torch.device) -> tuple[Tensor, Tensor]:
    """Seven answers of three classes; those at the places 1, 2, 4 and 6 are wrong."""
    logits = torch.tensor(
        [
            [9.0, 0.0, 0.0],  # right, and surest of all
            [30.0, 29.0, 27.0],  # wrong, with large logits but not sure
            [0.0, 5.0, 0.0],  # wrong and very sure
            [0.0, 0.0, 2.0],  # right
            [0.0, 3.0, -9.0],  # wrong and sure; the true class is nearly ruled out
            [20.0, 40.0, 0.0],  # right, with large logits
            [1.0, 0.5, 0.9],  # wrong, hardly
        ],
        device=device,
    )
    return logits, torch.tensor([0, 1, 0, 2, 2, 1, 2], device=device)


@probe
def three_of_four_mistakes(most_wrong, device):
    """Seven answers, those at the places 1, 2, 4 and 6 are wrong: the three surest mistakes."""
    return most_wrong(*_answers(device), 3)


@probe
def fewer_mistakes_than_wanted(most_wrong, device):
    """The same seven answers with k = 6: how many places come back."""
    return len(most_wrong(*_answers(device), 6))


@probe
def no_mistake_at_all(most_wrong, device):
    """Two right answers with k = 2: how many places come back."""
    logits = torch.tensor([[3.0, 0.0], [0.0, 1.0]], device=device)
    return len(most_wrong(logits, torch.tensor([0, 1], device=device), 2))


# train_digits

_once: list[tuple[nn.Module, int]] = []


def _trained(train_digits, device: torch.device) -> tuple[nn.Module, int]:
    """The network that comes back for all digits, and the optimizer's steps; trained once for all probes."""
    if not _once:
        digits, steps = data.digits(), []
        hook = register_optimizer_step_post_hook(lambda *_: steps.append(1))
        try:
            model = train_digits(digits.train_images.to(device), digits.train_labels.to(device), 0)
        finally:
            hook.remove()
        _once.append((model, len(steps)))
    return _once[0]


def _logits(model: nn.Module, images: Tensor) -> Tensor:
    with torch.no_grad():
        return model(images)


@probe(judge=at_most(1500), seconds=20)
def steps_of_the_optimizer(train_digits, device):
    """All 1,437 digits, seed 0: the steps that the optimizer took."""
    return _trained(train_digits, device)[1]


@probe(judge=at_most(50_000), seconds=20)
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
    difference = (_logits(model, images[:1]) - _logits(model, images)[:1]).abs().max().item()
    return "the same" if difference < 1e-3 else "something else"


@probe(seconds=20)
def logits_or_probabilities(train_digits, device):
    """What the network gives for 64 digits: whether each row adds up to 1, as probabilities do."""
    out = _logits(_trained(train_digits, device)[0], data.digits().test_images[:64].to(device))
    return "probabilities" if bool(((out.sum(dim=1) - 1).abs() < 1e-3).all()) else "logits"


@probe(seconds=20)
def two_trainings_with_one_seed(train_digits, device):
    """Two trainings on 64 digits with seed 7: whether the two networks are alike."""
    digits, outs = data.digits(), []
    for _ in range(2):
        model = train_digits(digits.train_images[:64].to(device), digits.train_labels[:64].to(device), 7)
        outs.append(_logits(model.eval(), digits.test_images[:64].to(device)))
    return "alike" if (outs[0] - outs[1]).abs().max() < 1e-2 else "different"


@probe(judge=at_least(0.985), seconds=20)
def accuracy_on_test_digits(train_digits, device):
    """The share of 360 test digits, with pixels from 0 to 1, that the network answers rightly."""
    digits = data.digits()
    guesses = _logits(_trained(train_digits, device)[0], digits.test_images.to(device)).argmax(dim=1).cpu()
    return (guesses == digits.test_labels).float().mean().item()


# result_card


class Gauge(nn.Module):
    """Answers rightly where an image's second pixel lies below its skill; learns nothing."""

    def __init__(self, skill: float, test_skill: float) -> None:
        super().__init__()
        self.unused = nn.Parameter(torch.zeros(()))
        self.skill = skill
        self.test_skill = test_skill

    def forward(self, x: Tensor) -> Tensor:
        number, rank = x[:, 0, 0, 0].long(), x[:, 0, 0, 1]
        right = torch.where(rank < 1, rank < self.skill, rank - 1 < self.test_skill)
        return F.one_hot((number + (~right).long()) % 3, 3) * 5.0 + self.unused


class Sealed:
    """As in the starter: counts how often it is opened."""

    def __init__(self, images: Tensor, labels: Tensor) -> None:
        self._part = images, labels
        self.opened = 0

    def open(self) -> tuple[Tensor, Tensor]:
        self.opened += 1
        return self._part


def _ranked(n: int, lowest: float, device: torch.device) -> tuple[Tensor, Tensor]:
    """n images of 1 × 1 × 2: the class, and a rank from `lowest` on, evenly spaced below `lowest` + 1."""
    labels = torch.arange(n) % 3
    pixels = torch.stack([labels.float(), lowest + (torch.arange(n) + 0.5) / n], dim=1)
    return pixels[:, None, None].to(device), labels.to(device)


def _card(result_card, device: torch.device) -> tuple[dict, int]:
    """`lucky` is right on 95, 35 and 35 % of the validation images, `steady` on 60, 65 and 55 %."""
    skills = {1: (0.95, 0.6), 2: (0.35, 0.65), 3: (0.35, 0.55)}
    tests = {1: 0.5, 2: 0.6, 3: 0.7}

    def skill(index: int) -> float:
        return skills.get(torch.initial_seed(), (0.0, 0.0))[index]

    makers = {
        "lucky": lambda: Gauge(skill(0), 0.8).to(device),
        "steady": lambda: Gauge(skill(1), tests.get(torch.initial_seed(), 0.0)).to(device),
    }
    test = Sealed(*_ranked(50, 1.0, device))
    parts = _ranked(30, 0.0, device), _ranked(20, 0.0, device), test
    return result_card(makers, [1, 2, 3], *parts, 1), test.opened


@probe
def network_that_is_chosen(result_card, device):
    """Validation accuracies 0.95, 0.35, 0.35 of `lucky` and 0.60, 0.65, 0.55 of `steady`: which is chosen."""
    return _card(result_card, device)[0]["chosen"]


@probe
def looks_at_the_test_set(result_card, device):
    """Two networks, three seeds: how often the test set is opened."""
    return _card(result_card, device)[1]


@probe
def validation_on_the_card(result_card, device):
    """The same two networks: the mean and the standard deviation on the card."""
    return list(_card(result_card, device)[0]["validation"])


@probe
def test_on_the_card(result_card, device):
    """`steady` trained with the seeds 1, 2, 3 has 0.5, 0.6 and 0.7 on the test images: what the card says."""
    return _card(result_card, device)[0]["test"]


@probe
def standard_error_on_the_card(result_card, device):
    """20 validation and 50 test images: the standard error on the card."""
    return _card(result_card, device)[0]["standard_error"]
