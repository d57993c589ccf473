"""Known answers: other right ones, and the mistakes that people make with indexing, broadcasting and loops."""

from __future__ import annotations

from itertools import zip_longest

import solution
import torch
import torch.nn.functional as F

from kindling import alternative, misconception


@alternative("unsqueezes both")
def outer_sum(a, b):
    return a.unsqueeze(1) + b.unsqueeze(0)


@alternative("makes a grid of both first")
def outer_sum(a, b):
    down, across = torch.meshgrid(a, b, indexing="ij")
    return down + across


@alternative("stacks one row for each number of a")
def outer_sum(a, b):
    return torch.stack([each + b for each in a])


@misconception(
    "adds side by side",
    "Two flat tensors meet number by number: first with first, second with second. Every number of a must meet all of b.",
)
def outer_sum(a, b):
    return a + b


@misconception(
    "new axis on the wrong one",
    "The table lies on its side: the numbers of a run across. The new axis belongs to the one that must run downwards.",
)
def outer_sum(a, b):
    return a + b[:, None]


@misconception(
    "both as columns",
    "Two columns meet row by row. One of them must stay a row, so that both have an axis to stretch.",
)
def outer_sum(a, b):
    return a[:, None] + b[:, None]


@misconception(
    "both as rows",
    "Two rows meet column by column: an axis in front of both changes nothing in the way they line up.",
)
def outer_sum(a, b):
    return a[None, :] + b[None, :]


@misconception(
    "product instead of sum",
    "This is the table of products. The statement asks for sums; the lining up is the same.",
)
def outer_sum(a, b):
    return torch.outer(a, b)


@misconception(
    "repeats whole copies of a",
    "`repeat` writes a, then all of a again; cut into rows, each number of a should fill a row of its own.",
)
def outer_sum(a, b):
    return a.repeat(len(b)).reshape(len(a), len(b)) + b


@misconception(
    "table of float32",
    "`torch.zeros` makes float32 unless you say otherwise, so whole numbers come out as floating point.",
)
def outer_sum(a, b):
    table = torch.zeros(len(a), len(b), device=a.device)
    for i in range(len(a)):
        for j in range(len(b)):
            table[i, j] = a[i] + b[j]
    return table


@misconception(
    "dtype left to torch.tensor",
    "`torch.tensor` makes float32 of Python's floats and int64 of its whole numbers, whatever dtype they came from.",
)
def outer_sum(a, b):
    return torch.tensor([[x + y for y in b.tolist()] for x in a.tolist()], device=a.device)


@misconception(
    "list of rows",
    "A Python list of tensors was returned. The result must be one tensor with two dimensions.",
)
def outer_sum(a, b):
    return [each + b for each in a]


@misconception(
    "squeezes a single number away",
    "`squeeze()` removes every axis of size 1, also the axis of a or b where that holds a single number.",
)
def outer_sum(a, b):
    return (a[:, None] + b).squeeze()


@alternative("keeps the sizes that are not 1")
def broadcast_shape(a, b):
    sizes = [1] * max(len(a), len(b))
    for shape in (a, b):
        for place, size in enumerate(shape, len(sizes) - len(shape)):
            if size != 1 and sizes[place] not in (1, size):
                return None
            sizes[place] = sizes[place] if size == 1 else size
    return torch.Size(sizes)


@alternative("walks from the right until both are used up")
def broadcast_shape(a, b):
    shape = []
    for x, y in zip_longest(reversed(a), reversed(b), fillvalue=1):
        if x == y or y == 1:
            shape.insert(0, x)
        elif x == 1:
            shape.insert(0, y)
        else:
            return None
    return tuple(shape)


def padded(a, b):
    """Both shapes with ones in front, until they are equally long."""
    length = max(len(a), len(b))
    return [(1,) * (length - len(each)) + each for each in (a, b)]


@misconception(
    "lines up from the left",
    "The missing axes were added behind the shorter shape. Broadcasting starts at the last axis and adds them in front.",
)
def broadcast_shape(a, b):
    length = max(len(a), len(b))
    a, b = ((*each, *(1,) * (length - len(each))) for each in (a, b))
    if any(x != y and 1 not in (x, y) for x, y in zip(a, b, strict=True)):
        return None
    return tuple(y if x == 1 else x for x, y in zip(a, b, strict=True))


@misconception(
    "asks a library",
    "The shape is right, and a library worked it out. Here you write its three rules yourself.",
)
def broadcast_shape(a, b):
    try:
        return tuple(torch.broadcast_shapes(a, b))
    except RuntimeError:
        return None


@misconception(
    "None for all shapes",
    "The answer is None for every pair of shapes. Is the condition before `return None` ever False? And does the way that "
    "finds a shape end with `return`?",
)
def broadcast_shape(a, b):
    return None


@misconception(
    "the two answers exchanged",
    "It gives None for shapes that fit, and a shape where they do not.",
)
def broadcast_shape(a, b):
    fits = solution.broadcast_shape(a, b) is not None
    return None if fits else tuple(y if x == 1 else x for x, y in zip(*padded(a, b), strict=True))


@misconception(
    "a list of sizes",
    "The sizes came as a list. A shape is a tuple, and a list never equals one: `[3, 4] == (3, 4)` is False.",
)
def broadcast_shape(a, b):
    shape = solution.broadcast_shape(a, b)
    return shape if shape is None else list(shape)


@misconception(
    "empty taken for nothing",
    "`()` is a shape, that of a single number, and counts as False: `or None` and `if shape` take it for no shape.",
)
def broadcast_shape(a, b):
    return solution.broadcast_shape(a, b) or None


@misconception(
    "pairs from the left",
    "`zip` begins at the left end, and broadcasting lines up the right ends: the last axis of both meets first.",
)
def broadcast_shape(a, b):
    pairs = list(zip(a, b, strict=False))
    if any(x != y and 1 not in (x, y) for x, y in pairs):
        return None
    return tuple(y if x == 1 else x for x, y in pairs)


@misconception(
    "leaves out what does not fit",
    "A pair of sizes that does not fit was left out of the result. One such pair is enough: there is no result then.",
)
def broadcast_shape(a, b):
    pairs = zip(*padded(a, b), strict=True)
    return tuple(y if x == 1 else x for x, y in pairs if x == y or 1 in (x, y))


@misconception(
    "wants equally many axes",
    "Two shapes of different length may fit: an axis that is missing in front counts as 1.",
)
def broadcast_shape(a, b):
    return solution.broadcast_shape(a, b) if len(a) == len(b) else None


@misconception(
    "stretches only the second",
    "Either of the two may hold the 1 that stretches, and both may do so in one operation, each along another axis.",
)
def broadcast_shape(a, b):
    a, b = padded(a, b)
    return a if all(y in (x, 1) for x, y in zip(a, b, strict=True)) else None


@misconception(
    "fills up only the second",
    "Ones were put in front of the second shape where it is the shorter one. The first may be the shorter one too.",
)
def broadcast_shape(a, b):
    b = (1,) * (len(a) - len(b)) + b
    pairs = list(zip(a, b, strict=False))
    if any(x != y and 1 not in (x, y) for x, y in pairs):
        return None
    return tuple(y if x == 1 else x for x, y in pairs)


@misconception(
    "raises instead of returning None",
    "Two shapes that do not fit are a result here and not an error: return None.",
)
def broadcast_shape(a, b):
    shape = solution.broadcast_shape(a, b)
    if shape is None:
        raise ValueError
    return shape


@misconception(
    "the larger size always wins",
    "Not every smaller size stretches: only a 1 does. Two different sizes, neither of them 1, do not fit.",
)
def broadcast_shape(a, b):
    return tuple(max(x, y) for x, y in zip(*padded(a, b), strict=True))


