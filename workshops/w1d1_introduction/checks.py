"""Probes for the exercises of the first day."""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import combinations, pairwise
from typing import Any
from unittest import mock

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.optimizer import register_optimizer_step_pre_hook
from torch.overrides import TorchFunctionMode

from kindling import at_least, at_most, data, probe

FACTS = ("torch", "threads", "dtype", "cuda")
VERSION = "12.10.11+cu999"


@contextmanager
def pretend(*, cuda: int, build: bool = True, mac: bool = False) -> Iterator[None]:
    """Let torch answer as on another computer until the block ends.

    Args:
        cuda: how many GPUs it has for CUDA.
        build: whether its PyTorch is built for CUDA.
        mac: whether it has Apple's GPU, which is not one for CUDA.
    """

    def current_accelerator(check_available: bool = False) -> torch.device | None:
        if mac:
            return torch.device("mps")
        return torch.device("cuda") if build and (cuda or not check_available) else None

    def current_device() -> int:
        if cuda:
            return 0
        raise RuntimeError("Found no NVIDIA driver on your system.")

    answers = (
        (torch.cuda, "is_available", lambda: cuda > 0),
        (torch.cuda, "device_count", lambda: cuda),
        (torch.cuda, "current_device", current_device),
        (torch.accelerator, "is_available", lambda: mac or cuda > 0),
        (torch.accelerator, "device_count", lambda: 1 if mac else cuda),
        (torch.accelerator, "current_device_index", (lambda: 0) if mac else current_device),
        (torch.accelerator, "current_accelerator", current_accelerator),
        (torch.backends.cuda, "is_built", lambda: build),
        (torch.backends.mps, "is_available", lambda: mac),
        (torch.backends.mps, "is_built", lambda: mac),
        (torch.version, "cuda", "13.2" if build else None),
        (torch._C, "_cuda_getDeviceCount", lambda: cuda),  # noqa: SLF001 - what `is_available` asks itself
    )
    with ExitStack() as stack:
        for holder, name, answer in answers:
            stack.enter_context(mock.patch.object(holder, name, answer, create=True))
        yield


@probe
def shape_of_the_table(first_tensor):
    """The shape for 4 rows."""
    return tuple(first_tensor(4).shape)


@probe
def shape_of_many_rows(first_tensor):
    """The shape for 200 rows."""
    return tuple(first_tensor(200).shape)


@probe
def shape_of_one_row(first_tensor):
    """The shape for a single row."""
    return tuple(first_tensor(1).shape)


@probe
def dtype_of_the_table(first_tensor):
    """The dtype for 2 rows."""
    return first_tensor(2).dtype


@probe
def only_ones(first_tensor):
    """Whether every number is 1, for 2 rows and for 200."""
    found = {}
    for rows in (2, 200):
        torch.full((rows, 3), 7)  # leaves sevens in the memory that it gives back
        found[f"{rows} rows"] = bool((first_tensor(rows) == 1).all())
    return found


@probe
def two_tables(first_tensor):
    """Whether the tables of two calls share their memory, so that changing one would change the other."""
    one, other = first_tensor(5), first_tensor(5)
    return one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()


def kind(value: object) -> str:
    """The Python type by its name; a text of PyTorch's own is a text, a NumPy float is a float."""
    if isinstance(value, Tensor) and value.numel() != 1:
        return f"Tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.bool_):
        return "NumPy bool"
    plain = next((each for each in (str, float) if isinstance(value, each)), type(value))
    return "a function, not called" if callable(value) else plain.__name__


@probe
def kinds_of_the_facts(env_report):
    """The names in the report, and the type of what stands under each."""
    report = env_report()
    if all(fact in report for fact in FACTS):
        return {fact: kind(report[fact]) for fact in FACTS}
    return {name: kind(value) for name, value in report.items()} if isinstance(report, dict) else {}


@contextmanager
def pretend_version(answer: Callable[..., Any]) -> Iterator[None]:
    """Let torch call itself VERSION, also where the answer's file asked it when it was loaded."""
    asked = str(torch.__version__)
    names = getattr(inspect.unwrap(answer), "__globals__", {})
    noted = [name for name, value in names.items() if isinstance(value, str) and str(value) == asked]
    with ExitStack() as stack:
        for holder in (torch, torch.version, torch.torch_version):
            stack.enter_context(mock.patch.object(holder, "__version__", VERSION))
        stack.enter_context(mock.patch.dict(names, dict.fromkeys(noted, VERSION)))
        yield


