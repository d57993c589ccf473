"""Known answers: other right ones, and the mistakes that people make on their first day with PyTorch."""

from __future__ import annotations

import copy
import hashlib
import os
import random
from functools import lru_cache

import numpy as np
import solution
import torch
import torch.nn.functional as F

from kindling import alternative, misconception

TABLE = torch.ones(1000, 3, dtype=torch.int64)
VERSION = str(torch.__version__)
REPORT = solution.env_report()


def report(**facts):
    """The right report, with some of its facts replaced."""
    return {**solution.env_report(), **facts}


def train(model, images, labels, steps, change, loss_of=F.cross_entropy):
    """The losses of a training whose way to change the weights and whose loss can be wrong."""
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(steps):
        loss = loss_of(model(images), labels)
        losses.append(loss.item())
        change(optimizer, loss)
    return losses


def change_rightly(optimizer, loss):
    """The three calls of a step, in the right order."""
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


@alternative("makes decimal ones, then converts")
def first_tensor(n):
    return torch.ones((n, 3)).to(torch.int64)


@alternative("builds a list of rows first")
def first_tensor(n):
    return torch.tensor([[1, 1, 1] for _ in range(n)])


@misconception("decimal numbers", "`torch.ones` makes decimal numbers unless it is told a dtype.")
def first_tensor(n):
    return torch.ones(n, 3)


@misconception(
    "whole numbers of 32 bits",
    "These are whole numbers, but of 32 bits: `int` and `int32` are not the dtype of the statement.",
)
def first_tensor(n):
    return torch.ones(n, 3).int()


@misconception(
    "decimal numbers, and not ones",
    "These are decimal numbers, and not ones. `torch.Tensor` with a capital T fills nothing in: it leaves what lay in memory.",
)
def first_tensor(n):
    return torch.Tensor(n, 3)  # outdated on purpose


@misconception(
    "whole numbers, and not ones",
    "Not all of these whole numbers are 1: print the table. If it comes from `torch.empty`, that only reserves memory, and "
    "what lies there may look right by luck.",
)
def first_tensor(n):
    return torch.empty(n, 3, dtype=torch.int64)


@misconception(
    "all numbers in a line",
    "There are 3 numbers for each row, but all in a line: a table has two dimensions, so it takes two sizes.",
)
def first_tensor(n):
    return torch.ones(n * 3, dtype=torch.int64)


@misconception(
    "a single row loses its dimension",
    "With a single row the table becomes a line: `squeeze` and indexing with a number take a dimension away.",
)
def first_tensor(n):
    return torch.ones(n, 3, dtype=torch.int64).squeeze()


@misconception("rows and columns exchanged", "The rows are counted first: here 3 is the number of rows.")
def first_tensor(n):
    return torch.ones(3, n, dtype=torch.int64)


@misconception(
    "sizes taken as values",
    "`torch.tensor` takes the numbers that the tensor shall hold, not its sizes.",
)
def first_tensor(n):
    return torch.tensor([n, 3])


@misconception(
    "a list instead of a tensor",
    "A Python list comes back. A list has no shape and no dtype: it must become a tensor.",
)
def first_tensor(n):
    return [[1, 1, 1] for _ in range(n)]


@misconception(
    "an array of NumPy",
    "An array of NumPy comes back. It looks alike, but it is no tensor: its dtypes are those of NumPy.",
)
def first_tensor(n):
    return np.ones((n, 3), dtype=np.int64)


@misconception(
    "one table for all calls",
    "Every call gives a piece of the same memory, so whoever changes one table changes all of them.",
)
def first_tensor(n):
    return TABLE[:n]


@alternative("asks by other routes")
def env_report():
    return {
        "cuda": torch.cuda.device_count() > 0,
        "dtype": str(torch.tensor(0.5).dtype),
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
    }


@alternative("notes the version when the file is loaded")
def env_report():
    return report(torch=VERSION)


@misconception(
    "values without their names",
    "The values come in a row, without names. A dictionary tells which value belongs to which fact.",
)
def env_report():
    return tuple(solution.env_report().values())


@misconception(
    "a version from elsewhere",
    "The version is not what `torch.__version__` says. One that is typed in stays the same when PyTorch is upgraded; other "
    "sources say less.",
)
def env_report():
    return report(torch="2.15.0")


@misconception(
    "the version shortened",
    "A part of the version is missing. What stands behind a `+` matters too: it says for which kind of computer this PyTorch was built.",
)
def env_report():
    return report(torch=str(torch.__version__).split("+")[0])


@misconception(
    "the facts of another moment",
    "None of the four facts follows PyTorch: they were typed in, or asked for once and kept. Each call has to ask anew.",
)
def env_report():
    return dict(REPORT)