@misconception(
    "multiples fit",
    "A 3 does not repeat to fill a 6. Only an axis of size 1 stretches.",
)
def broadcast_shape(a, b):
    a, b = padded(a, b)
    if any(max(x, y) % max(min(x, y), 1) for x, y in zip(a, b, strict=True)):
        return None
    return tuple(y if x == 1 else x for x, y in zip(a, b, strict=True))


@misconception(
    "1 beats 0",
    "An axis of size 1 gives way to every other size, also to a smaller one: 0 rows stay 0 rows.",
)
def broadcast_shape(a, b):
    shape = solution.broadcast_shape(a, b)
    return shape and tuple(max(x, y) for x, y in zip(*padded(a, b), strict=True))


@misconception(
    "forgets the axes in front",
    "`zip` stops at the end of the shorter one, so the axes that only the longer shape has are lost.",
)
def broadcast_shape(a, b):
    pairs = list(zip(a[::-1], b[::-1], strict=False))[::-1]
    if any(x != y and 1 not in (x, y) for x, y in pairs):
        return None
    return tuple(y if x == 1 else x for x, y in pairs)


@misconception(
    "left in reverse",
    "The sizes come in the order in which you walked, from the last axis to the first. Turn them round at the end.",
)
def broadcast_shape(a, b):
    shape = solution.broadcast_shape(a, b)
    return shape and shape[::-1]


@misconception(
    "only equal sizes fit",
    "Equal is one of two ways to fit. The other one gives broadcasting its name: a 1 stretches.",
)
def broadcast_shape(a, b):
    a, b = padded(a, b)
    return a if a == b else None


@misconception(
    "0 fits every size",
    "A 0 is an ordinary size: it fits another 0, and a 1 stretches to it. Against any other size it does not fit.",
)
def broadcast_shape(a, b):
    a, b = padded(a, b)
    if any(x != y and x > 1 and y > 1 for x, y in zip(a, b, strict=True)):
        return None
    return tuple(0 if 0 in (x, y) else max(x, y) for x, y in zip(a, b, strict=True))


@misconception(
    "decides after the last axis",
    "The last axis decided alone. All axes must fit: does a `return` inside the loop end it at its first turn?",
)
def broadcast_shape(a, b):
    a, b = padded(a, b)
    if a and a[-1] != b[-1] and 1 not in (a[-1], b[-1]):
        return None
    return tuple(y if x == 1 else x for x, y in zip(a, b, strict=True))


@misconception(
    "is instead of ==",
    "`is` asks whether two names mean one object. Equal numbers may be two objects, large ones above all: `==` compares.",
)
def broadcast_shape(a, b):
    a, b = padded(a, b)
    if any(x is not y and 1 not in (x, y) for x, y in zip(a, b, strict=True)):
        return None
    return tuple(y if x == 1 else x for x, y in zip(a, b, strict=True))


@alternative("looks at the guesses in the shape of the labels")
def accuracy(guesses, labels):
    if guesses.numel() != labels.numel():
        raise ValueError("not as many guesses as labels")
    return (guesses.reshape(labels.shape) == labels).sum().item() / labels.numel()


@alternative("counts in plain Python")
def accuracy(guesses, labels):
    pairs = list(zip(guesses.flatten().tolist(), labels.flatten().tolist(), strict=True))
    return sum(guess == label for guess, label in pairs) / len(pairs)


@alternative("lets reshape refuse")
def accuracy(guesses, labels):
    try:
        guesses = guesses.reshape(labels.shape)
    except RuntimeError as error:
        raise ValueError("not as many guesses as labels") from error
    return guesses.eq(labels).double().mean().item()


def refuse_other_numbers(guesses, labels):
    """Raise ValueError where there are not as many guesses as labels."""
    if guesses.numel() != labels.numel():
        raise ValueError