@probe
def another_version(env_report):
    """While PyTorch calls itself 12.10.11+cu999: the version in the report."""
    with pretend_version(env_report):
        told = str(env_report()["torch"])
    if told == VERSION:
        return "the whole version"
    return "only a part of the version" if told and told in VERSION else "another version"


@probe
def more_threads(env_report):
    """By how many the reported threads grow when PyTorch is told to use 5 instead of 3."""
    try:
        torch.set_num_threads(3)
        before = env_report()["threads"]
        torch.set_num_threads(5)
        return int(env_report()["threads"]) - int(before)
    finally:
        torch.set_num_threads(1)


@probe
def another_default_dtype(env_report):
    """After `torch.set_default_dtype` with each of these dtypes: the dtypes in the report."""
    dtypes = (torch.float32, torch.float64, torch.float16)
    found = {}
    try:
        for dtype in dtypes:
            torch.set_default_dtype(dtype)
            found[str(dtype)] = str(env_report()["dtype"])
    finally:
        torch.set_default_dtype(torch.float32)
    return found


@probe
def gpus_on_four_computers(env_report):
    """Whether the report finds a GPU for CUDA, on four computers."""
    computers = {
        "with such a GPU": pretend(cuda=1),
        "without a GPU": pretend(cuda=0),
        "with a PyTorch that is built without CUDA": pretend(cuda=0, build=False),
        "with a GPU of Apple's": pretend(cuda=0, build=False, mac=True),
    }
    found = {}
    for name, computer in computers.items():
        with computer:
            found[name] = bool(env_report()["cuda"])
    return found


def name_of(device: object) -> str:
    """The device as text, the first GPU without its number; of anything else, the type."""
    is_named = isinstance(device, (torch.device, str))
    return str(device).removesuffix(":0") if is_named else type(device).__name__


@probe
def device_with_a_gpu(pick_device):
    """The device on a computer that has one GPU."""
    with pretend(cuda=1):
        return name_of(pick_device())


@probe
def device_with_two_gpus(pick_device):
    """The device on a computer that has two GPUs."""
    with pretend(cuda=2):
        return name_of(pick_device())


@probe
def device_without_a_gpu(pick_device):
    """The device on a computer that has no GPU, with a PyTorch that is built for CUDA."""
    with pretend(cuda=0):
        return name_of(pick_device())


@probe
def device_of_a_cpu_build(pick_device):
    """The device on a computer without a GPU, with a PyTorch that is built without CUDA."""
    with pretend(cuda=0, build=False):
        return name_of(pick_device())


@probe
def cuda_on_a_mac(pick_device):
    """Whether it names CUDA on a computer with Apple's GPU, which CUDA cannot use."""
    with pretend(cuda=0, build=False, mac=True):
        return name_of(pick_device()).startswith("cuda")


@probe
def kind_of_device(pick_device):
    """The Python type of the result, on a computer that has no GPU."""
    with pretend(cuda=0):
        return type(pick_device()).__name__


@probe
def shape_of_rolls(roll):
    """The shape of 7 rolls."""
    return tuple(roll(3, 7).shape)


@probe
def shape_of_a_single_roll(roll):
    """The shape of a single roll."""
    return tuple(roll(3, 1).shape)


@probe
def smallest_and_largest(roll):
    """The smallest and the largest number among 6,000 rolls."""
    rolled = torch.as_tensor(roll(3, 6000))
    return int(rolled.min()), int(rolled.max())


@probe
def dtype_of_rolls(roll):
    """The dtype of 7 rolls."""
    return roll(3, 7).dtype


@probe(judge=at_least(850, "the count of the rarest face"))
def rarest_face(roll):
    """How often the rarest of the faces 1 to 6 comes up in 6,000 rolls; by chance about 1,000 times."""
    rolled = torch.as_tensor(roll(3, 6000))
    return min(int((rolled == face).sum()) for face in range(1, 7))