@misconception(
    "the threads of the machine",
    "The number of threads does not follow PyTorch's own setting. The machine's processors are another number.",
)
def env_report():
    return report(threads=os.cpu_count())


@misconception(
    "the dtype typed in",
    "The dtype is the usual one, but nobody asked: it stays the same when the program changes its default.",
)
def env_report():
    return report(dtype="torch.float32")


@misconception(
    "the dtype of other decimal numbers",
    "The dtype is float64 whatever PyTorch's default is. NumPy's numbers and Python's have 64 bits; new tensors have a setting of "
    "their own.",
)
def env_report():
    return report(dtype=str(torch.from_numpy(np.ones(1)).dtype))


@misconception(
    "the dtype of whole numbers",
    "A tensor made from whole numbers has a dtype of its own. The report wants the one for decimal numbers.",
)
def env_report():
    return report(dtype=str(torch.tensor([1, 2]).dtype))


@misconception(
    "the dtype itself, not its name",
    "`dtype` holds an object of PyTorch; a report that can be printed, compared and saved holds its name as text.",
)
def env_report():
    return report(dtype=torch.get_default_dtype())


@misconception(
    "a GPU everywhere",
    "The report promises a GPU without asking whether this computer has one.",
)
def env_report():
    return report(cuda=True)


@misconception(
    "a GPU nowhere",
    "The report denies a GPU where PyTorch says that there is one. Was it asked, in this call?",
)
def env_report():
    return report(cuda=False)


@misconception(
    "what PyTorch was built for",
    "That tells what this PyTorch was built for. The same build also runs on computers without a GPU.",
)
def env_report():
    return report(cuda=torch.version.cuda is not None)


@misconception(
    "any accelerator taken for CUDA",
    "That finds GPUs of every kind. On a Mac there is one, and CUDA cannot use it.",
)
def env_report():
    return report(cuda=torch.accelerator.is_available())


@misconception(
    "a truth value of NumPy",
    "The truth value under `cuda` is one of NumPy's. It looks like Python's `bool` and is another type.",
)
def env_report():
    return report(cuda=np.bool_(torch.cuda.is_available()))


@misconception(
    "the question without its parentheses",
    "Without parentheses it is the function itself that stands under `cuda`, not its answer.",
)
def env_report():
    return report(cuda=torch.cuda.is_available)


@alternative("names the current GPU by its number")
def pick_device():
    if torch.cuda.is_available():
        return torch.device("cuda", torch.cuda.current_device())
    return torch.device("cpu")


@alternative("counts the GPUs")
def pick_device():
    if torch.cuda.device_count() > 0:
        return torch.device("cuda", 0)
    return torch.device("cpu")


@alternative("asks for the accelerator that is present")
def pick_device():
    return torch.accelerator.current_accelerator(check_available=True) or torch.device("cpu")


@misconception(
    "the GPU everywhere",
    "It gives the GPU also where there is none. Is the question asked in every call, and with its parentheses?",
)
def pick_device():
    return torch.device("cuda")


@misconception("the CPU everywhere", "It gives the CPU also where PyTorch reports a GPU.")
def pick_device():
    return torch.device("cpu")


@misconception(
    "what PyTorch was built for",
    "It asks what this PyTorch was built for. A build with CUDA also runs on computers without a GPU.",
)
def pick_device():
    return torch.device("cuda" if torch.backends.cuda.is_built() else "cpu")


@misconception(
    "the accelerator's name without its presence",
    "`current_accelerator()` names what this build can drive, present or not. Is there one here? That is another question.",
)
def pick_device():
    return torch.accelerator.current_accelerator()


@misconception(
    "nothing where there is no GPU",
    "Where there is no GPU it gives None. The CPU is a device too: it has to be named.",
)
def pick_device():
    return torch.accelerator.current_accelerator(check_available=True)


@misconception(
    "the second GPU",
    "GPUs are counted from 0: `cuda:1` is the second one, and most computers that have a GPU have one.",
)
def pick_device():
    return torch.device("cuda:1" if torch.cuda.is_available() else "cpu")


@misconception(
    "the last GPU",
    "The number of GPUs leads to the last one, because they are counted from 0. The first is wanted.",
)
def pick_device():
    count = torch.cuda.device_count()
    return torch.device("cuda", count - 1) if count else torch.device("cpu")


@misconception(
    "any accelerator taken for CUDA",
    "The question is whether there is a GPU of any kind, and the answer names CUDA. On a Mac there is one, and CUDA cannot use it.",
)
def pick_device():
    return torch.device("cuda" if torch.accelerator.is_available() else "cpu")


@misconception(
    "a default for all code",
    "`set_default_device` moves every tensor that any code makes from now on. This function only names a device.",
)
def pick_device():
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_default_device(device)
    return device


