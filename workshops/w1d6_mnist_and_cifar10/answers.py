"""Known answers: other right ones, and the mistakes that people make when they report a result."""

import functools
import math
import random
import statistics
from types import SimpleNamespace

import solution
import torch
import torch.nn.functional as F
from torch import nn

from kindling import alternative, misconception

# standard_error


@alternative("the spread of a tensor of zeros and ones")
def standard_error(accuracy, n):
    return ((accuracy - accuracy**2) / n) ** 0.5


@alternative("torch's root")
def standard_error(accuracy, n):
    p = torch.tensor(accuracy, dtype=torch.float64)
    return (torch.sqrt(p * (1 - p)) / n**0.5).item()


@misconception(
    "the variance instead of its root",
    "This is the variance of the share, in squared units: a spread that can stand beside an accuracy is its root.",
)
def standard_error(accuracy, n):
    return accuracy * (1 - accuracy) / n


@misconception(
    "n outside the root",
    "The root is taken of p (1 - p) alone. A hundred times as many images make the spread ten times smaller, not "
    "a hundred times.",
)
def standard_error(accuracy, n):
    return math.sqrt(accuracy * (1 - accuracy)) / n


@misconception(
    "the spread of the number of right answers",
    "This is how far the count of right answers strays. The accuracy is that count divided by n.",
)
def standard_error(accuracy, n):
    return math.sqrt(accuracy * (1 - accuracy) * n)


@misconception(
    "one over the root of n",
    "The accuracy plays no role here, so a network that is always right would stray as much as one that guesses.",
)
def standard_error(accuracy, n):
    return 1 / math.sqrt(n)


@misconception(
    "two standard errors",
    "This is the half width of an interval (about two standard errors), and the exercise asks for one.",
)
def standard_error(accuracy, n):
    return 1.96 * math.sqrt(accuracy * (1 - accuracy) / n)


@misconception(
    "in percent",
    "The result is in percent, while the accuracy that came in runs from 0 to 1: both need the same unit.",
)
def standard_error(accuracy, n):
    return 100 * math.sqrt(accuracy * (1 - accuracy) / n)


@misconception(
    "divided by n - 1",
    "n - 1 belongs to a spread that is estimated from the samples. Here the chance of each toss is given.",
)
def standard_error(accuracy, n):
    return math.sqrt(accuracy * (1 - accuracy) / (n - 1))


@misconception(
    "n is not used",
    "This is how far a single image strays. The mean of many strays less: n belongs into it.",
)
def standard_error(accuracy, n):
    return math.sqrt(accuracy * (1 - accuracy))


# split_indices


@alternative("shuffles everything once, then goes class by class")
def split_indices(labels, share, seed):
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    held_out = torch.zeros(len(labels), dtype=torch.bool)
    for each in range(int(labels.max()) + 1):
        places = order[labels[order] == each]
        held_out[places[: round(share * len(places))]] = True
    return (~held_out).nonzero().flatten(), held_out.nonzero().flatten()


@alternative("Python lists and Python's random")
def split_indices(labels, share, seed):
    dice, by_class = random.Random(seed), {}
    for place, label in enumerate(labels.tolist()):
        by_class.setdefault(label, []).append(place)
    kept, held_out = [], []
    for places in by_class.values():
        dice.shuffle(places)
        count = round(share * len(places))
        held_out += places[:count]
        kept += places[count:]
    return torch.tensor(kept), torch.tensor(held_out)


@misconception(
    "the end of the file",
    "The last images of the file are held out, without any shuffling. Many files are sorted by class, so the end "
    "may hold a single one.",
)
def split_indices(labels, share, seed):
    count = round(share * len(labels))
    places = torch.arange(len(labels))
    return places[:-count], places[-count:]


@misconception(
    "a class is not shuffled",
    "Each class gives its share, but always the same images, which lie side by side. Files often keep images of one "
    "writer or one day together; shuffle the places of a class before you cut.",
)
def split_indices(labels, share, seed):
    kept, held_out = [], []
    for each in labels.unique():
        places = (labels == each).nonzero().flatten()
        count = round(share * len(places))
        held_out.append(places[:count])
        kept.append(places[count:])
    return torch.cat(kept), torch.cat(held_out)


@misconception(
    "not by class",
    "All places are shuffled in one heap, so the classes of the held-out part are a matter of luck: draw inside each "
    "class.",
)
def split_indices(labels, share, seed):
    places = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    count = round(share * len(labels))
    return places[count:], places[:count]


@misconception(
    "held-out images are trained on too",
    "The training part holds every place, also those that are held out. What a network has learned from says "
    "nothing about new images.",
)
def split_indices(labels, share, seed):
    return torch.arange(len(labels)), solution.split_indices(labels, share, seed)[1]


@misconception(
    "drawn with replacement",
    "`randint` may draw the same place twice, so some images come more than once and others never. `randperm` draws "
    "each once.",
)
def split_indices(labels, share, seed):
    generator = torch.Generator().manual_seed(seed)
    kept, held_out = [], []
    for each in labels.unique():
        places = (labels == each).nonzero().flatten()
        places = places[torch.randint(len(places), (len(places),), generator=generator)]
        count = round(share * len(places))
        held_out.append(places[:count])
        kept.append(places[count:])
    return torch.cat(kept), torch.cat(held_out)


@misconception(
    "the seed is not used",
    "Two calls with the same seed hold out different images: what is drawn does not depend on `seed`.",
)
def split_indices(labels, share, seed):
    return solution.split_indices(labels, share, random.randrange(10**6))


@misconception(
    "one seed for all",
    "The split is the same for every seed: the generator starts from the same number each time.",
)
def split_indices(labels, share, seed):
    return solution.split_indices(labels, share, 42)


@misconception(
    "the parts are swapped",
    "The share goes into the first part, which is the one to train on. The second part is what is held out.",
)
def split_indices(labels, share, seed):
    kept, held_out = solution.split_indices(labels, share, seed)
    return held_out, kept


@misconception(
    "places within the class",
    "The numbers count within one class: 0 is its first image. Translate them to places in `labels` before you "
    "return them.",
)
def split_indices(labels, share, seed):
    generator = torch.Generator().manual_seed(seed)
    kept, held_out = [], []
    for each in labels.unique():
        order = torch.randperm(int((labels == each).sum()), generator=generator)
        count = round(share * len(order))
        held_out.append(order[:count])
        kept.append(order[count:])
    return torch.cat(kept), torch.cat(held_out)


@misconception(
    "equally many of each class",
    "Every class gives the same number of images. A class with three times as many images should give three times "
    "as many.",
)
def split_indices(labels, share, seed):
    generator = torch.Generator().manual_seed(seed)
    classes = labels.unique()
    count = round(share * len(labels) / len(classes))
    kept, held_out = [], []
    for each in classes:
        places = (labels == each).nonzero().flatten()
        places = places[torch.randperm(len(places), generator=generator)]
        held_out.append(places[:count])
        kept.append(places[count:])
    return torch.cat(kept), torch.cat(held_out)


def _cut(labels, seed, cut, classes=None):
    """Shuffles class by class; `cut` gives the part to train on and the part to hold out of a class's places."""
    generator = torch.Generator().manual_seed(seed)
    kept, held_out = [], []
    for each in labels.unique() if classes is None else classes:
        places = (labels == each).nonzero().flatten()
        first, second = cut(places[torch.randperm(len(places), generator=generator)])
        kept.append(first)
        held_out.append(second)
    return torch.cat(kept), torch.cat(held_out)


@misconception(
    "rounded down",
    "A class's number of images is rounded down. A quarter of 11 images is 2.75, and that is nearer to 3 than to 2.",
)
def split_indices(labels, share, seed):
    return _cut(labels, seed, lambda x: (x[int(share * len(x)) :], x[: int(share * len(x))]))