@probe(judge=at_least(3, "the lead of the commonest face over the rarest"))
def uneven_counts(roll):
    """By how much the commonest face is ahead of the rarest in 6,000 rolls; chance is uneven, by about 75."""
    counts = torch.as_tensor(roll(3, 6000)).long().flatten().bincount()
    return int(counts.max() - counts[counts > 0].min())


@probe(judge=at_least(36, "the number of different pairs of neighbours"))
def pairs_of_neighbours(roll):
    """How many pairs of a roll and the next one come up in 6,000 rolls; there are 6 times 6."""
    rolled = torch.as_tensor(roll(3, 6000)).flatten().tolist()
    return len(set(pairwise(rolled)))


@probe(judge=at_most(0.07, "the share of the commonest pair"))
def pairs_at_every_distance(roll):
    """The share of the commonest pair of a roll and a later one among 3,000, over all distances up to 1,600.

    Each of the 36 pairs has a share of about 0.028 by chance; the commonest of all stays below 0.055.
    """
    rolled = torch.as_tensor(roll(3, 3000)).long().flatten().numpy()
    pairs = (6 * rolled[:-distance] + rolled[distance:] for distance in range(1, 1601))
    return max(float(np.bincount(each).max() / len(each)) for each in pairs)


@probe
def same_seed(roll):
    """Whether seed 3 gives the same 100 rolls twice, though other random numbers were drawn in between."""
    before = roll(3, 100)
    torch.rand(5)
    return bool((torch.as_tensor(before) == torch.as_tensor(roll(3, 100))).all())


@probe
def rolls_that_were_changed(roll):
    """Whether seed 3 gives the same 100 rolls again after somebody has set those of the first call to 0."""
    first = torch.as_tensor(roll(3, 100))
    before = first.clone()
    first.zero_()
    return bool((before == torch.as_tensor(roll(3, 100))).all())


@probe(judge=at_least(30, "the number of rolls that another seed changes"))
def other_seed(roll):
    """How many of 100 rolls differ between seed 3 and seed 4; about 83 are to be expected."""
    return int((torch.as_tensor(roll(3, 100)) != torch.as_tensor(roll(4, 100))).sum())


SEEDS = (0, 1, 2, 3, 1003, 2**16 + 3, 2**31 + 3, 2**32 - 2, 2**32 - 1)


@probe(judge=at_least(30, "the number of rolls that another seed changes"))
def many_seeds(roll):
    """How many of 100 rolls differ at least between two of nine seeds; by chance about 83."""
    rolled = [torch.as_tensor(roll(seed, 100)) for seed in SEEDS]
    return min(int((one != other).sum()) for one, other in combinations(rolled, 2))


@probe(judge=at_least(30, "the number of rolls that differ from the previous seed's, shifted by one"))
def next_seed(roll):
    """How many of 99 rolls differ between seed 4 and seed 3 without its first roll; by chance about 83."""
    return int((torch.as_tensor(roll(3, 100))[1:] != torch.as_tensor(roll(4, 100))[:-1]).sum())


def shared_states() -> list[object]:
    """Where the generators that all code shares are: PyTorch's, NumPy's, Python's."""
    numpy_state = np.random.get_state()  # noqa: NPY002 - the old generator is the one that all code shares
    return [torch.get_rng_state().tolist(), numpy_state[1].tolist() + [numpy_state[2]], random.getstate()]


@probe
def shared_generators(roll):
    """Which of the generators that all code shares have moved after 10 rolls; others had drawn before."""
    torch.rand(3)
    np.random.rand(3)  # noqa: NPY002 - the old generator is the one that all code shares
    random.random()
    before = shared_states()
    roll(3, 10)
    names = zip(("PyTorch's", "NumPy's", "Python's"), before, shared_states(), strict=True)
    return [name for name, old, new in names if old != new]


@probe
def three_baskets_in_two_shops(fix_me_1, device):
    """3 baskets of 4 kinds of fruit, 2 shops, prices with decimals."""
    baskets = torch.tensor([[1.0, 0, 0, 0], [0, 2, 0, 1], [1, 1, 1, 1]], device=device)
    return fix_me_1(baskets, torch.tensor([[1.5, 2, 3.25, 4], [5, 5.5, 6.25, 6]], device=device))