@misconception(
    "a name instead of a device",
    "A name is a piece of text, not a device: it has no `.type`.",
)
def pick_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


@misconception("the two answers exchanged", "The CPU comes where there is a GPU, and the other way round.")
def pick_device():
    return torch.device("cpu" if torch.cuda.is_available() else "cuda")


@alternative("lets Python's own generator roll")
def roll(seed, n):
    return torch.tensor(random.Random(seed).choices(range(1, 7), k=n))


@alternative("puts the shared generator back")
def roll(seed, n):
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return torch.randint(6, (n,)) + 1


@alternative("asks NumPy for a generator")
def roll(seed, n):
    return torch.from_numpy(np.random.default_rng(seed).integers(1, 7, n))


@alternative("takes the rolls from a stream of hashes")
def roll(seed, n):
    rolls, block = [], 0
    while len(rolls) < n:
        digest = hashlib.sha256(f"{seed} {block}".encode()).digest()
        rolls += [byte % 6 + 1 for byte in digest if byte < 252]
        block += 1
    return torch.tensor(rolls[:n])


@misconception(
    "the six never comes", "The upper end of `randint` is left out, so the largest number never comes up."
)
def roll(seed, n):
    return torch.randint(1, 6, (n,), generator=torch.Generator().manual_seed(seed))


@misconception("counted from zero", "The rolls run from 0 to 5: they are counted from 0.")
def roll(seed, n):
    return torch.randint(6, (n,), generator=torch.Generator().manual_seed(seed))


@misconception("a die with a zero", "There are seven faces: the 0 is one of them.")
def roll(seed, n):
    return torch.randint(0, 7, (n,), generator=torch.Generator().manual_seed(seed))


@misconception(
    "rounded at the ends",
    "Rounding gives the smallest and the largest face only half as much room as the others, so the die is not fair.",
)
def roll(seed, n):
    return (1 + 5 * torch.rand(n, generator=torch.Generator().manual_seed(seed))).round().long()


@misconception(
    "rolls in decimal numbers", "The rolls come as decimal numbers: their dtype is not one of whole numbers."
)
def roll(seed, n):
    return (1 + 6 * torch.rand(n, generator=torch.Generator().manual_seed(seed))).floor()


@misconception(
    "a list instead of a tensor",
    "The rolls come in a Python list, which has no shape and no dtype.",
)
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=torch.Generator().manual_seed(seed)).tolist()


@misconception(
    "rolls in a column",
    "The rolls stand in a table with a second dimension; the statement wants a single dimension of length n.",
)
def roll(seed, n):
    return torch.randint(1, 7, (n, 1), generator=torch.Generator().manual_seed(seed))


@misconception(
    "a single roll loses its dimension",
    "A single roll comes without a dimension: `squeeze` and `[0]` take it away, and `()` makes none. The statement wants one of length 1.",
)
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=torch.Generator().manual_seed(seed)).squeeze()


@misconception(
    "always six rolls",
    "There are always six rolls. The size says how many rolls there are, not how many faces.",
)
def roll(seed, n):
    return torch.randint(1, 7, (6,), generator=torch.Generator().manual_seed(seed))


@misconception(
    "the seed set before each roll",
    "All the rolls of a call are alike: where the seed is set again before each of them, each is the first of its sequence.",
)
def roll(seed, n):
    generator = torch.Generator()
    rolls = [torch.randint(1, 7, (), generator=generator.manual_seed(seed)) for _ in range(n)]
    return torch.stack(rolls)


@misconception(
    "another seed for each roll",
    "The rolls of the next seed are these, moved by one: each roll has a seed of its own. One seed for the whole sequence is enough.",
)
def roll(seed, n):
    rolls = [torch.randint(1, 7, (), generator=torch.Generator().manual_seed(seed + i)) for i in range(n)]
    return torch.stack(rolls)


@misconception(
    "the faces in a row",
    "The faces follow each other in a fixed order, so whoever knows one roll knows the next. That is no chance.",
)
def roll(seed, n):
    return (seed + torch.arange(n)) % 6 + 1


@misconception(
    "a shuffled deck",
    "Every face comes up equally often, to the last roll, as in a shuffled deck of cards. A die does not remember what it has shown.",
)
def roll(seed, n):
    return torch.randperm(n, generator=torch.Generator().manual_seed(seed)) % 6 + 1


@misconception(
    "the seed taken for a device",
    "`torch.Generator(...)` takes a device, so a number there means a GPU. Which method of a generator takes the seed?",
)
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=torch.Generator(seed))


@misconception(
    "the seed taken for a generator",
    "`generator=` wants a generator, not a seed: make one, and give it the seed.",
)
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=seed)