@misconception(
    "an end that holds everything",
    "A class too small to give an image gives all of them: `places[-0:]` begins at 0, so it is not empty.",
)
def split_indices(labels, share, seed):
    return _cut(labels, seed, lambda x: (x[: -round(share * len(x))], x[-round(share * len(x)) :]))


@misconception(
    "only the classes 0 to 9",
    "Classes above 9 are left out: ten classes are written into the loop. `labels` says which ones there are.",
)
def split_indices(labels, share, seed):
    cut = lambda x: (x[round(share * len(x)) :], x[: round(share * len(x))])  # noqa: E731
    return _cut(labels, seed, cut, range(10))


@misconception(
    "halves rounded up",
    "A half is rounded up here: 2.5 images become 3. `round` takes the even neighbour of a half.",
)
def split_indices(labels, share, seed):
    return _cut(labels, seed, lambda x: (x[int(share * len(x) + 0.5) :], x[: int(share * len(x) + 0.5)]))


@misconception(
    "as if the file were sorted",
    "The places are right for a file that is sorted by class, and for no other: the images of a class are counted, "
    "but where they lie in `labels` is not looked up.",
)
def split_indices(labels, share, seed):
    return solution.split_indices(labels.sort().values, share, seed)


@misconception(
    "never a whole class",
    "One image of each class is always kept. The share 1 holds out all of them.",
)
def split_indices(labels, share, seed):
    count = lambda x: min(len(x) - 1, round(share * len(x)))  # noqa: E731
    return _cut(labels, seed, lambda x: (x[count(x) :], x[: count(x)]))


@misconception(
    "masks instead of places",
    "These are masks, with True or False for every image. Wanted are the places where they are True.",
)
def split_indices(labels, share, seed):
    held_out = torch.zeros(len(labels), dtype=torch.bool)
    held_out[solution.split_indices(labels, share, seed)[1]] = True
    return ~held_out, held_out


# standardise


def _by(train, others, dims):
    mean, std = train.mean(dim=dims, keepdim=True), train.std(dim=dims, keepdim=True)
    return [(images - mean) / std for images in (train, *others)]


@alternative("channel by channel, in float64")
def standardise(train, *others):
    rows = train.transpose(0, 1).flatten(1).double()
    mean, std = rows.mean(dim=1), rows.std(dim=1, correction=0)
    return [((images - mean[:, None, None]) / std[:, None, None]).float() for images in (train, *others)]


@alternative("torchvision's transform, as a tuple")
def standardise(train, *others):
    from torchvision.transforms.v2.functional import normalize

    std, mean = torch.std_mean(train, dim=(0, 2, 3))
    return tuple(normalize(images, mean.tolist(), std.tolist()) for images in (train, *others))


@misconception(
    "each set by its own statistics",
    "Each set is brought to mean 0 by itself. A test set that is brighter than the training set then looks the same "
    "to the network, and one test image cannot be prepared alone.",
)
def standardise(train, *others):
    return [solution.standardise(images)[0] for images in (train, *others)]


@misconception(
    "the others by their own mean",
    "Each set is moved by its own mean, and only the spread is that of the training images. Others that are brighter "
    "must stay brighter.",
)
def standardise(train, *others):
    std = train.std(dim=(0, 2, 3), keepdim=True)
    return [(images - images.mean(dim=(0, 2, 3), keepdim=True)) / std for images in (train, *others)]


@misconception(
    "the others by their own spread",
    "Each set is divided by its own standard deviation, and only the mean is that of the training images. Others with "
    "less contrast must keep less.",
)
def standardise(train, *others):
    mean = train.mean(dim=(0, 2, 3), keepdim=True)
    return [(images - mean) / images.std(dim=(0, 2, 3), keepdim=True) for images in (train, *others)]


@misconception(
    "statistics of all images together",
    "Mean and standard deviation are taken from all images, the held-out ones included: something of the test set "
    "leaks into training.",
)
def standardise(train, *others):
    everything = torch.cat([train, *others])
    return solution.standardise(everything, train, *others)[1:]


@misconception(
    "one mean for all channels",
    "All channels share one mean and one standard deviation, so a dark channel stays dark and a flat one flat.",
)
def standardise(train, *others):
    return [(images - train.mean()) / train.std() for images in (train, *others)]


@misconception(
    "one mean for every pixel",
    "The average runs over the images alone, so each pixel gets a mean of its own, and the pattern that most images "
    "share disappears. A channel has one mean over images, rows and columns.",
)
def standardise(train, *others):
    return _by(train, others, (0,))


@misconception(
    "one mean for every image",
    "Each image is shifted and scaled by itself, so a bright image and a dark one become alike.",
)
def standardise(train, *others):
    return [_by(images, (), (2, 3))[0] for images in (train, *others)]


@misconception(
    "divided by the variance",
    "The variance has squared units. Dividing by it does not bring the spread to 1; its root does.",
)
def standardise(train, *others):
    mean, var = train.mean(dim=(0, 2, 3), keepdim=True), train.var(dim=(0, 2, 3), keepdim=True)
    return [(images - mean) / var for images in (train, *others)]


@misconception(
    "only the mean is taken away",
    "The channels have mean 0 and their old spread: the division is missing.",
)
def standardise(train, *others):
    return [images - train.mean(dim=(0, 2, 3), keepdim=True) for images in (train, *others)]


@misconception(
    "statistics without their dimensions",
    "A mean of shape (channels,) lines up with the last dimension, which is the width. It fits only by accident, when "
    "an image is as wide as it has channels.",
)
def standardise(train, *others):
    mean, std = train.mean(dim=(0, 2, 3)), train.std(dim=(0, 2, 3))
    return [(images - mean) / std for images in (train, *others)]


@misconception(
    "0.5 and 0.5",
    "The numbers 0.5 and 0.5, known from many tutorials, stretch 0..1 to -1..1 whatever the images are. They are not "
    "the statistics of these images.",
)
def standardise(train, *others):
    return [(images - 0.5) / 0.5 for images in (train, *others)]


@misconception(
    "in place",
    "An operation such as `-=` or `sub_` writes into the images of the caller, who still has them as they were, or so "
    "they believe.",
)
def standardise(train, *others):
    mean, std = train.mean(dim=(0, 2, 3), keepdim=True), train.std(dim=(0, 2, 3), keepdim=True)
    for images in {id(each): each for each in (train, *others)}.values():
        images -= mean
        images /= std
    return [train, *others]


@misconception(
    "the training images are left out",
    "Only the other images come back. The first of the results should be the training images.",
)
def standardise(train, *others):
    return solution.standardise(train, *others)[1:]


@misconception(
    "the mean is not taken away",
    "The images are divided by the standard deviation and not moved: their mean is not 0.",
)
def standardise(train, *others):
    std = train.std(dim=(0, 2, 3), keepdim=True)
    return [images / std for images in (train, *others)]


@misconception(
    "the others changed by the changed training images",
    "Mean and standard deviation are taken again when the training images are already standardised, so the others are "
    "moved by 0 and divided by 1. Take both numbers first.",
)
def standardise(train, *others):
    changed = solution.standardise(train)[0]
    return [changed, *_by(changed, others, (0, 2, 3))[1:]]


@misconception(
    "stretched from 0 to 1",
    "The smallest value becomes 0 and the largest 1. Wanted are mean 0 and standard deviation 1.",
)
def standardise(train, *others):
    low, high = train.amin(dim=(0, 2, 3), keepdim=True), train.amax(dim=(0, 2, 3), keepdim=True)
    return [(images - low) / (high - low) for images in (train, *others)]