@probe
def two_of_everything(fix_me_1, device):
    """2 baskets of 2 kinds of fruit, 2 shops: every size is 2."""
    baskets = torch.tensor([[1.0, 0.0], [2.0, 1.0]], device=device)
    return fix_me_1(baskets, torch.tensor([[1.0, 10.0], [3.0, 5.0]], device=device))


@probe
def one_basket(fix_me_1, device):
    """A single basket of 3 kinds of fruit, in 2 shops: the shape of the result."""
    total = fix_me_1(torch.ones(1, 3, device=device), torch.ones(2, 3, device=device))
    return tuple(total.shape) if isinstance(total, Tensor) else total


@probe
def one_shop(fix_me_1, device):
    """2 baskets of 3 kinds of fruit, in a single shop: the shape of the result."""
    total = fix_me_1(torch.ones(2, 3, device=device), torch.ones(1, 3, device=device))
    return tuple(total.shape) if isinstance(total, Tensor) else total


@probe
def six_baskets_in_three_shops(fix_me_1, device):
    """6 baskets of 5 kinds of fruit, 3 shops, prices with three decimals, one of them above 4,000."""
    baskets = torch.tensor(
        [
            [1.0, 0, 0, 0, 0],
            [0, 1, 0, 0, 0],
            [0, 0, 0, 0, 2],
            [3, 0, 0, 1, 0],
            [0, 0, 4, 0, 1],
            [1, 1, 1, 1, 1],
        ]
    )
    prices = torch.tensor([[0.125, 4097.125, 1.5, 2, 9], [0.128, 3, 1.375, 1, 8], [0.25, 2.5, 1, 3.125, 7]])
    return fix_me_1(baskets.to(device), prices.to(device))


@probe
def numbers_of_the_product(fix_me_2, device):
    """The numbers of the product, whatever its dtype."""
    readings = torch.tensor([[1.5, 0.0], [0.25 + 1e-9, -2.0], [0.0, 4.0]], dtype=torch.float64, device=device)
    product = fix_me_2(readings, torch.tensor([[1.0, 0.5, 2.0], [3.0, 1.0, -0.5]], device=device))
    return product.float() if isinstance(product, Tensor) else product


@probe
def a_long_number(fix_me_2, device):
    """A single reading of 12345.625, times a weight of 1."""
    reading = torch.tensor([[12345.625]], dtype=torch.float64, device=device)
    product = fix_me_2(reading, torch.ones(1, 1, device=device))
    return product.float() if isinstance(product, Tensor) else product


@probe
def dtype_of_the_product(fix_me_2, device):
    """The dtype of the product."""
    readings = torch.ones(2, 3, dtype=torch.float64, device=device)
    product = fix_me_2(readings, torch.ones(3, 4, device=device))
    return product.dtype if isinstance(product, Tensor) else product