@misconception(
    "the shared generator seeded",
    "The generator that all code of PyTorch shares is elsewhere afterwards: everybody who draws after you now gets other numbers. "
    "Does the seed go there? Its old seed would only put it back to its beginning.",
)
def roll(seed, n):
    torch.manual_seed(seed)
    return torch.randint(1, 7, (n,))


@misconception(
    "Python's shared generator seeded",
    "The seed goes to Python's own generator, which all code shares.",
)
def roll(seed, n):
    random.seed(seed)
    return torch.tensor([random.randint(1, 6) for _ in range(n)])


@misconception(
    "NumPy's shared generator seeded",
    "The seed goes to NumPy's own generator, which all code shares.",
)
def roll(seed, n):
    np.random.seed(seed)  # noqa: NPY002
    return torch.tensor(np.random.randint(1, 7, n))  # noqa: NPY002


@misconception(
    "a number where sizes are wanted",
    "`randint` wants its sizes as a tuple, also where there is only one: what stands in parentheses with a comma.",
)
def roll(seed, n):
    return torch.randint(1, 7, n, generator=torch.Generator().manual_seed(seed))


@misconception(
    "the seed has no effect",
    "The rolls come from the generator that all code shares. Does the seed reach a generator, and that generator the roll?",
)
def roll(seed, n):
    torch.Generator().manual_seed(seed)
    return torch.randint(1, 7, (n,))


@misconception(
    "a new seed at every call",
    "The rolls do not start from `seed` at each call. `seed()` without a number takes one from chance, and a generator that lives "
    "on between calls goes on where it was.",
)
def roll(seed, n):
    generator = torch.Generator()
    generator.seed()
    return torch.randint(1, 7, (n,), generator=generator)


@misconception(
    "only a part of the seed",
    "Different seeds give the same rolls. Where is a part of the seed lost, before it reaches the generator?",
)
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=torch.Generator().manual_seed(seed % 1000))


@misconception(
    "rolls kept for the next call",
    "A second call gives the very same tensor, so whoever changes the rolls of one call changes those of the next.",
)
@lru_cache
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=torch.Generator().manual_seed(seed))


@misconception(
    "every seed rolls the same",
    "The rolls do not depend on `seed`: a new generator always starts from the same place until it is given a seed.",
)
def roll(seed, n):
    return torch.randint(1, 7, (n,), generator=torch.Generator())


@alternative("sums over pairs of fruit and shop")
def fix_me_1(baskets, prices):
    return (baskets[:, None, :] * prices[None, :, :]).sum(dim=2)


@alternative("lets the layer function transpose")
def fix_me_1(baskets, prices):
    return F.linear(baskets, prices)


@alternative("asks one shop after the other")
def fix_me_1(baskets, prices):
    return torch.stack([baskets @ shop for shop in prices], dim=1)


@misconception(
    "reshape instead of transpose",
    "The shapes fit now, but `reshape` and `view` only cut the same row of prices at other places: they no longer belong to their fruit.",
)
def fix_me_1(baskets, prices):
    return baskets @ prices.reshape(prices.shape[1], prices.shape[0])


@misconception(
    "reshape to sizes that are typed in",
    "`reshape` and `view` only cut the same row of prices at other places: they no longer belong to their fruit. And with other "
    "numbers of shops and fruit the sizes that you typed in do not fit.",
)
def fix_me_1(baskets, prices):
    return baskets @ prices.reshape(4, 2)


@misconception(
    "only repaired where it stops",
    "Where all sizes are equal there is no message, and there it computes something else. The cause is the same at every size.",
)
def fix_me_1(baskets, prices):
    try:
        return baskets @ prices
    except RuntimeError:
        return baskets @ prices.T


@misconception(
    "prices in whole numbers",
    "The prices were turned into whole numbers on the way, and their decimals are gone.",
)
def fix_me_1(baskets, prices):
    return baskets @ prices.int().float().T


@misconception(
    "shops down, baskets across",
    "The numbers are there, but rows and columns of the result are exchanged: the baskets must go down.",
)
def fix_me_1(baskets, prices):
    return prices @ baskets.T


@misconception(
    "cut until it fits",
    "The sizes fit because something was cut away, and with it fruit that had to be paid for.",
)
def fix_me_1(baskets, prices):
    return baskets[:, : prices.shape[0]] @ prices


@misconception(
    "the error silenced",
    "Where the product is not possible, `try` leaves you with nothing. The mistake is still there, only its message is gone.",
)
def fix_me_1(baskets, prices):
    try:
        return baskets @ prices
    except RuntimeError:
        return None


@misconception(
    "the error covered with zeros",
    "The zeros hide the message. The product is as impossible as before.",
)
def fix_me_1(baskets, prices):
    try:
        return baskets @ prices
    except RuntimeError:
        return torch.zeros(len(baskets), len(prices), device=baskets.device)