# train_epoch


@alternative("counts from batch to batch")
def train_epoch(model, optimizer, scheduler, part, batch_size):
    images, labels = part
    model.train()
    order = torch.randperm(len(images))
    total = 0.0
    for start in range(0, len(images), batch_size):
        rows = order[start : start + batch_size].to(images.device)
        optimizer.zero_grad(set_to_none=False)
        logits = model(images[rows])
        loss = nn.CrossEntropyLoss()(logits, labels[rows])
        loss.backward()
        optimizer.step()
        scheduler.step()
        total += loss.item() * len(rows)
    return total / len(images)


@alternative("a DataLoader after all, and sums")
def train_epoch(model, optimizer, scheduler, part, batch_size):
    from torch.utils.data import DataLoader, TensorDataset

    total = 0.0
    for images, labels in DataLoader(TensorDataset(*part), batch_size=batch_size, shuffle=True):
        model.train()
        summed = F.cross_entropy(model(images), labels, reduction="sum")
        (summed / len(labels)).backward()
        optimizer.step()
        optimizer.zero_grad()
        scheduler.step()
        total += float(summed.detach())
    return total / len(part[1])


def _steps(
    model, optimizer, scheduler, part, batches, *, train=True, clear=True, inside=True, first=False, pair=True
):
    """An epoch over the given batches of places; returns the losses and the sizes of the batches."""
    images, labels = part
    if train:
        model.train()
    losses, sizes, start = [], [], 0
    for rows in batches:
        there = rows if pair else slice(start, start + len(rows))
        start += len(rows)
        loss = F.cross_entropy(model(images[rows]), labels[there])
        if clear:
            optimizer.zero_grad()
        loss.backward()
        if inside and first:
            scheduler.step()
        optimizer.step()
        if inside and not first:
            scheduler.step()
        losses.append(loss.item())
        sizes.append(len(rows))
    if not inside:
        scheduler.step()
    return losses, sizes


def _mean(told):
    losses, sizes = told
    return sum(loss * size for loss, size in zip(losses, sizes, strict=True)) / sum(sizes)


def _shuffled(part, batch_size):
    return torch.randperm(len(part[1]), device=part[1].device).split(batch_size)