@misconception(
    "average over all pairs",
    "(n, 1) against (n,) gives n × n comparisons, every guess with every label, and the mean runs over all of them.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses == labels).float().mean().item()


@misconception(
    "hits of all pairs, divided by n",
    "(n, 1) against (n,) gives n × n comparisons. Adding up all their hits can give more than n, so more than 100 %.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses == labels).sum().item() / labels.numel()


@misconception(
    "mends only the guesses",
    "Only the guesses are brought to shape (n,). The labels may be a column as well.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses.flatten() == labels).float().mean().item()


@misconception(
    "mends only the labels",
    "Only the labels are brought to shape (n,). The guesses may be a column as well.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses == labels.flatten()).float().mean().item()


@misconception(
    "one column or the other",
    "Where both are columns, only one of them became flat, and every guess met every label. Is there an `elif` that "
    "should be an `if`?",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    if guesses.dim() == 2:
        guesses = guesses[:, 0]
    elif labels.dim() == 2:
        labels = labels[:, 0]
    return (guesses == labels).float().mean().item()


@misconception(
    "refuses a column",
    "A column of n guesses is still n guesses. Compare how many there are, not which shape they have.",
)
def accuracy(guesses, labels):
    if guesses.shape != labels.shape:
        raise ValueError("the shapes differ")
    return (guesses == labels).float().mean().item()


@misconception(
    "refuses what belongs together",
    "As many guesses as labels were refused. When should the `raise` be reached: what does the condition before it compare?",
)
def accuracy(guesses, labels):
    raise ValueError


@misconception(
    "different numbers go through",
    "Guesses and labels of different number gave a result. Nothing in broadcasting, a slice or `zip` refuses them for you: "
    "`raise ValueError(...)`.",
)
def accuracy(guesses, labels):
    return (guesses.flatten() == labels.flatten()).float().mean().item()


@misconception(
    "refuses fewer guesses only",
    "Fewer guesses than labels are refused, and more guesses than labels go through. The condition must notice both.",
)
def accuracy(guesses, labels):
    if guesses.numel() < labels.numel():
        raise ValueError
    return (guesses.flatten() == labels.flatten()).float().mean().item()


@misconception(
    "assert instead of raise",
    "AssertionError is what `assert` raises, and `python -O` leaves the line out. The statement wants a ValueError.",
)
def accuracy(guesses, labels):
    assert guesses.numel() == labels.numel()
    return (guesses.flatten() == labels.flatten()).float().mean().item()


@misconception(
    "mean of bools",
    "A comparison gives True and False, of which torch takes no mean. Turn them into numbers first.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses.flatten() == labels.flatten()).mean().item()


@misconception(
    "number of hits",
    "The hits were counted, and not divided by how many guesses there are.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return float((guesses.flatten() == labels.flatten()).sum().item())


@misconception(
    "whole-number division",
    "`//` throws the fraction away, so everything below 1 becomes 0. A share needs `/`.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses.flatten() == labels.flatten()).sum().item() // labels.numel()


@misconception(
    "per cent",
    "The share is asked for, from 0 to 1. Per cent are for printing: `f'{share:.1%}'`.",
)
def accuracy(guesses, labels):
    return 100 * solution.accuracy(guesses, labels)


@misconception(
    "tensor instead of a float",
    "The result is still a tensor with one number in it. `.item()` takes the number out.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return (guesses.flatten() == labels.flatten()).float().mean()


@misconception(
    "all or nothing",
    "`torch.equal` gives one True or False for the whole: a single wrong guess makes it False.",
)
def accuracy(guesses, labels):
    refuse_other_numbers(guesses, labels)
    return float(torch.equal(guesses.flatten(), labels.flatten()))


@misconception(
    "share of errors",
    "This is the share of wrong guesses.",
)
def accuracy(guesses, labels):
    return 1 - solution.accuracy(guesses, labels)


@alternative("narrows both dimensions")
def crop_centre(images, size):
    height, width = images.shape[-2:]
    return images.narrow(-2, (height - size) // 2, size).narrow(-1, (width - size) // 2, size)


@alternative("picks rows, then columns")
def crop_centre(images, size):
    places = torch.arange(size, device=images.device)
    rows = places + (images.size(-2) - size) // 2
    columns = places + (images.size(-1) - size) // 2
    return images[..., rows[:, None], columns]


def corner(images, size):
    """Where the middle square begins: its first row and its first column."""
    return (images.shape[-2] - size) // 2, (images.shape[-1] - size) // 2


@misconception(
    "stop taken for a length",
    "In `start:stop` the stop is a place, counted from the beginning of the picture, and not the length of the slice.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[..., top:size, left:size]


@misconception(
    "stop counted from the end",
    "A stop of -0 is 0, the beginning, so a margin of 0 leaves nothing. With an odd margin one row or column is too many.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[..., top:-top, left:-left]


@misconception(
    "the same margin on both sides",
    "An odd margin has no half: cutting equally much on both sides leaves one row or column too many.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[..., top : images.shape[-2] - top, left : images.shape[-1] - left]


@misconception(
    "one row and column too many",
    "The stop of a slice is not included, so nothing must be added to it.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[..., top : top + size + 1, left : left + size + 1]


@misconception(
    "corner instead of centre",
    "The square has the right size and lies in the upper left corner.",
)
def crop_centre(images, size):
    return images[..., :size, :size]


@misconception(
    "height and width swapped",
    "The width decides where the columns begin, and the height where the rows begin. Rows are the last dimension but one.",
)
def crop_centre(images, size):
    left, top = corner(images, size)
    return images[..., top : top + size, left : left + size]


@misconception(
    "one margin for both",
    "Rows and columns begin at the same number here. Their margins differ where the picture is not square.",
)
def crop_centre(images, size):
    _, left = corner(images, size)
    return images[..., left : left + size, left : left + size]


@misconception(
    "the rows' margin for both",
    "The height decides where the rows begin, and the width where the columns begin: two margins, not one.",
)
def crop_centre(images, size):
    top, _ = corner(images, size)
    return images[..., top : top + size, top : top + size]


@misconception(
    "two halves, each rounded down",
    "Half the height minus half the size is rounded twice. Take the difference first, and then its half.",
)
def crop_centre(images, size):
    top = images.shape[-2] // 2 - size // 2
    left = images.shape[-1] // 2 - size // 2
    return images[..., top : top + size, left : left + size]


@misconception(
    "margin rounded up",
    "With an odd margin the smaller part is cut above or on the left, so the half is rounded down.",
)
def crop_centre(images, size):
    top = (images.shape[-2] - size + 1) // 2
    left = (images.shape[-1] - size + 1) // 2
    return images[..., top : top + size, left : left + size]


@misconception(
    "Python's round",
    "`round` goes to the nearest even number: 0.5 becomes 0 and 1.5 becomes 2. Whole-number division rounds down.",
)
def crop_centre(images, size):
    top, left = round((images.shape[-2] - size) / 2), round((images.shape[-1] - size) / 2)
    return images[..., top : top + size, left : left + size]


@misconception(
    "walks down the diagonal",
    "Two lists of places in one pair of brackets walk side by side: first row with first column, second with second.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    places = torch.arange(size, device=images.device)
    return images[..., top + places, left + places]


@misconception(
    "crops the first two dimensions",
    "In a batch the first dimensions count pictures and channels. The slices must stand in the last two places.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[top : top + size, left : left + size]


@misconception(
    "four dimensions only",
    "Two colons in front fit a batch with channels and nothing else. `...` stands for any number of dimensions, also for none.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[:, :, top : top + size, left : left + size]


@misconception(
    "half of an odd size",
    "Half the size before the centre and half after it make one too few when the size is odd. Add the size to the start.",
)
def crop_centre(images, size):
    row, column, half = images.shape[-2] // 2, images.shape[-1] // 2, size // 2
    return images[..., row - half : row + half, column - half : column + half]


@misconception(
    "true division",
    "`/` gives a float, even where the result is whole, and a slice wants whole numbers: `//`.",
)
def crop_centre(images, size):
    top, left = (images.shape[-2] - size) / 2, (images.shape[-1] - size) / 2
    return images[..., top : top + size, left : left + size]


@misconception(
    "measures and crops the first two dimensions",
    "In a batch the first two dimensions count pictures and channels. Height and width are the last two.",
)
def crop_centre(images, size):
    top, left = (images.shape[0] - size) // 2, (images.shape[1] - size) // 2
    return images[top : top + size, left : left + size]


@misconception(
    "one picture only",
    "`height, width = images.shape` works for a picture with two dimensions. A batch has more in front: take the last two.",
)
def crop_centre(images, size):
    height, width = images.shape
    return solution.crop_centre(images, size)


@misconception(
    "rows only",
    "The rows are cropped, and every row still has its full width.",
)
def crop_centre(images, size):
    top, _ = corner(images, size)
    return images[..., top : top + size, :]


@misconception(
    "three dimensions only",
    "One colon in front fits a batch of pictures without channels, and nothing else. `...` stands for any number of "
    "dimensions, also for none.",
)
def crop_centre(images, size):
    top, left = corner(images, size)
    return images[:, top : top + size, left : left + size]


@misconception(
    "squeezes a batch of one away",
    "`squeeze()` removes every dimension of size 1, also a batch that holds a single picture. Those in front stay as they are.",
)
def crop_centre(images, size):
    return solution.crop_centre(images, size).squeeze()


@misconception(
    "a square first",
    "The picture was cut to a square and then cut again. Two odd margins are halved and rounded twice: cut once, from "
    "height and width to `size`.",
)
def crop_centre(images, size):
    square = solution.crop_centre(images, min(images.shape[-2:]))
    return solution.crop_centre(square, size)


@alternative("gathers along the classes")
def pick(logits, labels):
    return logits.gather(1, labels.unsqueeze(1)).squeeze(1)


@alternative("masks with a one-hot matrix")
def pick(logits, labels):
    return logits[F.one_hot(labels, logits.shape[1]).bool()]


@alternative("takes one entry of each row")
def pick(logits, labels):
    return torch.stack([row[label] for row, label in zip(logits, labels, strict=True)])


@misconception(
    "every row with every label",
    "A colon and a list of places make a table: each label picks a column from all rows. You want one entry from each row.",
)
def pick(logits, labels):
    return logits[:, labels]


@misconception(
    "labels taken for rows",
    "`logits[labels]` picks whole rows. The label names a column.",
)
def pick(logits, labels):
    return logits[labels]


@misconception(
    "gather with a flat index",
    "`gather` wants an index with as many dimensions as the tensor: one column of labels.",
)
def pick(logits, labels):
    return logits.gather(1, labels)


@misconception(
    "gather leaves a column",
    "`gather` gives the shape of its index, (n, 1). The last dimension must go.",
)
def pick(logits, labels):
    return logits.gather(1, labels[:, None])


@misconception(
    "gather with the labels in a row",
    "The index of `gather` is a single row here, so all labels pick from row 0. Each row needs its label: a column.",
)
def pick(logits, labels):
    return logits.gather(1, labels[None, :])


@misconception(
    "column of the largest entry",
    "`argmax` names a column. Asked for is the entry that stands in the column of the label.",
)
def pick(logits, labels):
    return logits.argmax(dim=1)


@misconception(
    "a Python list of entries",
    "A list was returned. The result must be one tensor; `torch.stack` makes one of a list of tensors.",
)
def pick(logits, labels):
    return [row[label] for row, label in zip(logits, labels, strict=True)]


@misconception(
    "gather down the rows",
    "`gather(0, ...)` lets each label choose a row. It must choose a column, so which dimension is it?",
)
def pick(logits, labels):
    return logits.gather(0, labels[:, None]).squeeze(1)


@misconception(
    "multiplies with a one-hot matrix",
    "0 times -inf is NaN: a product computes with the entries that were not picked. Choose instead of multiplying.",
)
def pick(logits, labels):
    return (logits * F.one_hot(labels, logits.shape[1])).sum(dim=1)


@misconception(
    "row and column exchanged",
    "The label chose the row, and counting on chose the column. The first place in the brackets is the row.",
)
def pick(logits, labels):
    return logits[labels, torch.arange(len(labels), device=logits.device)]


@misconception(
    "counts the classes",
    "Beside the labels stands a count of the columns. Each label needs its row, so count the rows.",
)
def pick(logits, labels):
    return logits[torch.arange(logits.shape[1], device=logits.device), labels]


@misconception(
    "float32 for every dtype",
    "`float()`, and `torch.zeros` where no dtype is named, make float32. The result has the dtype of logits.",
)
def pick(logits, labels):
    return solution.pick(logits.float(), labels)


@misconception(
    "squeezes a batch of one away",
    "`squeeze()` removes every dimension of size 1, also the batch when it holds a single row. Name the dimension.",
)
def pick(logits, labels):
    return logits.gather(1, labels[:, None]).squeeze()


@misconception(
    "counts through the whole table",
    "`take` looks at the table as one long row, so the labels all pick from its beginning.",
)
def pick(logits, labels):
    return torch.take(logits, labels)


@misconception(
    "largest entry of each row",
    "This is what the model likes best. Asked for is the entry that the label names, right or wrong.",
)
def pick(logits, labels):
    return logits.amax(dim=1)


@misconception(
    "new tensor from Python numbers",
    "The numbers came along a way that no gradient finds back: `item`, `tolist`, `detach`, `no_grad` and a new "
    "`torch.tensor` cut it.",
)
def pick(logits, labels):
    numbers = [logits[i, label].item() for i, label in enumerate(labels)]
    return torch.tensor(numbers, dtype=logits.dtype, device=logits.device)


@misconception(
    "one-hot rows not summed",
    "The other entries are 0 now, and still there: each row has one number left to be added up.",
)
def pick(logits, labels):
    return logits * F.one_hot(labels, logits.shape[1])


@misconception(
    "changes a picked -inf",
    "A picked -inf came out as another number. What keeps an entry that is not picked from counting must not touch the one "
    "that is.",
)
def pick(logits, labels):
    finite = torch.where(logits.isinf(), 0, logits)
    return (finite * F.one_hot(labels, logits.shape[1])).sum(dim=1)


@misconception(
    "a gradient of its own",
    "The result takes part in a gradient, and not in that of logits: a copy with `requires_grad` begins a way of its own, "
    "which ends at the copy.",
)
def pick(logits, labels):
    return solution.pick(logits.detach().requires_grad_(), labels)


@alternative("computes both at once and drops NaN")
def standardise(x, dim):
    std, mean = torch.std_mean(x, dim=dim, correction=0, keepdim=True)
    return ((x - mean) / std).nan_to_num(nan=0.0)


@alternative("adds a tiny number to the divisor")
def standardise(x, dim):
    centred = x - x.mean(dim, keepdim=True)
    return centred / (centred.square().mean(dim, keepdim=True).sqrt() + 1e-8)


@alternative("moves the dimension to the end and back")
def standardise(x, dim):
    x = x.movedim(dim, -1)
    std = x.std(dim=-1, correction=0)[..., None]
    return ((x - x.mean(dim=-1)[..., None]) / std.clamp(min=1e-12)).movedim(-1, dim)


@alternative("compares the spread with the size of the numbers")
def standardise(x, dim):
    std, mean = torch.std_mean(x, dim=dim, correction=0, keepdim=True)
    equal = std <= 8 * torch.finfo(x.dtype).eps * x.abs().amax(dim=dim, keepdim=True)
    return torch.where(equal, 0, (x - mean) / std)


def divisor(std):
    """std, with 1 in the place of 0."""
    return torch.where(std > 0, std, 1)


@misconception(
    "no keepdim",
    "The reduced dimension is gone, so what has lost it lines up with the last axes of x, whatever `dim` was. A square hides it.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim)) / divisor(x.std(dim=dim, correction=0))


@misconception(
    "keepdim for the mean only",
    "The mean lines up with x, and the standard deviation has lost its dimension and lines up with another one.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) / divisor(x.std(dim=dim, correction=0))


@misconception(
    "divides by a spread of 0",
    "Equal numbers have a standard deviation of 0, and 0 / 0 is NaN. One NaN in the input of a network ends its training.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) / x.std(dim=dim, correction=0, keepdim=True)


@misconception(
    "statistics of everything",
    "Without `dim`, mean and std run over all numbers. Then the whole has mean 0, and not each row or column.",
)
def standardise(x, dim):
    return (x - x.mean()) / x.std(correction=0)


@misconception(
    "always the columns",
    "The dimension is fixed to 0 in the code. The caller names it in `dim`.",
)
def standardise(x, dim):
    return solution.standardise(x, 0)


@misconception(
    "divides by n - 1",
    "`std` estimates the spread of a larger population by default; here the numbers are the whole population.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) / divisor(x.std(dim=dim, keepdim=True))


@misconception(
    "variance for standard deviation",
    "The variance is the square of the standard deviation. Dividing by it does not give a spread of 1.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) / divisor(x.var(dim=dim, correction=0, keepdim=True))


@misconception(
    "only centred",
    "The mean is 0 now, and the spread is what it was.",
)
def standardise(x, dim):
    return x - x.mean(dim=dim, keepdim=True)


@misconception(
    "only scaled",
    "The spread is 1 now, and the mean is not 0: nothing was subtracted.",
)
def standardise(x, dim):
    std = x.std(dim=dim, correction=0, keepdim=True)
    return torch.where(std > 0, x / std, 0)


@misconception(
    "only the mean is divided",
    "Division binds closer than subtraction: `x - mean / std` divides the mean alone. Put the difference in parentheses.",
)
def standardise(x, dim):
    return x - x.mean(dim=dim, keepdim=True) / divisor(x.std(dim=dim, correction=0, keepdim=True))


@misconception(
    "zeros for all",
    "One row or column without spread made all results 0. Only where the standard deviation is 0 is the result 0.",
)
def standardise(x, dim):
    std = x.std(dim=dim, correction=0, keepdim=True)
    return torch.zeros_like(x) if (std == 0).any() else solution.standardise(x, dim)


@misconception(
    "adds to the divisor",
    "Results shrink where the spread is small: a number added to the standard deviation, or a bound for it, is larger than "
    "the spread itself. Replace the 0 alone.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) / (x.std(dim=dim, correction=0, keepdim=True) + 1e-5)


@misconception(
    "float32 for every dtype",
    "`float()` and a new `torch.zeros` are float32. The result has the dtype of x.",
)
def standardise(x, dim):
    return solution.standardise(x.float(), dim)


@misconception(
    "squeezed between 0 and 1",
    "This maps the smallest number to 0 and the largest to 1. Asked for are mean 0 and standard deviation 1.",
)
def standardise(x, dim):
    low, high = x.amin(dim=dim, keepdim=True), x.amax(dim=dim, keepdim=True)
    return (x - low) / divisor(high - low)


@misconception(
    "works in place",
    "`-=` and `/=` write into the caller's own tensor. `x = x - mean` makes a new one.",
)
def standardise(x, dim):
    std = divisor(x.std(dim=dim, correction=0, keepdim=True))
    x -= x.mean(dim=dim, keepdim=True)
    x /= std
    return x


@misconception(
    "one spread for all",
    "Every row or column was divided by the same number, so their spreads still differ. `std` needs `dim` too.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) / divisor(x.std(correction=0))


@misconception(
    "whole-number division",
    "Are the results whole numbers? `//` rounds down, `/` does not.",
)
def standardise(x, dim):
    return (x - x.mean(dim=dim, keepdim=True)) // divisor(x.std(dim=dim, correction=0, keepdim=True))


@misconception(
    "mean of the squares less the squared mean",
    "Among numbers near 4000 a spread of 0.8 got lost: to rounding, where the mean of the squares less the squared mean is "
    "taken for the variance, or to a bound that is too large. Subtract the mean before you square.",
)
def standardise(x, dim):
    mean = x.mean(dim=dim, keepdim=True)
    variance = (x**2).mean(dim=dim, keepdim=True) - mean**2
    return (x - mean) / divisor(variance.clamp(min=0).sqrt())


@alternative("fills with zeros first")
def masked_mean(x, mask):
    x = x.masked_fill(~mask.unsqueeze(-1), 0.0)
    count = mask.sum(dim=1, keepdim=True)
    return x.sum(dim=1) / torch.where(count > 0, count, 1)


@alternative("averages sample by sample")
def masked_mean(x, mask):
    rows = zip(x, mask, strict=True)
    return torch.stack([row[real].sum(dim=0) / max(int(real.sum()), 1) for row, real in rows])


@alternative("adds the real steps to their samples")
def masked_mean(x, mask):
    sample, step = mask.nonzero(as_tuple=True)
    sums = x.new_zeros(x.shape[0], x.shape[2]).index_add(0, sample, x[sample, step])
    return sums / counts(mask)


@alternative("adds a tiny number to the count")
def masked_mean(x, mask):
    real = mask[:, :, None]
    return x.where(real, 0).sum(dim=1) / (real.sum(dim=1) + 1e-8)


def counts(mask):
    """(batch, 1): the number of real steps, at least 1."""
    return mask.sum(dim=1, keepdim=True).clamp(min=1)


@misconception(
    "forgets the mask",
    "The filling was averaged too. It says nothing about the sample.",
)
def masked_mean(x, mask):
    return x.mean(dim=1)


@misconception(
    "divides by all steps",
    "The filling is out of the sum and still in the divisor. How many steps are real in this sample?",
)
def masked_mean(x, mask):
    return torch.where(mask[:, :, None], x, 0).mean(dim=1)


@misconception(
    "mixes the samples",
    "`x[mask]` is one long list of the real steps of all samples: which step came from which sample is lost.",
)
def masked_mean(x, mask):
    return x[mask].mean(dim=0)


@misconception(
    "multiplies the filling away",
    "0 times NaN is NaN: a product with the mask still computes with what it should leave out. Choose instead of multiplying.",
)
def masked_mean(x, mask):
    return (x * mask[:, :, None]).sum(dim=1) / counts(mask)


@misconception(
    "divides by no steps",
    "A sample without real steps gives 0 / 0, which is NaN.",
)
def masked_mean(x, mask):
    return torch.where(mask[:, :, None], x, 0).sum(dim=1) / mask.sum(dim=1, keepdim=True)


@misconception(
    "hides a NaN among the real steps",
    "A NaN in a real step vanished: `nanmean` and `nan_to_num` do not ask where it stood. Only the mask knows that.",
)
def masked_mean(x, mask):
    nan = torch.where(mask[..., None], x, float("nan"))
    return nan.nanmean(dim=1).nan_to_num(nan=0.0)


@misconception(
    "takes what is not NaN for real",
    "`nanmean` leaves out what is NaN. The filling may be any number: the mask says which steps are real.",
)
def masked_mean(x, mask):
    return x.nanmean(dim=1)


@misconception(
    "the first steps of each sample",
    "As many steps as are real were taken, from the front. The mask also says which ones: the filling may come first.",
)
def masked_mean(x, mask):
    steps = torch.arange(x.shape[1], device=x.device)
    return solution.masked_mean(x, steps < mask.sum(dim=1, keepdim=True))


@misconception(
    "fills the real steps",
    "What the mask calls real was replaced. True means: keep this step. `masked_fill` writes where it is True.",
)
def masked_mean(x, mask):
    return x.masked_fill(mask[:, :, None], 0.0).sum(dim=1) / counts(mask)


@misconception(
    "float32 for every dtype",
    "`torch.zeros` and `float()` are float32. The averages have the dtype of x.",
)
def masked_mean(x, mask):
    return solution.masked_mean(x.float(), mask)


@misconception(
    "mask times x without a third axis",
    "(batch, time) lines up with the last two axes of x, time and features. The mask needs an axis for the features, at the end.",
)
def masked_mean(x, mask):
    return (x * mask).sum(dim=1) / counts(mask)


@misconception(
    "where without a third axis",
    "In `where` too, shapes line up from the right: (batch, time) meets time and features. The mask needs an axis at the end.",
)
def masked_mean(x, mask):
    return torch.where(mask, x, 0).sum(dim=1) / counts(mask)


@misconception(
    "third axis in the wrong place",
    "With the new axis in front of time, each step meets the features. It belongs at the end, where the features are.",
)
def masked_mean(x, mask):
    return (x * mask[:, None]).sum(dim=1) / counts(mask)


@misconception(
    "one step too many in the divisor",
    "Adding 1 to the number of steps avoids a division by 0, and makes every average too small.",
)
def masked_mean(x, mask):
    return torch.where(mask[:, :, None], x, 0).sum(dim=1) / (mask.sum(dim=1, keepdim=True) + 1)


@misconception(
    "steps of the whole batch",
    "`mask.sum()` counts the real steps of all samples together. Each sample has a number of its own.",
)
def masked_mean(x, mask):
    return torch.where(mask[:, :, None], x, 0).sum(dim=1) / mask.sum().clamp(min=1)


@misconception(
    "divisor without keepdim",
    "The numbers of steps have shape (batch,), which lines up with the features and not with the samples.",
)
def masked_mean(x, mask):
    return torch.where(mask[:, :, None], x, 0).sum(dim=1) / mask.sum(dim=1).clamp(min=1)


@misconception(
    "averages the filling",
    "The mask is True where a step is real. Here what is False was kept.",
)
def masked_mean(x, mask):
    return solution.masked_mean(x, ~mask)


@misconception(
    "averages the features too",
    "Every sample must keep one average for each feature; only time disappears.",
)
def masked_mean(x, mask):
    return solution.masked_mean(x, mask).mean(dim=1)


@misconception(
    "counts the steps that are not 0",
    "The real steps were counted by their numbers. A step of zeros is a real step too: only the mask knows.",
)
def masked_mean(x, mask):
    x = torch.where(mask[:, :, None], x, 0)
    return x.sum(dim=1) / (x != 0).any(dim=2).sum(dim=1, keepdim=True).clamp(min=1)


@misconception(
    "takes only NaN out of the filling",
    "NaN is gone from the filling, and 0 times infinity is NaN as well. Choose by the mask instead of multiplying.",
)
def masked_mean(x, mask):
    real = mask[:, :, None]
    x = torch.where(x.isnan() & ~real, 0, x)
    return (x * real).sum(dim=1) / counts(mask)


@misconception(
    "squeezes",
    "`squeeze()` removes every dimension of size 1, also that of a single sample or a single feature. The result keeps both.",
)
def masked_mean(x, mask):
    return solution.masked_mean(x, mask).squeeze()


@alternative("adds up class by class")
def sums_by_class(values, labels, num_classes):
    return torch.stack([values[labels == each].sum(dim=0) for each in range(num_classes)])


@alternative("multiplies with a one-hot matrix")
def sums_by_class(values, labels, num_classes):
    return F.one_hot(labels, num_classes).to(values.dtype).T @ values


@alternative("fills empty memory row by row")
def sums_by_class(values, labels, num_classes):
    sums = torch.empty(num_classes, values.shape[1], dtype=values.dtype, device=values.device)
    for each in range(num_classes):
        sums[each] = values[labels == each].sum(dim=0)
    return sums


@alternative("scatters with an index for every column")
def sums_by_class(values, labels, num_classes):
    sums = torch.zeros(num_classes, values.shape[1], dtype=values.dtype, device=values.device)
    return sums.scatter_add_(0, labels[:, None].expand_as(values), values)


@alternative("index_put_ that accumulates")
def sums_by_class(values, labels, num_classes):
    return values.new_zeros(num_classes, values.size(1)).index_put_((labels,), values, accumulate=True)


@misconception(
    "indexed += keeps one row",
    "Rows with one label overwrite each other: `sums[labels] = ...`, and `+=` too, writes once for each place, at the end.",
)
def sums_by_class(values, labels, num_classes):
    sums = values.new_zeros(num_classes, values.shape[1])
    sums[labels] += values
    return sums


@misconception(
    "begins with empty memory",
    "`torch.empty` and `new_empty` hold whatever stood in that memory before. Sums begin at 0.",
)
def sums_by_class(values, labels, num_classes):
    return values.new_empty(num_classes, values.shape[1]).index_add(0, labels, values)


@misconception(
    "result thrown away",
    "The table comes back as it was made, all zeros. `index_add` without an underscore does not change it: it returns a new one.",
)
def sums_by_class(values, labels, num_classes):
    sums = values.new_zeros(num_classes, values.shape[1])
    sums.index_add(0, labels, values)
    return sums


@misconception(
    "scatters the first column only",
    "`scatter_add` writes as many columns as its index has. An index of shape (n, 1) does not stretch: expand it.",
)
def sums_by_class(values, labels, num_classes):
    return values.new_zeros(num_classes, values.shape[1]).scatter_add(0, labels[:, None], values)


@misconception(
    "scatters with a flat index",
    "`scatter_add` wants an index with as many dimensions as the values: one label for each number, not for each row.",
)
def sums_by_class(values, labels, num_classes):
    return values.new_zeros(num_classes, values.shape[1]).scatter_add(0, labels, values)


@misconception(
    "averages instead of sums",
    "The sums were divided by the number of rows.",
)
def sums_by_class(values, labels, num_classes):
    count = labels.bincount(minlength=num_classes).clamp(min=1)
    return solution.sums_by_class(values, labels, num_classes) / count[:, None]


@misconception(
    "counts the rows",
    "This says how often each label occurs. The values have to be added up.",
)
def sums_by_class(values, labels, num_classes):
    return solution.sums_by_class(torch.ones_like(values), labels, num_classes)


@misconception(
    "as many classes as the largest label",
    "The largest label that occurs says nothing about the classes that do not. Use `num_classes`.",
)
def sums_by_class(values, labels, num_classes):
    return solution.sums_by_class(values, labels, int(labels.max()) + 1)


@misconception(
    "leaves absent classes out",
    "Only the labels that occur got a row, so the rows behind a missing class move up.",
)
def sums_by_class(values, labels, num_classes):
    return torch.stack([values[labels == each].sum(dim=0) for each in labels.unique()])


@misconception(
    "float32 for every dtype",
    "`torch.zeros` is float32 unless you say otherwise. The sums must have the dtype of the values.",
)
def sums_by_class(values, labels, num_classes):
    return solution.sums_by_class(values.float(), labels, num_classes)


@misconception(
    "float64 rows into a float32 table",
    "`index_add` wants one dtype on both sides. Make the zeros in the dtype of the values.",
)
def sums_by_class(values, labels, num_classes):
    sums = torch.zeros(num_classes, values.shape[1], device=values.device)
    return sums.index_add(0, labels, values)


@misconception(
    "classes as columns",
    "The sums are right and lie on their side: each class should have a row.",
)
def sums_by_class(values, labels, num_classes):
    return solution.sums_by_class(values, labels, num_classes).T


@misconception(
    "one number for each class",
    "The columns were added up as well. Each class keeps a row with one sum for every column.",
)
def sums_by_class(values, labels, num_classes):
    return solution.sums_by_class(values, labels, num_classes).sum(dim=1)


@misconception(
    "squeezes a single column away",
    "`squeeze()` removes every dimension of size 1, also the columns where there is one. The result keeps two dimensions.",
)
def sums_by_class(values, labels, num_classes):
    return solution.sums_by_class(values, labels, num_classes).squeeze()


@alternative("squares what cdist gives")
def pairwise_sq(a, b):
    return torch.cdist(a, b) ** 2


@alternative("multiplies the square out and clamps")
def pairwise_sq(a, b):
    square = a.square().sum(dim=1, keepdim=True) + b.square().sum(dim=1)
    return (square - 2 * a @ b.T).clamp(min=0)


@alternative("einsum of the differences with themselves")
def pairwise_sq(a, b):
    difference = a.unsqueeze(1) - b.unsqueeze(0)
    return torch.einsum("mnd,mnd->mn", difference, difference)


@alternative("coordinate by coordinate")
def pairwise_sq(a, b):
    total = a.new_zeros(len(a), len(b))
    for i in range(a.shape[1]):
        total = total + (a[:, i, None] - b[:, i]) ** 2
    return total


@misconception(
    "a loop over the points",
    "The numbers are right, and Python goes from point to point: that is a loop, also inside brackets. Section 10 measures its "
    "price.",
)
def pairwise_sq(a, b):
    return torch.stack([(each - b).square().sum(dim=1) for each in a])


@misconception(
    "squeezes a single point away",
    "`squeeze()` removes every dimension of size 1, also the row of a single point. The table keeps two dimensions.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).square().sum(dim=2).squeeze()


@misconception(
    "float32 for every dtype",
    "`float()` and a new `torch.zeros` are float32. The distances have the dtype of the points.",
)
def pairwise_sq(a, b):
    return solution.pairwise_sq(a.float(), b.float())


@misconception(
    "not squared",
    "The differences were added up as they are, with their signs. Square each of them first.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).sum(dim=2)


@misconception(
    "products of points",
    "`a @ b.T` multiplies the points with each other. A distance comes from their differences.",
)
def pairwise_sq(a, b):
    return a @ b.T


@misconception(
    "the product added",
    "(a - b)² is a² + b² - 2ab: the product is subtracted.",
)
def pairwise_sq(a, b):
    return a.square().sum(dim=1, keepdim=True) + b.square().sum(dim=1) + 2 * a @ b.T


@misconception(
    "row by row",
    "Point by point, first with first and second with second: every point of a must meet every point of b.",
)
def pairwise_sq(a, b):
    return (a - b).square().sum(dim=1)


@misconception(
    "row by row, and not added up",
    "First with first, second with second: every point of a must meet every point of b. The coordinates are not added up either.",
)
def pairwise_sq(a, b):
    return (a - b).square()


@misconception(
    "sums over the points of b",
    "The differences are (m, n, d), and the wrong axis of the three was added up. The coordinates must go.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).square().sum(dim=1)


@misconception(
    "coordinates not added up",
    "One squared difference for each coordinate is left: (m, n, d). A distance is a single number.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).square()


@misconception(
    "root taken",
    "This is the distance. The squared distance is asked for, which needs no root.",
)
def pairwise_sq(a, b):
    return torch.cdist(a, b)


@misconception(
    "rounding below zero",
    "|a|² + |b|² - 2ab subtracts large numbers that are nearly equal; what rounding leaves may be below 0, and its root NaN.",
)
def pairwise_sq(a, b):
    return a.square().sum(dim=1, keepdim=True) + b.square().sum(dim=1) - 2 * a @ b.T


@misconception(
    "lies on its side",
    "The points of b became the rows. Entry [i, j] belongs to a[i] and b[j].",
)
def pairwise_sq(a, b):
    return (a - b[:, None]).square().sum(dim=2)


@misconception(
    "absolute differences",
    "The differences were made positive by `abs`, not by squaring: that is the distance along the streets of a grid.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).abs().sum(dim=2)


@misconception(
    "square of the sum",
    "The differences were added up first and squared then, so that differences of opposite sign cancel.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).sum(dim=2).square()


@misconception(
    "mean over the coordinates",
    "The squared differences were averaged; they are to be added up.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b).square().mean(dim=2)


@misconception(
    "the product only once",
    "(a - b)² is a² + b² minus twice the product.",
)
def pairwise_sq(a, b):
    return (a.square().sum(dim=1, keepdim=True) + b.square().sum(dim=1) - a @ b.T).clamp(min=0)


@misconception(
    "both with the new axis in the middle",
    "(m, 1, d) and (n, 1, d) line up point by point. Only one of the two may have the new axis in the middle.",
)
def pairwise_sq(a, b):
    return (a[:, None] - b[:, None]).square().sum(dim=2)


@misconception(
    "squares without keepdim",
    "|a|² has shape (m,), which lines up with the points of b. It must stand in a column.",
)
def pairwise_sq(a, b):
    return (a.square().sum(dim=1) + b.square().sum(dim=1) - 2 * a @ b.T).clamp(min=0)


@alternative("strides by hand")
def im2patches(image, size):
    height, width = image.shape
    down, across = image.stride()
    shape = (height - size + 1, width - size + 1, size, size)
    return image.as_strided(shape, (down, across, down, across))


@alternative("columns first, then two axes change places")
def im2patches(image, size):
    return image.unfold(1, size, 1).unfold(0, size, 1).transpose(2, 3)


@misconception(
    "one position too few",
    "The last row and column of patches are missing. In n numbers, a window of k has how many places to start from?",
)
def im2patches(image, size):
    return solution.im2patches(image[:-1, :-1], size)


@misconception(
    "patches side by side",
    "The third number of `unfold` is the step from patch to patch. Neighbouring patches overlap: how far is the next one?",
)
def im2patches(image, size):
    return image.unfold(0, size, size).unfold(1, size, size)


@misconception(
    "patches on their side",
    "Each `unfold` puts its window at the end, so the order of the two decides whether a patch's rows or columns come first.",
)
def im2patches(image, size):
    return image.unfold(1, size, 1).unfold(0, size, 1)


@misconception(
    "grid on its side",
    "The patches themselves are right, and the grid of their places is transposed: [i, j] should be row i, column j.",
)
def im2patches(image, size):
    return solution.im2patches(image, size).transpose(0, 1)


@misconception(
    "copies the patches",
    "The numbers are right, and they were copied: every number of the picture up to size × size times. `stack`, "
    "`contiguous`, `clone`, `cat` and `F.unfold` write anew.",
)
def im2patches(image, size):
    return solution.im2patches(image, size).contiguous()


@misconception(
    "strides of another tensor",
    "(width, 1) are the strides of a picture in reading order. Ask this picture for its own: `image.stride()`.",
)
def im2patches(image, size):
    height, width = image.shape
    shape = (height - size + 1, width - size + 1, size, size)
    return image.as_strided(shape, (width, 1, width, 1))


@misconception(
    "copies a picture on its side",
    "`contiguous` and `clone` write a transposed picture anew, so its patches look into a copy. `unfold` takes any strides.",
)
def im2patches(image, size):
    return solution.im2patches(image.contiguous(), size)


@misconception(
    "begins at the start of the storage",
    "The picture may be a part of a larger one and begin later in the storage. Leave the offset out: then it is the picture's own.",
)
def im2patches(image, size):
    return solution.im2patches(image, size).as_strided(
        (image.shape[0] - size + 1, image.shape[1] - size + 1, size, size), image.stride() * 2, 0
    )


@misconception(
    "windows of windows",
    "The second `unfold` cut the windows of the first. Counted from the left, the columns are still dimension 1.",
)
def im2patches(image, size):
    return image.unfold(0, size, 1).unfold(2, size, 1)


@misconception(
    "float32 for every dtype",
    "`float()` makes float32, and of bytes a copy. The patches have the dtype of the picture.",
)
def im2patches(image, size):
    return solution.im2patches(image.float(), size)


@misconception(
    "columns of numbers",
    "`F.unfold` gives each patch as a column, and copies. The tensor's own method `unfold` is another function.",
)
def im2patches(image, size):
    return F.unfold(image[None, None], size)[0]


@misconception(
    "one long row of patches",
    "The grid was flattened into one row of patches. [i, j] must still name the place.",
)
def im2patches(image, size):
    return solution.im2patches(image, size).reshape(-1, size, size)


@misconception(
    "a Python list of patches",
    "A list was returned. The result must be one tensor with four dimensions.",
)
def im2patches(image, size):
    rows, columns = image.shape[0] - size + 1, image.shape[1] - size + 1
    return [[image[i : i + size, j : j + size] for j in range(columns)] for i in range(rows)]


@misconception(
    "windows of the rows only",
    "One `unfold` shows windows in one dimension. The second dimension needs its own.",
)
def im2patches(image, size):
    return image.unfold(0, size, 1)


@misconception(
    "squeezes",
    "`squeeze()` removes every dimension of size 1: of the grid, where a patch is as high as the picture, and of a patch of "
    "one pixel.",
)
def im2patches(image, size):
    return solution.im2patches(image, size).squeeze()


@alternative("one matrix product for each chunk, and counts the votes")
def knn_predict(known, labels, new, k, chunk=20):
    classes = int(labels.max()) + 1
    found = []
    for start in range(0, len(new), chunk):
        part = new[start : start + chunk]
        distances = known.square().sum(dim=1) - 2 * part @ known.T
        votes = F.one_hot(labels[distances.argsort(dim=1)[:, :k]], classes)
        found.append(votes.sum(dim=1).argmax(dim=1))
    return torch.cat(found)


@alternative("point by point with cdist")
def knn_predict(known, labels, new, k, chunk=20):
    guesses = torch.empty(len(new), dtype=torch.int64, device=new.device)
    for i, point in enumerate(new):
        distances = torch.cdist(point[None], known)[0]
        guesses[i] = labels[distances.topk(k, largest=False).indices].bincount().argmax()
    return guesses


def nearest_labels(known, labels, part, k):
    """(m, k): the labels of the k nearest known points, the nearest first."""
    return labels[solution.pairwise_sq(part, known).topk(k, dim=1, largest=False).indices]


def by_chunks(vote, new, chunk):
    """What `vote` says to each chunk, in one tensor."""
    return torch.cat([vote(part) for part in new.split(chunk)])


@misconception(
    "the farthest vote",
    "The farthest points voted: theirs are the largest distances, which `topk` finds unless you say otherwise, and "
    "which a sort puts last.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        farthest = solution.pairwise_sq(part, known).topk(k, dim=1).indices
        return labels[farthest].mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "averages the labels",
    "A label is a name: the average of a 2 and a 9 is no class at all. Count which label occurs most often.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return by_chunks(lambda part: nearest_labels(known, labels, part, k).float().mean(dim=1), new, chunk)


@misconception(
    "rounds an average of labels",
    "Rounding makes a whole number of it, and the average of names still means nothing. Count which label occurs most often.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        return nearest_labels(known, labels, part, k).float().mean(dim=1).round().long()

    return by_chunks(vote, new, chunk)


@misconception(
    "median of the labels",
    "The median depends on how the classes are numbered. Count which label occurs most often.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return by_chunks(lambda part: nearest_labels(known, labels, part, k).median(dim=1).values, new, chunk)


@misconception(
    "only the nearest counts",
    "The nearest point decides alone, whatever k is.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return solution.knn_predict(known, labels, new, 1, chunk)


@misconception(
    "leaves the nearest out",
    "The nearest was skipped. That is right where a point would find itself among the known ones; new points do not.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        return nearest_labels(known, labels, part, k + 1)[:, 1:].mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "places instead of labels",
    "The places of the neighbours were put to the vote. Look up which labels stand at those places.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        return solution.pairwise_sq(part, known).topk(k, dim=1, largest=False).indices.mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "all neighbours, no vote",
    "Each new point still has k labels. They must come down to one.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return by_chunks(lambda part: nearest_labels(known, labels, part, k), new, chunk)


@misconception(
    "votes down the column",
    "The vote ran over the new points and not over the neighbours. Which dimension counts the k?",
)
def knn_predict(known, labels, new, k, chunk=20):
    return by_chunks(lambda part: nearest_labels(known, labels, part, k).mode(dim=0).values, new, chunk)


@misconception(
    "returns the votes too",
    "`mode` gives a pair, values and indices. Only the values are the classes.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return nearest_labels(known, labels, new, k).mode(dim=1)


@misconception(
    "drops the smaller last chunk",
    "`m // chunk` counts only the full chunks. What remains at the end is a chunk too, a smaller one.",
)
def knn_predict(known, labels, new, k, chunk=20):
    whole = max(len(new) // chunk, 1) * chunk
    return solution.knn_predict(known, labels, new[:whole], k, chunk)


@misconception(
    "smaller last chunk left at 0",
    "The last points kept the 0 that the result began with. `m // chunk` counts only the full chunks: what remains at the end "
    "is a chunk too.",
)
def knn_predict(known, labels, new, k, chunk=20):
    guesses = torch.zeros(len(new), dtype=torch.int64, device=new.device)
    whole = len(new) // chunk * chunk
    if whole:
        guesses[:whole] = solution.knn_predict(known, labels, new[:whole], k, chunk)
    return guesses


@misconception(
    "leaves out what lies at distance 0",
    "A known point at the very place of the new one had no vote. It is the nearest of all.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        distances = solution.pairwise_sq(part, known)
        distances = distances.masked_fill(distances == 0, float("inf"))
        return labels[distances.topk(k, dim=1, largest=False).indices].mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "nearer points count for more",
    "The votes were weighted by distance. Here each of the k nearest has one vote, however near it is.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        near = torch.cdist(part, known).topk(k, dim=1, largest=False)
        ballots = F.one_hot(labels[near.indices], int(labels.max()) + 1)
        return (ballots / (near.values[:, :, None] + 1e-8)).sum(dim=1).argmax(dim=1)

    return by_chunks(vote, new, chunk)


@misconception(
    "mode of the places",
    "`mode` saw the places of the neighbours, and each place occurs once. Look up the labels first, and let those vote.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        places = solution.pairwise_sq(part, known).topk(k, dim=1, largest=False).indices
        return labels[places.mode(dim=1).values]

    return by_chunks(vote, new, chunk)


@misconception(
    "sum of the absolute differences",
    "Near was measured by the sum of the absolute differences, along the streets of a grid. Euclidean is the straight line.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        return labels[torch.cdist(part, known, p=1).topk(k, dim=1, largest=False).indices].mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "votes for a thousand classes",
    "The votes take more room than the distances: each voter has a column for every class that could be. Only k labels vote.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        return F.one_hot(nearest_labels(known, labels, part, k), 1000).sum(dim=1).argmax(dim=1)

    return by_chunks(vote, new, chunk)


@misconception(
    "all at once",
    "`chunk` is not used to keep tensors small: somewhere more new points than that meet all known points at once.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return nearest_labels(known, labels, new, k).mode(dim=1).values


@misconception(
    "as many chunks as chunk says",
    "`Tensor.chunk(n)` makes n chunks. `chunk` says how many points one of them has.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return torch.cat([solution.knn_predict(known, labels, part, k) for part in new.chunk(chunk)])


@misconception(
    "only the first chunk",
    "Only the first chunk was looked at. What ends the loop there? A `return` inside it ends the whole function.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return solution.knn_predict(known, labels, new[:chunk], k)


@misconception(
    "a class for each known point",
    "The distances lie on their side, so each known point asked the new ones. Each row belongs to a new point.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        nearest = solution.pairwise_sq(known, part).topk(k, dim=1, largest=False).indices
        return labels[nearest].mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "ten classes",
    "Votes were counted for the classes 0 to 9 only. There may be more classes, with larger numbers.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        classes = torch.arange(10, device=labels.device)
        counts = (nearest_labels(known, labels, part, k)[:, :, None] == classes).sum(dim=1)
        return counts.argmax(dim=1)

    return by_chunks(vote, new, chunk)


@misconception(
    "pairs of values and places",
    "`mode` gives a pair, values and indices. Take the values of each chunk, and join those.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return by_chunks(lambda part: nearest_labels(known, labels, part, k).mode(dim=1), new, chunk)


@misconception(
    "only the last chunk",
    "The result of each chunk replaces the one before it. Collect them, and join them at the end.",
)
def knn_predict(known, labels, new, k, chunk=20):
    for part in new.split(chunk):
        guesses = nearest_labels(known, labels, part, k).mode(dim=1).values
    return guesses


@misconception(
    "stacks the chunks",
    "`stack` makes a new axis for the chunks, and fails where the last is smaller. `cat` puts one behind the other.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return torch.stack([solution.knn_predict(known, labels, part, k) for part in new.split(chunk)])


@misconception(
    "a Python list of chunks",
    "A list was returned, with a tensor for each chunk. Join them into one.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return [solution.knn_predict(known, labels, part, k) for part in new.split(chunk)]


@misconception(
    "chunks of the known points",
    "The known points were cut, so each new point sees only some of them at a time. Cut the new points.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return torch.cat(
        [
            solution.knn_predict(part, their_labels, new, k)
            for part, their_labels in zip(known.split(chunk), labels.split(chunk), strict=True)
        ]
    )


@misconception(
    "distances instead of places",
    "`topk` gives the distances themselves (`values`) and where they stand (`indices`). The labels want to know where.",
)
def knn_predict(known, labels, new, k, chunk=20):
    def vote(part):
        distances = solution.pairwise_sq(part, known).topk(k, dim=1, largest=False).values
        return labels[distances].mode(dim=1).values

    return by_chunks(vote, new, chunk)


@misconception(
    "products instead of distances",
    "A large product means a long point in the same direction, and not a near one. Compare distances.",
)
def knn_predict(known, labels, new, k, chunk=20):
    return by_chunks(
        lambda part: labels[(part @ known.T).topk(k, dim=1).indices].mode(dim=1).values, new, chunk
    )