@misconception(
    "only one shop",
    "The sizes fit because the prices of a single shop were taken. The other shops want an answer too.",
)
def fix_me_1(baskets, prices):
    return baskets @ prices[0]


@misconception(
    "two shops typed in",
    "It computes the costs in two shops, however many there are. The shape of `prices` says how many.",
)
def fix_me_1(baskets, prices):
    return torch.stack([baskets @ prices[0], baskets @ prices[1]], dim=1)


@misconception(
    "a single shop loses its dimension",
    "With a single shop the table becomes a line: `squeeze` takes the dimension of the shops away.",
)
def fix_me_1(baskets, prices):
    return (baskets @ prices.T).squeeze(-1)


@misconception(
    "no sum over the fruit",
    "`*` multiplies number by number. The products must also be added up over the kinds of fruit, as `@` does.",
)
def fix_me_1(baskets, prices):
    return baskets[:, None, :] * prices


@alternative("converts the product")
def fix_me_2(readings, weights):
    return (readings @ weights.double()).float()


@alternative("takes the dtype from the weights")
def fix_me_2(readings, weights):
    return readings.to(weights.dtype).matmul(weights)


@misconception(
    "everything in float64",
    "The product is possible now, but the result is float64: twice the memory, and the next layer of the network stops "
    "with the same message.",
)
def fix_me_2(readings, weights):
    return readings @ weights.double()


@misconception(
    "whole numbers on both sides",
    "Whole numbers have no decimals: what stood behind the point is gone.",
)
def fix_me_2(readings, weights):
    return readings.long() @ weights.long()


@misconception(
    "decimals cut off on the way",
    "The dtype is right, but the readings were turned into whole numbers on the way, and their decimals are gone.",
)
def fix_me_2(readings, weights):
    return readings.int().float() @ weights


@misconception(
    "16 bits on both sides",
    "Both sides have the same dtype now, but one of 16 bits, which keeps about three digits of each number.",
)
def fix_me_2(readings, weights):
    return readings.half() @ weights.half()


@misconception(
    "through 16 bits",
    "The dtype is right, but on the way the numbers had only 16 bits, which keep about three digits of each.",
)
def fix_me_2(readings, weights):
    return (readings.half() @ weights.half()).float()


@misconception(
    "the dtypes still differ",
    "Where `@` meets them, the dtypes still differ. `.float()` gives a new tensor and leaves the old one as it was: is the "
    "new one used?",
)
def fix_me_2(readings, weights):
    readings.float()
    return readings @ weights


@misconception(
    "nothing comes back",
    "Nothing comes back, so there is a way through it without a `return` of the product. (A `try` only hides the message: "
    "the two dtypes are as different as before.)",
)
def fix_me_2(readings, weights):
    try:
        return readings @ weights
    except RuntimeError:
        return None


@misconception(
    "the error caught",
    "The result is right, but the broken line still runs first and its error is caught. The statement wants a line that works, and no `try`.",
)
def fix_me_2(readings, weights):
    try:
        return readings @ weights
    except RuntimeError:
        return readings.float() @ weights


@misconception(
    "NumPy does the product",
    "NumPy mixes the dtypes without a word, and what comes back is an array of NumPy, not a tensor.",
)
def fix_me_2(readings, weights):
    return readings.cpu().numpy() @ weights.detach().cpu().numpy()


@alternative("compares the largest reading")
def fix_me_3(readings, limit):
    return readings.max().item() > limit


@alternative("looks at one reading after the other")
def fix_me_3(readings, limit):
    for reading in readings:
        if reading > limit:
            return True
    return False


@alternative("counts the readings above the limit")
def fix_me_3(readings, limit):
    return (readings > limit).sum().item() > 0


@misconception(
    "all instead of any",
    "One reading above the limit does not make it True. Does it ask for all of them?",
)
def fix_me_3(readings, limit):
    return bool((readings > limit).all())


@misconception("only the first reading", "It looks at the first reading and at no other.")
def fix_me_3(readings, limit):
    return bool(readings[0] > limit)


@misconception("only the last reading", "It looks at the last reading and at no other.")
def fix_me_3(readings, limit):
    return bool(readings[-1] > limit)


@misconception(
    "the question without its parentheses",
    "Without parentheses the result is the method itself, not its answer, and a method always counts as true.",
)
def fix_me_3(readings, limit):
    return (readings > limit).any


@misconception(
    "the sum of all readings",
    "Many small readings together come above the limit, though none of them does.",
)
def fix_me_3(readings, limit):
    return bool(readings.sum() > limit)


@misconception(
    "the mean of all readings",
    "A single high reading disappears in the mean of the others.",
)
def fix_me_3(readings, limit):
    return bool(readings.mean() > limit)