@misconception(
    "always in the file's order",
    "The batches go through the images in the order of the file, every time. Where a file is sorted by class, a batch "
    "holds one class only.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    batches = torch.arange(len(part[1]), device=part[1].device).split(batch_size)
    return _mean(_steps(model, optimizer, scheduler, part, batches))


@misconception(
    "the same order in every epoch",
    "The order is shuffled, and it is the same in each epoch: a fixed seed stands before the shuffling.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    order = torch.randperm(len(part[1]), generator=torch.Generator().manual_seed(0)).to(part[1].device)
    return _mean(_steps(model, optimizer, scheduler, part, order.split(batch_size)))


@misconception(
    "only the batches are shuffled",
    "The batches come in a random order, but each holds neighbours from the file: first cut, then shuffled. Where a "
    "file is sorted by class, a batch holds one class only.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    batches = torch.arange(len(part[1]), device=part[1].device).split(batch_size)
    batches = [batches[each] for each in torch.randperm(len(batches))]
    return _mean(_steps(model, optimizer, scheduler, part, batches))


@misconception(
    "batches of about equal size",
    "The images are dealt out evenly: nine become three times three. Each batch should hold `batch_size` images, and "
    "the last what is left. `chunk` and `tensor_split` ask how many pieces you want, not how large ones.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    order = torch.randperm(len(part[1]), device=part[1].device)
    batches = order.tensor_split(math.ceil(len(order) / batch_size))
    return _mean(_steps(model, optimizer, scheduler, part, batches))


@misconception(
    "images drawn anew for each batch",
    "Each batch draws from all images, so in one epoch some images come several times and others never.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    n = len(part[1])
    batches = torch.randint(n, (n,), device=part[1].device).split(batch_size)
    return _mean(_steps(model, optimizer, scheduler, part, batches))


@misconception(
    "images and labels shuffled apart",
    "The labels are taken in another order than the images, so an image gets the label of another one. Use the same "
    "places for both.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return _mean(_steps(model, optimizer, scheduler, part, _shuffled(part, batch_size), pair=False))


@misconception(
    "the last images are dropped",
    "What does not fill a whole batch is left out. Count the batches of ten images with four in each.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    batches = [
        each for each in _shuffled(part, batch_size) if len(each) == batch_size or len(part[1]) < batch_size
    ]
    return _mean(_steps(model, optimizer, scheduler, part, batches))


@misconception(
    "the scheduler moves once an epoch",
    "`scheduler.step()` stands after the loop, so the learning rate is the same for all batches of an epoch. This "
    "schedule counts steps.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return _mean(_steps(model, optimizer, scheduler, part, _shuffled(part, batch_size), inside=False))


@misconception(
    "the scheduler moves before the optimizer",
    "The scheduler moves on before the optimizer has used the learning rate, so the first rate is never used.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return _mean(_steps(model, optimizer, scheduler, part, _shuffled(part, batch_size), first=True))


@misconception(
    "the scheduler is forgotten",
    "The scheduler never moves, so every step uses its first learning rate. Each step of the optimizer is followed by "
    "one of the scheduler.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    batches = _shuffled(part, batch_size)
    idle = SimpleNamespace(step=lambda: None)
    return _mean(_steps(model, optimizer, idle, part, batches))


@misconception(
    "gradients pile up",
    "`backward()` adds to the gradients that are there, and nobody clears them between the steps.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return _mean(_steps(model, optimizer, scheduler, part, _shuffled(part, batch_size), clear=False))


@misconception(
    "training mode is forgotten",
    "The model is used in the mode in which it came. After a measurement that is evaluation mode, where dropout and "
    "batch normalisation do not learn.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return _mean(_steps(model, optimizer, scheduler, part, _shuffled(part, batch_size), train=False))


@misconception(
    "only the outermost module in training mode",
    "`model.training = True` sets a mark on the model itself, and the layers inside keep theirs. Dropout and batch "
    "normalisation look at their own.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    model.training = True
    return _mean(_steps(model, optimizer, scheduler, part, _shuffled(part, batch_size), train=False))


@misconception(
    "measured again after each step",
    "The network looks at each batch twice: the loss is worked out anew after the step, when it has already learned "
    "from these images. It was there before the step.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    losses, sizes = [], []
    for rows in _shuffled(part, batch_size):
        _steps(model, optimizer, scheduler, part, [rows])
        with torch.no_grad():
            losses.append(F.cross_entropy(model(part[0][rows]), part[1][rows]).item())
        sizes.append(len(rows))
    return _mean((losses, sizes))


@misconception(
    "the mean of the batch means",
    "Every batch counts the same here, also a last one with a single image. Weigh each by its size.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    losses, _ = _steps(model, optimizer, scheduler, part, _shuffled(part, batch_size))
    return sum(losses) / len(losses)


@misconception(
    "the loss of the last batch",
    "What comes back is the loss of the last batch alone, not the mean over all images.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return _steps(model, optimizer, scheduler, part, _shuffled(part, batch_size))[0][-1]


@misconception(
    "a tensor instead of a number",
    "The loss comes back as a tensor. If it still hangs on its graph, a list of such losses keeps every batch in "
    "memory.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return torch.tensor(solution.train_epoch(model, optimizer, scheduler, part, batch_size))


@misconception(
    "the sum over all images",
    "This is the sum of the losses of all images. The mean is that sum divided by their number.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return solution.train_epoch(model, optimizer, scheduler, part, batch_size) * len(part[1])


@misconception(
    "measured after the epoch",
    "The loss is measured anew when the epoch is over, with one more look at every image. Add up the losses of the "
    "steps, which are there already.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    solution.train_epoch(model, optimizer, scheduler, part, batch_size)
    with torch.no_grad():
        return F.cross_entropy(model(part[0]), part[1]).item()


@misconception(
    "every step on all images",
    "Each step uses all images: the loop goes through the batches, and nothing takes the images of a batch out.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    n = len(part[1])
    batches = [torch.arange(n, device=part[1].device)] * math.ceil(n / batch_size)
    return _mean(_steps(model, optimizer, scheduler, part, batches))


class _Softmax(nn.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, images):
        return self.model(images).softmax(dim=1)


@misconception(
    "a softmax before the loss",
    "Cross-entropy gets probabilities here. It wants the logits as they come, and takes the softmax itself.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    return solution.train_epoch(_Softmax(model), optimizer, scheduler, part, batch_size)


@misconception(
    "gradients that do not reach the step",
    "No step changes a weight: `backward()` is missing, or its gradients are cleared before `optimizer.step()` uses "
    "them.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    model.train()
    losses, sizes = [], []
    for rows in _shuffled(part, batch_size):
        loss = F.cross_entropy(model(part[0][rows]), part[1][rows])
        loss.backward()
        optimizer.zero_grad(set_to_none=False)
        optimizer.step()
        scheduler.step()
        losses.append(loss.item())
        sizes.append(len(rows))
    return _mean((losses, sizes))


@misconception(
    "the optimizer never steps",
    "`optimizer.step()` is missing, so the gradients are worked out and nobody uses them.",
)
def train_epoch(model, optimizer, scheduler, part, batch_size):
    idle = SimpleNamespace(zero_grad=optimizer.zero_grad, step=lambda: None)
    return _mean(_steps(model, idle, scheduler, part, _shuffled(part, batch_size)))


# run


def _training(model, part, epochs, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=steps)
    for _ in range(epochs):
        solution.train_epoch(model, optimizer, scheduler, part, 64)


def _result(model, part):
    images, labels = part
    with torch.no_grad():
        accuracy = (model(images).argmax(1) == labels).float().mean().item()
    parameters = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return {"model": model, "parameters": parameters, "accuracy": accuracy}


def _all_steps(part, epochs):
    return epochs * math.ceil(len(part[1]) / 64)


@alternative("epochs and steps_per_epoch, and a count of right answers")
def run(make_model, seed, train, held_out, epochs):
    torch.random.manual_seed(seed)
    model = make_model()
    optimizer = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=0.01)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, 0.01, epochs=epochs, steps_per_epoch=-(-len(train[0]) // 64)
    )
    losses = [solution.train_epoch(model, optimizer, scheduler, train, 64) for _ in range(epochs)]
    model.eval()
    right = 0
    with torch.inference_mode():
        for images, labels in zip(held_out[0].split(500), held_out[1].split(500), strict=True):
            right += (model(images).argmax(1) == labels).sum().item()
    parameters = sum(math.prod(p.shape) for p in model.parameters() if p.requires_grad)
    return {
        "model": model,
        "parameters": parameters,
        "accuracy": right / len(held_out[1]),
        "losses": losses,
    }


@alternative("seeds everything, and looks at the training images as well")
def run(make_model, seed, train, held_out, epochs):
    random.seed(seed)
    torch.manual_seed(seed)
    model = make_model()
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    steps = epochs * len(train[1].split(64))
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
    for _ in range(epochs):
        solution.train_epoch(model, optimizer, scheduler, train, 64)
        seen = _result(model.eval(), train)["accuracy"]
    return {"seen": seen, **_result(model.eval(), held_out)}


@misconception(
    "seeded after the network was made",
    "The seed is set when the network already has its random weights, so these differ from run to run. The order of "
    "the images alone repeats.",
)
def run(make_model, seed, train, held_out, epochs):
    model = make_model()
    torch.manual_seed(seed)
    _training(model, train, epochs, _all_steps(train, epochs))
    return _result(model.eval(), held_out)


@misconception(
    "never seeded",
    "Nothing is seeded, so weights and order differ from run to run: nobody can repeat this.",
)
def run(make_model, seed, train, held_out, epochs):
    model = make_model()
    _training(model, train, epochs, _all_steps(train, epochs))
    return _result(model.eval(), held_out)


@misconception(
    "one seed for all",
    "The generator always gets the same number, so all seeds give the same network, and a spread over seeds says "
    "nothing.",
)
def run(make_model, seed, train, held_out, epochs):
    return solution.run(make_model, 0, train, held_out, epochs)


@misconception(
    "measured on the training images",
    "The accuracy is that on the images that the network has learned from. Measure on `held_out`.",
)
def run(make_model, seed, train, held_out, epochs):
    result = solution.run(make_model, seed, train, held_out, epochs)
    return {**result, "accuracy": _result(result["model"], train)["accuracy"]}


@misconception(
    "measured in training mode",
    "`eval()` is missing before the measurement: `train_epoch` has left the network in training mode.",
)
def run(make_model, seed, train, held_out, epochs):
    torch.manual_seed(seed)
    model = make_model()
    _training(model, train, epochs, _all_steps(train, epochs))
    return _result(model, held_out)


@misconception(
    "trained on the held-out images too",
    "The held-out images are among those that it learns from. Then the accuracy on them says little about new ones.",
)
def run(make_model, seed, train, held_out, epochs):
    both = torch.cat([train[0], held_out[0]]), torch.cat([train[1], held_out[1]])
    return solution.run(make_model, seed, both, held_out, epochs)


@misconception(
    "the last, smaller batch is not counted",
    "`//` rounds down, so the schedule is at its end before the training is. How many batches do 190 images make?",
)
def run(make_model, seed, train, held_out, epochs):
    torch.manual_seed(seed)
    model = make_model()
    _training(model, train, epochs, epochs * (len(train[1]) // 64))
    return _result(model.eval(), held_out)


@misconception(
    "one batch too many",
    "`n // 64 + 1` counts a batch too many where 64 divides n, so the learning rate never comes down to its end. How "
    "many batches do 192 images make?",
)
def run(make_model, seed, train, held_out, epochs):
    torch.manual_seed(seed)
    model = make_model()
    _training(model, train, epochs, epochs * (len(train[1]) // 64 + 1))
    return _result(model.eval(), held_out)


@misconception(
    "the mean over batches",
    "The accuracy is the mean of the batches' accuracies, and a last, smaller batch counts as much as a full one.",
)
def run(make_model, seed, train, held_out, epochs):
    result = solution.run(make_model, seed, train, held_out, epochs)
    batches = zip(*(each.split(64) for each in held_out), strict=True)
    shares = [_result(result["model"], batch)["accuracy"] for batch in batches]
    return {**result, "accuracy": sum(shares) / len(shares)}


@misconception(
    "only the outermost module in evaluation mode",
    "`model.training = False` sets a mark on the network itself, and the layers inside keep theirs. Dropout and batch "
    "normalisation look at their own.",
)
def run(make_model, seed, train, held_out, epochs):
    torch.manual_seed(seed)
    model = make_model()
    _training(model, train, epochs, _all_steps(train, epochs))
    model.training = False
    return _result(model, held_out)


@misconception(
    "an order that the seed does not set",
    "The weights repeat and the order of the images does not: it is not drawn from torch's generator, or from one that "
    "nobody seeds. Look at the shuffling in `train_epoch`.",
)
def run(make_model, seed, train, held_out, epochs):
    order = list(range(len(train[1])))
    random.shuffle(order)
    return solution.run(make_model, seed, (train[0][order], train[1][order]), held_out, epochs)


@misconception(
    "the schedule counts epochs",
    "The schedule was told the number of epochs, but `train_epoch` moves it on after every batch.",
)
def run(make_model, seed, train, held_out, epochs):
    torch.manual_seed(seed)
    model = make_model()
    _training(model, train, epochs, max(epochs, 2))
    return _result(model.eval(), held_out)


@misconception(
    "the schedule counts images",
    "The schedule was told the number of images, far more than there are steps: the learning rate never comes down "
    "again, and the training ends at its wildest.",
)
def run(make_model, seed, train, held_out, epochs):
    torch.manual_seed(seed)
    model = make_model()
    _training(model, train, epochs, epochs * len(train[1]))
    return _result(model.eval(), held_out)


@misconception(
    "frozen parameters are counted",
    "Parameters that do not require gradients are counted as well, though the network does not learn them.",
)
def run(make_model, seed, train, held_out, epochs):
    result = solution.run(make_model, seed, train, held_out, epochs)
    return {**result, "parameters": sum(p.numel() for p in result["model"].parameters())}


@misconception(
    "tensors counted instead of numbers",
    "This is how many parameter tensors there are. A layer of 64 by 32 weights is one tensor with 2,048 numbers.",
)
def run(make_model, seed, train, held_out, epochs):
    result = solution.run(make_model, seed, train, held_out, epochs)
    return {**result, "parameters": len(list(result["model"].parameters()))}


@misconception(
    "a count of right answers",
    "This is how many answers are right. A share is that count divided by the number of held-out images.",
)
def run(make_model, seed, train, held_out, epochs):
    result = solution.run(make_model, seed, train, held_out, epochs)
    return {**result, "accuracy": round(result["accuracy"] * len(held_out[1]))}


@misconception(
    "the accuracy in percent",
    "The accuracy is in percent. A share runs from 0 to 1.",
)
def run(make_model, seed, train, held_out, epochs):
    result = solution.run(make_model, seed, train, held_out, epochs)
    return {**result, "accuracy": 100 * result["accuracy"]}


def _epoch_by_epoch(make_model, seed, train, held_out, epochs, optimizer=torch.optim.Adam, before_each=None):
    """A training, and the accuracy on the held-out images after each epoch."""
    torch.manual_seed(seed)
    model = make_model()
    optimizer = optimizer(model.parameters(), lr=0.01)
    steps = _all_steps(train, epochs)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.01, total_steps=steps)
    results = []
    for _ in range(epochs):
        if before_each:
            before_each()
        solution.train_epoch(model, optimizer, scheduler, train, 64)
        results.append(_result(model.eval(), held_out))
    return results


@misconception(
    "the best epoch",
    "The accuracy is the best of all epochs. That is choosing by the held-out images; the network that comes back is "
    "that of the last epoch, and may be worse.",
)
def run(make_model, seed, train, held_out, epochs):
    results = _epoch_by_epoch(make_model, seed, train, held_out, epochs)
    return {**results[-1], "accuracy": max(each["accuracy"] for each in results)}


@misconception(
    "seeded again in every epoch",
    "The seed is set anew before each epoch, so all epochs go through the images in the same order.",
)
def run(make_model, seed, train, held_out, epochs):
    again = lambda: torch.manual_seed(seed)  # noqa: E731
    return _epoch_by_epoch(make_model, seed, train, held_out, epochs, before_each=again)[-1]


@misconception(
    "SGD instead of Adam",
    "The weights end where plain SGD takes them. This training uses Adam.",
)
def run(make_model, seed, train, held_out, epochs):
    return _epoch_by_epoch(make_model, seed, train, held_out, epochs, torch.optim.SGD)[-1]


@misconception(
    "AdamW instead of Adam",
    "The weights end where AdamW takes them: it pulls all of them towards 0 as well. This training uses Adam.",
)
def run(make_model, seed, train, held_out, epochs):
    return _epoch_by_epoch(make_model, seed, train, held_out, epochs, torch.optim.AdamW)[-1]


@misconception(
    "Adam with weight decay",
    "A weight that gets no gradient moves towards 0 all the same: `weight_decay` is on. This training uses Adam as it "
    "comes.",
)
def run(make_model, seed, train, held_out, epochs):
    adam = functools.partial(torch.optim.Adam, weight_decay=0.01)
    return _epoch_by_epoch(make_model, seed, train, held_out, epochs, adam)[-1]


# compare


@alternative("Python's statistics")
def compare(makers, seeds, score):
    results = {}
    for name in makers:
        accuracies = []
        for seed in seeds:
            accuracies.append(score(makers[name], seed))
        results[name] = (statistics.mean(accuracies), statistics.stdev(accuracies))
    return results


@alternative("seed by seed, and the formula")
def compare(makers, seeds, score):
    table = {seed: {name: score(make, seed) for name, make in makers.items()} for seed in seeds}
    results = {}
    for name in makers:
        values = [table[seed][name] for seed in seeds]
        mean = sum(values) / len(values)
        results[name] = mean, math.sqrt(sum((x - mean) ** 2 for x in values) / (len(values) - 1))
    return results


def _scores(makers, seeds, score):
    return {name: [score(make, seed) for seed in seeds] for name, make in makers.items()}


@misconception(
    "the best seed",
    "The best accuracy of all seeds stands where the mean should be. The more seeds you try, the better it gets, "
    "with the same network.",
)
def compare(makers, seeds, score):
    return {name: (max(x), statistics.stdev(x)) for name, x in _scores(makers, seeds, score).items()}


@misconception(
    "n under the fraction",
    "The squared distances are divided by n. With three seeds that makes the spread nearly a fifth too small.",
)
def compare(makers, seeds, score):
    scores = _scores(makers, seeds, score)
    return {name: (statistics.mean(x), statistics.pstdev(x)) for name, x in scores.items()}


@misconception(
    "the standard error of the mean",
    "The spread is divided by the root of the number of seeds: that says how well the mean is known, not how far one "
    "training strays.",
)
def compare(makers, seeds, score):
    scores = _scores(makers, seeds, score)
    return {n: (statistics.mean(x), statistics.stdev(x) / math.sqrt(len(x))) for n, x in scores.items()}


@misconception(
    "the variance",
    "The second number is the variance, in squared units; beside a mean stands its root.",
)
def compare(makers, seeds, score):
    scores = _scores(makers, seeds, score)
    return {name: (statistics.mean(x), statistics.variance(x)) for name, x in scores.items()}


@misconception(
    "the spread before the mean",
    "The two numbers have changed places: the mean comes first, then the standard deviation. `torch.std_mean` gives "
    "them the other way round.",
)
def compare(makers, seeds, score):
    scores = _scores(makers, seeds, score)
    return {name: (statistics.stdev(x), statistics.mean(x)) for name, x in scores.items()}


@misconception(
    "other seeds for each network",
    "The seeds run on from network to network, so each is trained with other ones. A fair comparison gives all the "
    "same.",
)
def compare(makers, seeds, score):
    results, seed = {}, seeds[0]
    for name, make_model in makers.items():
        accuracies = []
        for _ in seeds:
            accuracies.append(score(make_model, seed))
            seed += 1
        results[name] = statistics.mean(accuracies), statistics.stdev(accuracies)
    return results


@misconception(
    "one seed again and again",
    "Every training uses the same seed, so all give the same result and the spread is 0.",
)
def compare(makers, seeds, score):
    scores = {name: [score(make, seeds[0]) for _ in seeds] for name, make in makers.items()}
    return {name: (statistics.mean(x), statistics.stdev(x)) for name, x in scores.items()}


@misconception(
    "a network instead of its maker",
    "`score` gets a finished network here. One network would then be trained on and on, from seed to seed; it wants the "
    "function that makes a fresh one.",
)
def compare(makers, seeds, score):
    return solution.compare({name: make() for name, make in makers.items()}, seeds, score)


@misconception(
    "trained again for the spread",
    "`score` is called once for the mean and once more for the spread, so everything is trained twice. Keep the "
    "accuracies in a list.",
)
def compare(makers, seeds, score):
    return {
        name: (
            statistics.mean([score(make, seed) for seed in seeds]),
            statistics.stdev([score(make, seed) for seed in seeds]),
        )
        for name, make in makers.items()
    }


@misconception(
    "one network for all seeds",
    "The same network is trained with every seed, on and on. Give `score` the maker as it is, which makes a fresh one "
    "for each training.",
)
def compare(makers, seeds, score):
    made = {name: make() for name, make in makers.items()}
    return solution.compare({name: lambda name=name: made[name] for name in made}, seeds, score)


@misconception(
    "names instead of makers",
    "`score` gets the name of a network. The function that makes it stands under that name in `makers`.",
)
def compare(makers, seeds, score):
    return solution.compare({name: name for name in makers}, seeds, score)


@misconception(
    "seeds counted from 0",
    "The seeds are 0, 1, 2 here, whatever `seeds` holds. Go through its items.",
)
def compare(makers, seeds, score):
    return solution.compare(makers, range(len(seeds)), score)


# confusion


@alternative("a loop")
def confusion(labels, guesses, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64, device=labels.device)
    for label, guess in zip(labels.tolist(), guesses.tolist(), strict=True):
        matrix[label, guess] += 1
    return matrix


@alternative("one-hot rows, multiplied")
def confusion(labels, guesses, classes):
    rows, columns = F.one_hot(labels, classes).double(), F.one_hot(guesses, classes).double()
    return (rows.T @ columns).round().long()


@alternative("index_put_ that accumulates")
def confusion(labels, guesses, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64, device=labels.device)
    return matrix.index_put_((labels, guesses), torch.ones_like(labels), accumulate=True)


@misconception(
    "rows and columns swapped",
    "Row i holds what was guessed as i here. The true class should name the row and the guess the column.",
)
def confusion(labels, guesses, classes):
    return solution.confusion(guesses, labels, classes)


@misconception(
    "each pair counted once",
    "A pair that occurs three times counts once: `matrix[labels, guesses] += 1` reads all places, adds 1 and writes them "
    "back, each to the same number.",
)
def confusion(labels, guesses, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64, device=labels.device)
    matrix[labels, guesses] += 1
    return matrix


@misconception(
    "only the mistakes",
    "The diagonal is empty: images that were answered rightly are counted as well, at row i, column i.",
)
def confusion(labels, guesses, classes):
    wrong = labels != guesses
    return solution.confusion(labels[wrong], guesses[wrong], classes)


@misconception(
    "as many rows as there are labels",
    "The size is read off the data, so a class that does not occur this time has no row. `classes` says how many there "
    "are.",
)
def confusion(labels, guesses, classes):
    return solution.confusion(labels, guesses, int(max(labels.max(), guesses.max())) + 1)


@misconception(
    "guesses that are never a label",
    "A class that is guessed and never true is left out: both loops go over the classes that occur among the labels. "
    "`classes` says how many there are.",
)
def confusion(labels, guesses, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64, device=labels.device)
    for i in labels.unique():
        for j in labels.unique():
            matrix[i, j] = ((labels == i) & (guesses == j)).sum()
    return matrix


@misconception(
    "counts in floating point",
    "The counts come as floating-point numbers; the matrix was made without a dtype. Counts are whole numbers.",
)
def confusion(labels, guesses, classes):
    return solution.confusion(labels, guesses, classes).float()


@misconception(
    "shares of each row",
    "Each row is divided by its sum. That is a good picture, but the numbers of images are gone, and a class "
    "without images gives 0 / 0.",
)
def confusion(labels, guesses, classes):
    counts = solution.confusion(labels, guesses, classes)
    return counts / counts.sum(dim=1, keepdim=True)


# most_wrong


@alternative("right answers get the probability -1")
def most_wrong(logits, labels, k):
    probabilities = F.softmax(logits, dim=-1)
    sure = probabilities.amax(dim=1)
    sure[logits.argmax(dim=1) == labels] = -1
    order = sure.sort(descending=True).indices
    return order[: min(k, int((sure > 0).sum()))]


@alternative("topk of what there is")
def most_wrong(logits, labels, k):
    guesses = logits.argmax(dim=1)
    wrong = torch.where(guesses != labels)[0]
    sure = logits.softmax(dim=1)[wrong, guesses[wrong]]
    return wrong[sure.topk(min(k, len(wrong))).indices]


@alternative("Python's sorted, with a dtype")
def most_wrong(logits, labels, k):
    sure, guesses = (each.tolist() for each in logits.softmax(dim=1).max(dim=1))
    wrong = [place for place, label in enumerate(labels.tolist()) if guesses[place] != label]
    wrong.sort(key=lambda place: sure[place], reverse=True)
    return torch.tensor(wrong[:k], dtype=torch.int64, device=logits.device)


def _ordered(logits, labels, k, sure, keep=None):
    wrong = (logits.argmax(dim=1) != labels) if keep is None else keep
    places = wrong.nonzero().flatten()
    return places[sure[places].argsort(descending=True)][:k]


@misconception(
    "sorted by the loss",
    "The order is that of the loss: how little the network gave to the true class. Asked for is how much it gave to the "
    "class that it chose.",
)
def most_wrong(logits, labels, k):
    return _ordered(logits, labels, k, F.cross_entropy(logits, labels, reduction="none"))


@misconception(
    "right answers are among them",
    "The surest of all answers come back, right ones included. Pick the mistakes first.",
)
def most_wrong(logits, labels, k):
    return logits.softmax(dim=1).amax(dim=1).argsort(descending=True)[:k]


@misconception(
    "sorted by the logit",
    "The largest logit alone does not say how sure the network is: 30 beside 29 is less sure than 5 beside 0. Softmax "
    "compares the logits of one image.",
)
def most_wrong(logits, labels, k):
    return _ordered(logits, labels, k, logits.amax(dim=1))


@misconception(
    "softmax over the images",
    "The softmax runs down the columns, so images share out a class between them. Each image shares out its own "
    "probability among the classes: dimension 1.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=0).max(dim=1)
    return _ordered(logits, labels, k, sure, guesses != labels)


@misconception(
    "the least sure first",
    "The order is turned round: `argsort` goes upwards unless you say `descending=True`.",
)
def most_wrong(logits, labels, k):
    return _ordered(logits, labels, k, -logits.softmax(dim=1).amax(dim=1))


@misconception(
    "places among the mistakes",
    "These places count among the mistakes only: 0 is the first mistake, not image 0. Translate them back.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    return sure[guesses != labels].argsort(descending=True)[:k]


@misconception(
    "topk of too few",
    "`topk` wants at least k entries and raises when there are fewer mistakes than that.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    wrong = (guesses != labels).nonzero().flatten()
    return wrong[sure[wrong].topk(k).indices]


@misconception(
    "filled up with right answers",
    "When there are fewer mistakes than k, right answers fill up the rest.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    return torch.where(guesses != labels, sure, -1.0).argsort(descending=True, stable=True)[:k]


@misconception(
    "not sorted",
    "The first mistakes of the file come back, in its order: nothing sorts them by how sure the network was.",
)
def most_wrong(logits, labels, k):
    return (logits.argmax(dim=1) != labels).nonzero().flatten()[:k]


@misconception(
    "sorted by the lead over the second class",
    "The order is that of the difference between the two largest probabilities. Asked for is the largest alone.",
)
def most_wrong(logits, labels, k):
    first, second = logits.softmax(dim=1).topk(2).values.unbind(dim=1)
    return _ordered(logits, labels, k, first - second)


@misconception(
    "the rest has a say",
    "How the other classes share the rest changes the order, as it does with an entropy. Asked for is the probability "
    "of the class that was chosen, by the softmax of the logits as they are.",
)
def most_wrong(logits, labels, k):
    return _ordered(logits, labels, k, -torch.special.entr(logits.softmax(dim=1)).sum(dim=1))


@misconception(
    "exponentials that overflow",
    "In float32, exp of a logit above 88 is infinite, and infinite by infinite is nan. `softmax` avoids that: it takes "
    "the largest logit away first.",
)
def most_wrong(logits, labels, k):
    sure, guesses = (logits.exp() / logits.exp().sum(dim=1, keepdim=True)).max(dim=1)
    return _ordered(logits, labels, k, sure, guesses != labels)


@misconception(
    "`squeeze` of a single mistake",
    "With a single mistake this breaks: `squeeze()` removes every dimension of size 1, also the one that counts the "
    "mistakes.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    wrong = (guesses != labels).nonzero().squeeze()
    return wrong[sure[wrong].argsort(descending=True)][:k]


@misconception(
    "an empty list in floating point",
    "Without a mistake the places come as floating-point numbers: `torch.tensor([])` has nothing to read the dtype "
    "from, so say it.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    wrong = sorted((guesses != labels).nonzero().flatten().tolist(), key=lambda place: -sure[place])
    return torch.tensor(wrong[:k], device=logits.device)


@misconception(
    "everything where k is 0",
    "For k = 0 all mistakes come back. A slice `[-k:]` does that, for one: `-0` is 0, the beginning.",
)
def most_wrong(logits, labels, k):
    sure, guesses = logits.softmax(dim=1).max(dim=1)
    wrong = (guesses != labels).nonzero().flatten()
    return wrong[sure[wrong].argsort()][-k:].flip(0)


# train_digits


def _blocks(width=32, first=()):
    return nn.Sequential(
        *first,
        *(nn.Conv2d(1, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(width, 2 * width, 3, padding=1), nn.BatchNorm2d(2 * width), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Dropout(0.25), nn.Linear(8 * width, 10)),
    )


def _digits(model, images, labels, seed, epochs=8, *, batch_size=64):
    torch.manual_seed(seed)
    model = model().to(images.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    steps = epochs * math.ceil(len(labels) / batch_size)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
    for _ in range(epochs):
        solution.train_epoch(model, optimizer, scheduler, (images, labels), batch_size)
    return model.eval()


@alternative("three convolutions and another schedule")
def train_digits(images, labels, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(
        *(nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU()),
        *(nn.Conv2d(16, 32, 3, padding=1, stride=2), nn.BatchNorm2d(32), nn.ReLU()),
        *(nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.AdaptiveMaxPool2d(2)),
        *(nn.Flatten(), nn.Dropout(0.3), nn.Linear(256, 10)),
    ).to(images.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01, weight_decay=0.05)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 8 * math.ceil(len(labels) / 64))
    for _ in range(8):
        solution.train_epoch(model, optimizer, scheduler, (images, labels), 64)
    return model.eval()


@alternative("fixed weights at the start, the order from the seed")
def train_digits(images, labels, seed):
    torch.manual_seed(0)
    model = _blocks().to(images.device)
    torch.manual_seed(seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    steps = 8 * math.ceil(len(labels) / 64)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=steps)
    for _ in range(8):
        solution.train_epoch(model, optimizer, scheduler, (images, labels), 64)
    return model.eval()


@misconception(
    "over the budget of parameters",
    "The network is larger than the budget. Most parameters sit where a large layer meets another: count them layer by "
    "layer.",
)
def train_digits(images, labels, seed):
    wide = (nn.Flatten(), nn.Linear(256, 256), nn.ReLU(), nn.Dropout(0.25), nn.Linear(256, 10))
    return _digits(lambda: nn.Sequential(*_blocks()[:8], *wide), images, labels, seed)


@misconception(
    "over the budget of steps",
    "The optimizer takes more steps than the budget allows: epochs times batches. Fewer epochs with a schedule that "
    "comes down often do as well.",
)
def train_digits(images, labels, seed):
    model = _digits(_blocks, images, labels, seed)
    more = torch.optim.SGD([nn.Parameter(torch.zeros(()))], lr=0.1)
    for _ in range(1500):
        more.step()
    return model


@misconception(
    "left in training mode",
    "The network comes back in training mode, so dropout is still at work and what it says of a digit depends on "
    "the others in the batch.",
)
def train_digits(images, labels, seed):
    return _digits(_blocks, images, labels, seed).train()


@misconception(
    "a softmax at the end",
    "The network gives probabilities. The loss takes logits and has its own softmax; a second one makes learning slow.",
)
def train_digits(images, labels, seed):
    return _digits(lambda: nn.Sequential(_blocks(), nn.Softmax(dim=1)), images, labels, seed)


@misconception(
    "standardised outside the network",
    "The network has learned from images that were prepared outside of it, and now gets images from 0 to 1, which look "
    "to it like nothing that it knows.",
)
def train_digits(images, labels, seed):
    return _digits(_blocks, solution.standardise(images)[0], labels, seed)


class _ByBatch(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = _blocks()

    def forward(self, images):
        return self.blocks((images - images.mean()) / images.std())


@misconception(
    "standardised by the batch",
    "Each batch is standardised by its own mean and spread, so what the network says of a digit depends on the others "
    "in the batch. Take both numbers from the training images, once.",
)
def train_digits(images, labels, seed):
    return _digits(_ByBatch, images, labels, seed)


@misconception(
    "only the outermost module in evaluation mode",
    "`model.training = False` sets a mark on the network itself, and the layers inside keep theirs. Dropout and batch "
    "normalisation look at their own.",
)
def train_digits(images, labels, seed):
    model = _digits(_blocks, images, labels, seed).train()
    model.training = False
    return model


class _Restless(nn.Module):
    def __init__(self):
        super().__init__()
        self.blocks = _blocks()

    def forward(self, images):
        return self.blocks(images + 0.01 * torch.randn_like(images))


@misconception(
    "random in evaluation mode",
    "The network says something else of the same digit at each look, though it is in evaluation mode: something random "
    "is still at work. Noise in `forward`, or a function such as `F.dropout`, knows the mode only if it is told.",
)
def train_digits(images, labels, seed):
    return _digits(_Restless, images, labels, seed)


@misconception(
    "one seed for all",
    "The network is the same for every seed: the generator starts from the same number each time.",
)
def train_digits(images, labels, seed):
    return _digits(_blocks, images, labels, 0)


@misconception(
    "the seed is not used",
    "Two trainings with the same seed give different networks: what is drawn at random does not depend on `seed`.",
)
def train_digits(images, labels, seed):
    return _digits(_blocks, images, labels, random.randrange(10**6))


# result_card


@alternative("keeps the trained networks")
def result_card(makers, seeds, train, validation, test, epochs):
    models = {}

    def score(make_model, seed):
        result = solution.run(make_model, seed, train, validation, epochs)
        models[make_model, seed] = result["model"]
        return result["accuracy"]

    results = solution.compare(makers, seeds, score)
    chosen, (mean, std) = max(results.items(), key=lambda item: item[1][0])
    images, labels = test.open()
    with torch.no_grad():
        guesses = models[makers[chosen], seeds[0]](images).argmax(dim=1)
    accuracy = (guesses == labels).float().mean().item()
    error = math.sqrt(accuracy * (1 - accuracy) / len(labels))
    return {"chosen": chosen, "validation": (mean, std), "test": accuracy, "standard_error": error}


@alternative("a list for the validation result")
def result_card(makers, seeds, train, validation, test, epochs):
    results = solution.compare(
        makers,
        list(seeds),
        lambda make, seed: solution.run(make, seed, train, validation, epochs)["accuracy"],
    )
    best = min(results, key=lambda name: -results[name][0])
    held_out = test.open()
    card = {"chosen": best, "validation": list(results[best])}
    card["test"] = solution.run(makers[best], seeds[0], train, held_out, epochs)["accuracy"]
    card["standard_error"] = solution.standard_error(card["test"], len(held_out[0]))
    return card


@alternative("trains once more before it opens the test set")
def result_card(makers, seeds, train, validation, test, epochs):
    results = solution.compare(
        makers, seeds, lambda make, seed: solution.run(make, seed, train, validation, epochs)["accuracy"]
    )
    chosen = max(results.items(), key=lambda item: item[1][0])[0]
    model = solution.run(makers[chosen], seeds[0], train, validation, epochs)["model"]
    images, labels = test.open()
    with torch.no_grad():
        accuracy = (model(images).argmax(dim=1) == labels).double().mean().item()
    error = solution.standard_error(accuracy, len(labels))
    return {"chosen": chosen, "validation": results[chosen], "test": accuracy, "standard_error": error}


def _report(makers, seeds, train, validation, test, epochs):
    """The right report, and the accuracies of all trainings on the validation images."""
    accuracies = {
        name: [solution.run(make, seed, train, validation, epochs)["accuracy"] for seed in seeds]
        for name, make in makers.items()
    }
    return accuracies, solution.result_card(makers, seeds, train, validation, test, epochs)


class _Opened:
    """A test set that was opened before, and gives what came."""

    def __init__(self, part):
        self.part = part

    def open(self):
        return self.part


def _peek(test):
    """The test set, without a look that counts."""
    return test._part  # noqa: SLF001 - `open` counts


def _chosen(name, makers, seeds, train, validation, test, epochs):
    """The right report on the network of this name."""
    return solution.result_card({name: makers[name]}, seeds, train, validation, test, epochs)


@misconception(
    "chosen by its luckiest seed",
    "The network with the single best training is chosen. One lucky seed beats a better mean that way, the more easily "
    "the more a network strays.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    accuracies = _report(makers, seeds, train, validation, _Opened(_peek(test)), epochs)[0]
    chosen = max(accuracies, key=lambda name: max(accuracies[name]))
    return _chosen(chosen, makers, seeds, train, validation, test, epochs)


@misconception(
    "chosen by the smallest spread",
    "The network that strays least is chosen, however low its mean is. The standard deviation is the second of the two "
    "numbers.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    accuracies = _report(makers, seeds, train, validation, _Opened(_peek(test)), epochs)[0]
    chosen = min(accuracies, key=lambda name: statistics.stdev(accuracies[name]))
    return _chosen(chosen, makers, seeds, train, validation, test, epochs)


@misconception(
    "chosen by the largest spread",
    "The network that strays most is chosen. The mean is the first of the two numbers, and the standard deviation the "
    "second.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    accuracies = _report(makers, seeds, train, validation, _Opened(_peek(test)), epochs)[0]
    chosen = max(accuracies, key=lambda name: statistics.stdev(accuracies[name]))
    return _chosen(chosen, makers, seeds, train, validation, test, epochs)


@misconception(
    "chosen by the name",
    "The choice looks at the names and not at the accuracies: `max` of the names alone gives the one that comes last in "
    "the alphabet. It needs a `key`.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    return _chosen(max(makers), makers, seeds, train, validation, test, epochs)


@misconception(
    "chosen on the test set",
    "The test images decide which network is reported, so its test accuracy is the best of several looks, and nothing "
    "is left to check it on.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    opened = test.open()
    looks = {
        name: solution.run(make, seeds[0], train, opened, epochs)["accuracy"] for name, make in makers.items()
    }
    chosen = max(looks, key=looks.get)
    return _chosen(chosen, makers, seeds, train, validation, _Opened(opened), epochs)


@misconception(
    "compared on the test images",
    "The networks are compared on the test images, so these choose, and fill `validation` on the card as well. The "
    "validation images are there to choose by.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    opened = test.open()
    return solution.result_card(makers, seeds, train, opened, _Opened(opened), epochs)


@misconception(
    "trained on the validation images too",
    "The last training gets the validation images as well. That is often worth doing, but then the card tells of a "
    "network that was never compared. Asked for is one more training on `train`.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, test, epochs)
    both = torch.cat([train[0], validation[0]]), torch.cat([train[1], validation[1]])
    solution.run(makers[card["chosen"]], seeds[0], both, validation, epochs)
    return card


@misconception(
    "trained on the test images",
    "The last training learns from the test images, and is then measured on them. Those must stay new to the network.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    opened = test.open()
    card = solution.result_card(makers, seeds, train, validation, _Opened(opened), epochs)
    solution.run(makers[card["chosen"]], seeds[0], opened, opened, epochs)
    return card


@misconception(
    "opened once for images, once for labels",
    "The test set is opened twice: each `open()` gives both images and labels. Keep what the first one gives.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, test, epochs)
    test.open()
    return card


@misconception(
    "opened before the comparison",
    "The test set is open before the networks are compared. Keep it closed until one of them is chosen: then nothing "
    "that you see there can help to choose.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    return solution.result_card(makers, seeds, train, validation, _Opened(test.open()), epochs)


@misconception(
    "every network on the test images",
    "All networks are measured on the test images, though the card tells of one. Only the network that is chosen may "
    "see them: whoever has seen the others' numbers there is tempted to choose again.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, test, epochs)
    for make in makers.values():
        solution.run(make, seeds[0], train, _peek(test), epochs)
    return card


@misconception(
    "the best seed on the test set",
    "The chosen network is tested with every seed, and the best of these accuracies is reported. That is choosing on "
    "the test set, too.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, _Opened(_peek(test)), epochs)
    looks = [
        solution.run(makers[card["chosen"]], seed, train, test.open(), epochs)["accuracy"] for seed in seeds
    ]
    error = solution.standard_error(max(looks), len(_peek(test)[1]))
    return {**card, "test": max(looks), "standard_error": error}


@misconception(
    "the validation accuracy reported as test",
    "What stands under `test` was measured on the validation images, by which the network was chosen.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    accuracies, card = _report(makers, seeds, train, validation, test, epochs)
    accuracy = accuracies[card["chosen"]][0]
    error = solution.standard_error(accuracy, len(validation[1]))
    return {**card, "test": accuracy, "standard_error": error}


@misconception(
    "the standard error of another set",
    "The standard error uses the number of validation images. It stands beside the test accuracy, so the test images "
    "count.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, test, epochs)
    return {**card, "standard_error": solution.standard_error(card["test"], len(validation[1]))}


@misconception(
    "the standard error of the validation accuracy",
    "The standard error was worked out from the mean accuracy on the validation images. It stands beside the test "
    "accuracy.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, test, epochs)
    return {
        **card,
        "standard_error": solution.standard_error(card["validation"][0], len(_peek(test)[1])),
    }


@misconception(
    "the spread over seeds as the standard error",
    "The spread over seeds says how far trainings stray on the same images. The standard error says how far one accuracy "
    "strays because the test images are few.",
)
def result_card(makers, seeds, train, validation, test, epochs):
    card = solution.result_card(makers, seeds, train, validation, test, epochs)
    return {**card, "standard_error": card["validation"][1]}