class Failures(TorchFunctionMode):
    """Counts the calls of PyTorch that stop with an error while it is on, caught or not."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __torch_function__(self, function, types, args=(), kwargs=None):
        """The call itself."""
        try:
            return function(*args, **(kwargs or {}))
        except Exception:
            self.count += 1
            raise


@probe
def errors_in_the_product(fix_me_2, device):
    """How many calls of PyTorch stop with an error on the way to the product."""
    readings = torch.ones(2, 3, dtype=torch.float64, device=device)
    with Failures() as failures:
        fix_me_2(readings, torch.ones(3, 4, device=device))
    return failures.count


def truth(value: object) -> object:
    """Whether it counts as true; nothing stays nothing."""
    return value if value is None else bool(value)


@probe
def third_is_above(fix_me_3, device):
    """The third of four readings is above the limit of 30."""
    return truth(fix_me_3(torch.tensor([20.0, 21.0, 35.0, 22.0], device=device), 30.0))


@probe
def first_is_above(fix_me_3, device):
    """The first of three readings is above the limit of 30, by far."""
    return truth(fix_me_3(torch.tensor([90.0, 20.0, 21.0], device=device), 30.0))


@probe
def last_is_far_above(fix_me_3, device):
    """The last of three readings is above the limit of 30, by far."""
    return truth(fix_me_3(torch.tensor([20.0, 21.0, 100.0], device=device), 30.0))


@probe
def all_are_above(fix_me_3, device):
    """Both readings are above the limit of 30."""
    return truth(fix_me_3(torch.tensor([35.0, 36.0], device=device), 30.0))


@probe
def types_of_the_answers(fix_me_3, device):
    """The Python types of the results: where one of two readings is above the limit, and where none is."""
    above = fix_me_3(torch.tensor([35.0, 20.0], device=device), 30.0)
    below = fix_me_3(torch.tensor([21.0, 20.0], device=device), 30.0)
    return {"one is above": kind(above), "none is above": kind(below)}


@probe
def none_is_above(fix_me_3, device):
    """None of three readings is above the limit of 30."""
    return truth(fix_me_3(torch.tensor([20.0, 21.0, 22.0], device=device), 30.0))


@probe
def exactly_the_limit(fix_me_3, device):
    """The largest of two readings is exactly the limit of 30."""
    return truth(fix_me_3(torch.tensor([30.0, -10.0], device=device), 30.0))


@probe
def barely_above(fix_me_3, device):
    """A reading of 30.0005 is above the limit of 30, a second one is far below zero."""
    return truth(fix_me_3(torch.tensor([-40.0, 30.0005], device=device), 30.0))


@probe
def seventh_of_nine_is_above(fix_me_3, device):
    """The seventh of nine readings is above the limit of 30."""
    readings = torch.full((9,), 20.0, device=device)
    readings[6] = 31.0
    return truth(fix_me_3(readings, 30.0))


@probe
def above_a_negative_limit(fix_me_3, device):
    """Both readings, -3 and -1, are above the limit of -5."""
    return truth(fix_me_3(torch.tensor([-3.0, -1.0], device=device), -5.0))


@probe
def below_a_negative_limit(fix_me_3, device):
    """Both readings, -10 and -8, are below the limit of -5."""
    return truth(fix_me_3(torch.tensor([-10.0, -8.0], device=device), -5.0))


@probe
def zero_above_a_negative_limit(fix_me_3, device):
    """A reading of 0 is above the limit of -5, a second one of -8 is not."""
    return truth(fix_me_3(torch.tensor([-8.0, 0.0], device=device), -5.0))


@probe
def limit_of_zero(fix_me_3, device):
    """A reading of 0.5 is above the limit of 0, a second one of -1 is not."""
    return truth(fix_me_3(torch.tensor([-1.0, 0.5], device=device), 0.0))


@probe
def far_below_the_limit(fix_me_3, device):
    """Both readings, 1 and 2, are far below the limit of 30."""
    return truth(fix_me_3(torch.tensor([1.0, 2.0], device=device), 30.0))


@probe
def far_below_zero(fix_me_3, device):
    """Neither of two readings is above the limit of 30; one is far below zero."""
    return truth(fix_me_3(torch.tensor([20.0, -40.0], device=device), 30.0))


@probe
def only_zeros(fix_me_3, device):
    """Both readings are 0 and the limit is 30."""
    return truth(fix_me_3(torch.zeros(2, device=device), 30.0))


@probe
def small_limit(fix_me_3, device):
    """Neither of two readings, 0.25 and 0.5, is above the limit of 0.5."""
    return truth(fix_me_3(torch.tensor([0.25, 0.5], device=device), 0.5))


@probe
def errors_on_the_way(fix_me_3, device):
    """How many calls of PyTorch stop with an error on the way to the answer."""
    with Failures() as failures:
        fix_me_3(torch.tensor([35.0, 20.0], device=device), 30.0)
    return failures.count


def number(value: object) -> object:
    """A share or a loss as a number, also where it came as a tensor; nothing stays nothing."""
    return value if value is None else float(value.detach() if isinstance(value, Tensor) else value)


@probe
def three_of_four_right(share_right, device):
    """Four images, three classes; three of the four largest scores stand at the right label."""
    scores = torch.tensor([[2.0, 1, 0], [0, -1, 3], [-3, -1, -2], [1, 0, 5]], device=device)
    return number(share_right(scores, torch.tensor([0, 0, 1, 2], device=device)))


@probe
def three_by_three(share_right, device):
    """Three images, three classes: as many rows as columns, and one of the three right."""
    scores = torch.tensor([[9.0, 8, 7], [1, 2, 3], [6, 5, 4]], device=device)
    return number(share_right(scores, torch.tensor([0, 0, 1], device=device)))


@probe
def a_single_image(share_right, device):
    """A single image, read right."""
    scores = torch.tensor([[0.1, 0.2, 0.7, 0.3]], device=device)
    return number(share_right(scores, torch.tensor([2], device=device)))


@probe
def second_largest_scores(share_right, device):
    """Two images, four classes; the right label of each has the second-largest score."""
    scores = torch.tensor([[1.0, 5, 4, 0], [1, 4, 5, 0]], device=device)
    return number(share_right(scores, torch.tensor([2, 1], device=device)))


@probe
def seven_images(share_right, device):
    """Seven images, six classes, all scores near -5000; one of the seven is read right."""
    scores = (torch.arange(42.0) * 25 % 43 - 5000).reshape(7, 6).flip(1).to(device)
    return number(share_right(scores, torch.tensor([2, 3, 5, 3, 2, 3, 2], device=device)))


@probe
def other_dtypes(share_right, device):
    """Scores in float16, and in float64 so close that float32 takes them for equal: the shares."""
    small = torch.tensor([[2.0, 1], [3, 1], [0, 5]], dtype=torch.float16, device=device)
    more = 1 + 1e-12
    close = torch.tensor([[more, 1], [more, 1], [1, more]], dtype=torch.float64, device=device)
    labels = torch.tensor([1, 1, 1], device=device)
    return {"float16": number(share_right(small, labels)), "float64": number(share_right(close, labels))}


@probe
def scores_of_a_network(share_right, device):
    """Scores that come straight from a network."""
    model, images, labels, *_ = tiny(device)
    return number(share_right(model(images), labels))


@probe
def types_of_the_share(share_right, device):
    """The Python types of the results, where a part of the images is read right, all are, and none is."""
    scores = torch.tensor([[2.0, 1.0], [0.0, 3.0]], device=device)
    labels = {"a part": (0, 0), "all": (0, 1), "none": (1, 0)}
    return {
        name: kind(share_right(scores, torch.tensor(each, device=device))) for name, each in labels.items()
    }


def tiny(device: torch.device) -> tuple[nn.Module, Tensor, Tensor, Tensor, Tensor]:
    """A network of one layer with known weights, three training images and four test images of two pixels."""
    model = nn.Linear(2, 2)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([[0.5, -0.5], [0.0, 1.0]]))
        model.bias.zero_()
    images = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.5]])
    new_images = torch.tensor([[2.0, 0.0], [0.0, 2.0], [3.0, 1.0], [0.0, 3.0]])
    labels, new_labels = torch.tensor([0, 1, 0]), torch.tensor([0, 0, 1, 1])
    parts = (each.to(device) for each in (images, labels, new_images, new_labels))
    return model.to(device), *parts


@probe
def first_loss(mini_pipeline, device):
    """The loss of the first step, on three images of two pixels."""
    losses, _ = mini_pipeline(*tiny(device), 1)
    return number(losses[0])


@probe
def gradients_that_are_computed(mini_pipeline, device):
    """How often gradients are computed in 3 steps."""
    model, *rest = tiny(device)
    passes = []
    model.weight.register_hook(lambda gradient: passes.append(1))
    mini_pipeline(model, *rest, 3)
    return len(passes)


@probe
def gradients_at_each_step(mini_pipeline, device):
    """What the optimizer finds at each of 3 steps."""
    found = []

    def look(optimizer, args, kwargs):
        gradients = [each.grad for group in optimizer.param_groups for each in group["params"]]
        there = any(each is not None and bool(each.any()) for each in gradients)
        found.append("gradients" if there else "no gradients")

    hook = register_optimizer_step_pre_hook(look)
    try:
        mini_pipeline(*tiny(device), 3)
    finally:
        hook.remove()
    return found


@probe
def weights_after_one_step(mini_pipeline, device):
    """The weights after one step."""
    model, *rest = tiny(device)
    mini_pipeline(model, *rest, 1)
    return model.weight.detach()


@probe
def losses_of_four_steps(mini_pipeline, device):
    """The losses of four steps."""
    losses, _ = mini_pipeline(*tiny(device), 4)
    return [number(each) for each in losses]


@probe
def types_of_the_numbers(mini_pipeline, device):
    """The Python types of the losses as a whole, of the first of them and of the share."""
    losses, share = mini_pipeline(*tiny(device), 2)
    return {"losses": kind(losses), "first loss": kind(losses[0]), "share": kind(share)}


class Spectator(nn.Module):
    """Hands its input on and remembers it."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Tensor] = []

    def forward(self, images: Tensor) -> Tensor:
        """The images as they came."""
        self.seen.append(images.detach().clone())
        return images