@misconception("at the limit counts too", "A reading of exactly the limit is not above it.")
def fix_me_3(readings, limit):
    return bool((readings >= limit).any())


@misconception(
    "a truth value for each reading",
    "That is one truth value for each reading. The question is about all of them and has a single answer.",
)
def fix_me_3(readings, limit):
    return readings > limit


@misconception(
    "one truth value, still a tensor",
    "A tensor with a single truth value comes back, not a Python bool.",
)
def fix_me_3(readings, limit):
    return (readings > limit).any()


@misconception(
    "always False",
    "The answer is False whatever the readings are. Is a truth value of each of them looked at, or is only the message gone?",
)
def fix_me_3(readings, limit):
    try:
        if readings > limit:
            return True
    except RuntimeError:
        return False
    return False


@misconception(
    "always True",
    "The answer is True whatever the readings are. A method without its parentheses counts as true, and so does what is not empty.",
)
def fix_me_3(readings, limit):
    if (readings > limit).any:
        return True
    return False


@misconception(
    "nothing where none is above",
    "Where no reading is above the limit it gives None: that case needs its own `return`.",
)
def fix_me_3(readings, limit):
    if (readings > limit).any():
        return True


@misconception(
    "a truth value against the limit",
    "`any` comes too early: it gives True, which counts as 1, and that 1 is compared with the limit.",
)
def fix_me_3(readings, limit):
    return any(readings) > limit


@misconception(
    "the error caught",
    "The answer is right, but the broken `if` still runs first and its error is caught. The statement wants lines that work, and no `try`.",
)
def fix_me_3(readings, limit):
    try:
        if readings > limit:
            return True
        return False
    except RuntimeError:
        return bool((readings > limit).any())


@misconception(
    "the largest so far begins at 0",
    "Where all readings and the limit are below 0, the 0 to begin with counts as a reading, and it is above the limit.",
)
def fix_me_3(readings, limit):
    largest = 0.0
    for reading in readings.tolist():
        largest = max(largest, reading)
    return largest > limit


@misconception(
    "the reading itself taken for a truth value",
    "A reading of 0 that is above the limit is missed: the reading itself counts as a truth value, and 0 counts as False.",
)
def fix_me_3(readings, limit):
    return bool(readings[readings > limit].any())


@misconception(
    "a truth value of NumPy",
    "The answer is right, but it is a truth value of NumPy's: it looks like Python's `bool` and is another type.",
)
def fix_me_3(readings, limit):
    return (readings.cpu().numpy() > limit).any()


@misconception("the sign dropped", "A reading far below zero is not above the limit. Where does its sign go?")
def fix_me_3(readings, limit):
    return bool((readings.abs() > limit).any())


@misconception(
    "readings in whole numbers",
    "A reading less than 1 above the limit is missed: it was turned into a whole number on the way.",
)
def fix_me_3(readings, limit):
    return bool((readings.int() > limit).any())


@misconception(
    "any number counts as true",
    "`any()` of the readings asks whether one of them is not zero. The comparison with the limit must come first.",
)
def fix_me_3(readings, limit):
    return bool(readings.any())


@alternative("counts by hand")
def share_right(scores, labels):
    right = sum(int(row.argmax()) == int(label) for row, label in zip(scores, labels, strict=True))
    return right / len(labels)


@alternative("takes the places from max")
def share_right(scores, labels):
    _, read = scores.max(dim=1)
    return read.eq(labels).sum().item() / labels.numel()


@alternative("lets NumPy take the mean")
def share_right(scores, labels):
    return np.mean(scores.argmax(dim=1).cpu().numpy() == labels.cpu().numpy())


@alternative("counts the scores that are larger")
def share_right(scores, labels):
    larger = scores > scores.gather(dim=1, index=labels[:, None])
    return 1.0 - larger.any(dim=1).double().mean().item()


@misconception(
    "argmax over everything",
    "Without a dimension `argmax` gives one place in the whole table, not one for each image.",
)
def share_right(scores, labels):
    return (scores.argmax() == labels).float().mean().item()


@misconception(
    "argmax down the columns",
    "That asks each class for its best image. Each image must be asked for its best class: another dimension disappears.",
)
def share_right(scores, labels):
    return (scores.argmax(dim=0) == labels).float().mean().item()


@misconception(
    "a number, not a share", "That is how many are right. The share is that number divided by all."
)
def share_right(scores, labels):
    return float((scores.argmax(dim=1) == labels).sum())


@misconception(
    "divided by the classes",
    "The number that is right is divided by the number of classes. The share is wanted of the images.",
)
def share_right(scores, labels):
    return (scores.argmax(dim=1) == labels).sum().item() / scores.shape[1]


@misconception(
    "only the first image",
    "It stops after the first image: does the `return` stand inside the loop?",
)
def share_right(scores, labels):
    right = 0
    for row, label in zip(scores, labels, strict=True):
        right += int(row.argmax() == label)
        return right / len(labels)


@misconception("in per cent", "That is the share in per cent: it runs from 0 to 100 instead of 0 to 1.")
def share_right(scores, labels):
    return 100 * (scores.argmax(dim=1) == labels).float().mean().item()


@misconception(
    "the mean is still a tensor",
    "A tensor with a single value comes back, not a Python float.",
)
def share_right(scores, labels):
    return (scores.argmax(dim=1) == labels).float().mean()


@misconception(
    "every reading against every label",
    "One side of `==` is a column, of shape (n, 1): then each reading is compared with all labels, n times n truth values.",
)
def share_right(scores, labels):
    return (scores.argmax(dim=1, keepdim=True) == labels).float().mean().item()


@misconception(
    "the largest score instead of its place",
    "`max` gives the largest score itself. A label is a place: where the largest score stands.",
)
def share_right(scores, labels):
    return (scores.max(dim=1).values == labels).float().mean().item()


@misconception(
    "better than the middle",
    "The score of the right class is compared with the mean or the median of its row. It must be the largest of the row.",
)
def share_right(scores, labels):
    right = scores[torch.arange(len(labels)), labels]
    return (right > scores.mean(dim=1)).float().mean().item()


@misconception(
    "classes counted from 1",
    "Places are counted from 0, and so are the labels: nothing must be added to compare them.",
)
def share_right(scores, labels):
    return (scores.argmax(dim=1) + 1 == labels).float().mean().item()


@misconception(
    "NumPy on a network's own scores",
    "It stops at scores that come straight from a network: they remember how they were computed, and NumPy cannot. PyTorch's own "
    "`argmax` can take them.",
)
def share_right(scores, labels):
    return float((scores.cpu().numpy().argmax(axis=1) == labels.cpu().numpy()).mean())


@misconception(
    "the smallest score wins",
    "That takes the class with the smallest score. A high score means: this class.",
)
def share_right(scores, labels):
    return (scores.argmin(dim=1) == labels).float().mean().item()


@misconception(
    "all or nothing",
    "Every share below 1 comes out as 0. Is the fraction cut off, by `//`, `int` or `all`?",
)
def share_right(scores, labels):
    return float((scores.argmax(dim=1) == labels).sum().item() // len(labels))


@misconception(
    "the share that is wrong",
    "That is the share of mistakes: the two shares add up to 1.",
)
def share_right(scores, labels):
    return (scores.argmax(dim=1) != labels).float().mean().item()


@alternative("clears after the step")
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=False)

    losses = train(model, train_images, train_labels, steps, change)
    with torch.no_grad():
        return losses, solution.share_right(model(test_images), test_labels)


@alternative("a loss object, and the accuracy by hand")
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    criterion = torch.nn.CrossEntropyLoss()
    losses = []
    for _ in range(steps):
        model.zero_grad()
        loss = criterion(model(train_images), train_labels)
        loss.backward()
        optimizer.step()
        losses += [float(loss.detach())]
    right = (model(test_images).max(dim=1).indices == test_labels).sum()
    return losses, float(right / len(test_labels))