@probe
def images_that_the_model_gets(mini_pipeline, device):
    """The shapes in which the model gets single images, other than their own, which is 1 by 1 by 2."""
    layer, images, labels, new_images, new_labels = tiny(device)
    first = Spectator()
    model = nn.Sequential(first, nn.Flatten(), layer)
    mini_pipeline(model, images[:, None, None], labels, new_images[:, None, None], new_labels, 1)
    return sorted({tuple(images.shape[1:]) for images in first.seen} - {(1, 1, 2)})


@probe
def share_of_new_images(mini_pipeline, device):
    """The share of four test images read right, two of which have labels that no training image suggests."""
    _, accuracy = mini_pipeline(*tiny(device), 5)
    return float(accuracy)


def many(device: torch.device) -> tuple[nn.Module, Tensor, Tensor, Tensor, Tensor]:
    """A network of two layers with known weights, 1,200 training images and 60 test images of four pixels.

    The pixels reach from -20 to 20, so a learning rate of 1 makes the loss rise and fall.
    """
    generator = torch.Generator().manual_seed(5)
    images = 5 * torch.randn(1260, 4, generator=generator)
    labels = torch.stack([images[:, 0], -images[:, 1], images[:, 2] / 2]).argmax(dim=0)
    by_chance = torch.randint(3, (1260,), generator=generator)
    labels = torch.where(torch.rand(1260, generator=generator) < 0.3, by_chance, labels)
    model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))
    with torch.no_grad():
        for each in model.parameters():
            each.copy_(torch.randn(each.shape, generator=generator))
    parts = (images[:1200], labels[:1200], images[1200:], labels[1200:])
    return model.to(device), *(each.to(device) for each in parts)