@alternative("lets the model read the images in two parts")
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(steps):
        scores = torch.cat([model(train_images[:1]), model(train_images[1:])])
        loss = F.cross_entropy(scores, train_labels)
        losses.append(loss.item())
        change_rightly(optimizer, loss)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "step before backward",
    "The optimizer steps before the gradients of this loss exist: the first step changes nothing, the later ones use old gradients.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(train_images), train_labels)
        losses.append(loss.item())
        optimizer.step()
        optimizer.zero_grad()
        loss.backward()
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "cleared before they are used",
    "The gradients are computed and then thrown away before the optimizer sees them, so the loss never changes.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()

    losses = train(model, train_images, train_labels, steps, change)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "never cleared",
    "`backward()` adds to what is already in `.grad`, so each step also carries the gradients of all steps before it. "
    "Is there a call that clears them, with its parentheses?",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        loss.backward()
        optimizer.step()

    losses = train(model, train_images, train_labels, steps, change)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "no step",
    "The gradients are there, but nobody changes the weights: which object does that?",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()

    losses = train(model, train_images, train_labels, steps, change)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "no backward",
    "No gradient is ever computed, so the optimizer finds nothing to follow and leaves the weights as they are.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        optimizer.zero_grad()
        optimizer.step()

    losses = train(model, train_images, train_labels, steps, change)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "softmax before the cross-entropy",
    "`F.cross_entropy` takes the scores as they are and does the softmax itself; done twice, the loss can't fall to zero any more.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def loss_of(scores, labels):
        return F.cross_entropy(scores.softmax(dim=1), labels)

    losses = train(model, train_images, train_labels, steps, change_rightly, loss_of)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "the sum of the losses",
    "The losses of all images are added up instead of averaged, so a step grows with the number of images.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def loss_of(scores, labels):
        return F.cross_entropy(scores, labels, reduction="sum")

    losses = train(model, train_images, train_labels, steps, change_rightly, loss_of)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "the second half of the cross-entropy",
    "`F.nll_loss` expects what a log_softmax gives; on raw scores its loss falls below zero without end.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images, train_labels, steps, change_rightly, F.nll_loss)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "classes instead of scores in the loss",
    "`argmax` turns the scores into classes, which have no slope to follow. The loss wants the scores themselves.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def loss_of(scores, labels):
        return F.cross_entropy(scores.argmax(dim=1), labels)

    losses = train(model, train_images, train_labels, steps, change_rightly, loss_of)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "labels and scores exchanged",
    "The two arguments of the loss stand in the wrong order: what the network says comes first.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def loss_of(scores, labels):
        return F.cross_entropy(labels, scores)

    losses = train(model, train_images, train_labels, steps, change_rightly, loss_of)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "the images themselves in the loss",
    "The loss got the images. It needs what the model says about them: `model(...)`.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(train_images, train_labels)
        losses.append(loss.item())
        change_rightly(optimizer, loss)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "trained on the test images",
    "The training sees the test images, so the share at the end says nothing about images that are new.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, test_images, test_labels, steps, change_rightly)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "measured on the training images",
    "The share at the end is that of the training images, which the network has seen; it flatters.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images, train_labels, steps, change_rightly)
    return losses, solution.share_right(model(train_images), train_labels)


@misconception(
    "tensors in the list of losses",
    "The list holds tensors, and a tensor can keep alive the whole computation behind it. A plain number is enough.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(train_images), train_labels)
        losses.append(loss)
        change_rightly(optimizer, loss)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "the pair exchanged",
    "Both results are there, but in the other order: the losses come first.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images, train_labels, steps, change_rightly)
    return solution.share_right(model(test_images), test_labels), losses


@misconception(
    "the share is still a tensor", "The share is a tensor with a single value, not a Python float."
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images, train_labels, steps, change_rightly)
    return losses, (model(test_images).argmax(dim=1) == test_labels).float().mean()


@misconception(
    "a loss object made of the scores",
    "`nn.CrossEntropyLoss(...)` only makes a loss; the scores and labels come in a second pair of parentheses. `F.cross_entropy` "
    "takes them at once.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images, train_labels, steps, change_rightly, torch.nn.CrossEntropyLoss)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "one step and no more",
    "It ends after the first step, however many are wanted: does the `return` stand inside the loop?",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images, train_labels, 1, change_rightly)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "the loss after each step",
    "The loss is computed again after the step and that one is written down: the first loss, before any step, is missing.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    losses = []
    for _ in range(steps):
        change_rightly(optimizer, F.cross_entropy(model(train_images), train_labels))
        losses.append(F.cross_entropy(model(train_images), train_labels).item())
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "the share before the last step",
    "The share is measured before the last step. It is wanted of the trained network, after all steps.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        shares.append(solution.share_right(model(test_images), test_labels))
        change_rightly(optimizer, loss)

    shares = []
    return train(model, train_images, train_labels, steps, change), shares[-1]


@misconception(
    "the best share of all steps",
    "That is the best share on the way. Whoever picks it has used the test images to choose a step, so they are no longer new.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        change_rightly(optimizer, loss)
        shares.append(solution.share_right(model(test_images), test_labels))

    shares = []
    return train(model, train_images, train_labels, steps, change), max(shares)


@misconception(
    "a copy is trained",
    "The numbers are right, but a copy of the model was trained: the model that came in is as it was.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    trained = copy.deepcopy(model)
    losses = train(trained, train_images, train_labels, steps, change_rightly)
    return losses, solution.share_right(trained(test_images), test_labels)


@misconception(
    "gradients cut short",
    "Something changes the gradients between `backward()` and `step()`. Plain gradient descent takes them as they are.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    def change(optimizer, loss):
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    losses = train(model, train_images, train_labels, steps, change)
    return losses, solution.share_right(model(test_images), test_labels)


@misconception(
    "flattened outside the model",
    "The images get another shape before the model sees them. It takes them as they are: a model may want their rows and columns.",
)
def mini_pipeline(model, train_images, train_labels, test_images, test_labels, steps):
    losses = train(model, train_images.flatten(1), train_labels, steps, change_rightly)
    return losses, solution.share_right(model(test_images.flatten(1)), test_labels)