@probe
def all_training_images(mini_pipeline, device):
    """Whether the model gets all of 1,200 training images in a step, as they are."""
    layers, images, *rest = many(device)
    first = Spectator()
    mini_pipeline(nn.Sequential(first, layers), images, *rest, 1)
    return bool(torch.isin(images, torch.cat([each.reshape(-1, 4) for each in first.seen])).all())


@probe
def losses_on_many_images(mini_pipeline, device):
    """Four steps with 1,200 training images: the losses."""
    losses, _ = mini_pipeline(*many(device), 4)
    return [number(each) for each in losses]


@probe
def shares_after_each_step(mini_pipeline, device):
    """The share of 60 test images read right, after 1, 2, 3 and 4 steps."""
    return [number(mini_pipeline(*many(device), steps)[1]) for steps in (1, 2, 3, 4)]


@probe
def losses_of_many_steps(mini_pipeline, device):
    """300 steps, the training images also as test images: the number of losses, and the last loss."""
    model, *training, _, _ = tiny(device)
    losses, _ = mini_pipeline(model, *training, *training, 300)
    return {"number": len(losses), "last loss": number(losses[-1])}


@probe(judge=at_least(0.93, "the accuracy on test digits"))
def accuracy_on_digits(mini_pipeline, device):
    """The share of 360 handwritten digits read right after 200 steps."""
    digits = data.digits()
    model = nn.Sequential(nn.Flatten(), nn.Linear(64, 10)).to(device)
    parts = (digits.train_images, digits.train_labels, digits.test_images, digits.test_labels)
    _, accuracy = mini_pipeline(model, *(each.to(device) for each in parts), 200)
    return float(accuracy)
