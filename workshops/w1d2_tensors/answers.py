"""Known answers: other right ones, and the mistakes that people make with tensors."""

from __future__ import annotations

import sys

import numpy as np
import solution
import torch
from torch import Tensor

from kindling import alternative, misconception

PIXELS = torch.tensor([200, 100, 3], dtype=torch.uint8)
COUNTS = torch.tensor([1, 2, 3])
WEIGHTS = torch.tensor([0.5, 0.25, 0.125])
READINGS = torch.from_numpy(np.array([0.1, 0.2, 0.3]))


def in_floating_point(x):
    """x itself, or in float32 where it holds integers."""
    return x if x.is_floating_point() else x.float()


def class_means(images, labels, num_classes):
    """(num_classes, k): the average image of each class, as a row."""
    member = solution.one_hot(labels, num_classes)
    return (member.T @ solution.flatten_batch(images)) / member.sum(dim=0)[:, None]


def distances_to_means(images, labels, new_images, num_classes):
    """(m, num_classes): how far each new image lies from the average image of each class."""
    return torch.cdist(solution.flatten_batch(new_images), class_means(images, labels, num_classes))


@alternative("runs the six expressions")
def predict_dtypes():
    results = [PIXELS + 200, PIXELS.sum(), COUNTS / 2, COUNTS + WEIGHTS, WEIGHTS * 0.5, WEIGHTS + READINGS]
    return [each.dtype for each in results]


@alternative("uses the short names")
def predict_dtypes():
    return torch.uint8, torch.long, torch.float, torch.float, torch.float, torch.double


@misconception(
    "a large number widens the tensor",
    "Expression 1: a Python number has no dtype of its own, so it cannot make room for a sum that does not fit.",
)
def predict_dtypes():
    return torch.int64, torch.int64, torch.float32, torch.float32, torch.float32, torch.float64


@misconception(
    "a sum keeps the dtype",
    "Expression 2: a sum of many small integers would soon overflow, so `sum` counts in a wider dtype.",
)
def predict_dtypes():
    return torch.uint8, torch.uint8, torch.float32, torch.float32, torch.float32, torch.float64


@misconception(
    "a quotient of integers is an integer",
    "Expression 3: `/` is true division in PyTorch as in Python; the one that stays with integers is `//`.",
)
def predict_dtypes():
    return torch.uint8, torch.int64, torch.int64, torch.float32, torch.float32, torch.float64


@misconception(
    "integers become float64, as in NumPy",
    "Expressions 3 and 4: NumPy goes to 64 bits when integers turn into floating point. PyTorch does not.",
)
def predict_dtypes():
    return torch.uint8, torch.int64, torch.float64, torch.float64, torch.float32, torch.float64


@misconception(
    "a Python float counts as float64",
    "Expression 5: Python stores 0.5 in 64 bits, but next to a tensor only its kind (floating point) counts.",
)
def predict_dtypes():
    return torch.uint8, torch.int64, torch.float32, torch.float32, torch.float64, torch.float64


@misconception(
    "NumPy numbers arrive as float32",
    "Expression 6: `from_numpy` keeps the array's dtype. Which dtype does NumPy give to decimal numbers?",
)
def predict_dtypes():
    return torch.uint8, torch.int64, torch.float32, torch.float32, torch.float32, torch.float32


@misconception(
    "the first operand decides",
    "Expressions 4 and 6: swapping the operands of a sum does not change its dtype. Both dtypes are looked at.",
)
def predict_dtypes():
    return torch.uint8, torch.int64, torch.float32, torch.int64, torch.float32, torch.float32


@misconception(
    "integers beat floating point",
    "Expression 4: int64 has more bits than float32, but first comes the kind, and only then the width.",
)
def predict_dtypes():
    return torch.uint8, torch.int64, torch.float32, torch.int64, torch.float32, torch.float64


@misconception(
    "a sum of bytes becomes int32",
    "Expression 2: room for a sum of small integers is made at once in the dtype that whole numbers have by default.",
)
def predict_dtypes():
    return torch.uint8, torch.int32, torch.float32, torch.float32, torch.float32, torch.float64


@misconception(
    "results instead of dtypes",
    "These are the results themselves. Asked for is the dtype of each, and from your head.",
)
def predict_dtypes():
    results = PIXELS + 200, PIXELS.sum(), COUNTS / 2, COUNTS + WEIGHTS, WEIGHTS * 0.5
    return *results, WEIGHTS + READINGS


@misconception(
    "names instead of dtypes",
    "These are texts. A dtype is written without quotation marks: `torch.int64`.",
)
def predict_dtypes():
    return "uint8", "int64", "float32", "float32", "float32", "float64"


@alternative("scales first, then moves the axis")
def to_float01(image):
    return (image / 255).movedim(-1, 0).contiguous()


@alternative("stacks the three channels")
def to_float01(image):
    return torch.stack([image[:, :, channel] for channel in range(3)]).to(torch.float32) * (1 / 255)


@misconception(
    "reshape instead of permute",
    "The shape is right and the picture is scrambled: `reshape` and `view` cut the same strip of memory at other "
    "places and move no axis.",
)
def to_float01(image):
    return image.reshape(3, image.shape[0], image.shape[1]).float() / 255


@misconception(
    "permute in the wrong direction",
    "`permute` names, for each new axis, the old axis that goes there. This order takes channels first to channels last.",
)
def to_float01(image):
    return image.permute(1, 2, 0).float() / 255


@misconception(
    "swaps the last two axes",
    "The channels are now in the middle. They must go in front, and height and width keep their order behind them.",
)
def to_float01(image):
    return image.transpose(1, 2).float() / 255


@misconception(
    "a batch of one",
    "`unsqueeze` put a dimension of size 1 in front. A single picture has three dimensions here.",
)
def to_float01(image):
    return image.permute(2, 0, 1).float().unsqueeze(0) / 255


@misconception(
    "squeezes a single row away",
    "`squeeze` removes every dimension of size 1, also the height of a picture that is 1 pixel high.",
)
def to_float01(image):
    return (image.permute(2, 0, 1).float() / 255).squeeze()


@misconception(
    "looks for the axis of size 3",
    "A picture can also be 3 pixels high. The statement says where the channels stand; their number need not be asked.",
)
def to_float01(image):
    return image.movedim(list(image.shape).index(3), 0).float() / 255


@misconception(
    "all axes reversed",
    "The channels come first, but height and width changed places: the picture lies on its side.",
)
def to_float01(image):
    return image.permute(2, 1, 0).float() / 255


@misconception(
    "channels left last",
    "The channel axis still stands at the end, where photographs have it.",
)
def to_float01(image):
    return image.float() / 255


@misconception(
    "converted, not scaled",
    "Changing the dtype keeps the numbers: they still run from 0 to 255.",
)
def to_float01(image):
    return image.permute(2, 0, 1).float()


@misconception(
    "whole-number division",
    "`//` throws the fraction away, and all numbers but the very largest are fractions of 255: nearly all become 0.",
)
def to_float01(image):
    return (image // 255).permute(2, 0, 1).float()


@misconception(
    "scaled by the brightest pixel",
    "Dividing by the picture's own maximum makes a dark picture bright. 255 is the same for every picture.",
)
def to_float01(image):
    return image.permute(2, 0, 1).float() / image.max()


@misconception(
    "scaled only if a number is above 1",
    "A very dark picture may hold nothing above 1, and its numbers too count from 0 to 255. Scale every picture alike.",
)
def to_float01(image):
    x = image.permute(2, 0, 1).float()
    return x / 255 if x.max() > 1 else x


@misconception(
    "stretched from the darkest to the brightest pixel",
    "The picture's own minimum and maximum are used, so a picture of a single grey has no result at all. Use 0 and 255.",
)
def to_float01(image):
    x = image.permute(2, 0, 1).float()
    return (x - x.min()) / (x.max() - x.min())


@misconception(
    "from -1 to 1",
    "The numbers run from -1 to 1, as some models want them. Here black is 0.",
)
def to_float01(image):
    return image.permute(2, 0, 1) / 127.5 - 1


@misconception(
    "divided by 256",
    "There are 256 levels, but the largest is 255, so white must become exactly 1.",
)
def to_float01(image):
    return image.permute(2, 0, 1).float() / 256


@misconception(
    "float64 for pixels",
    "`double()` is float64: twice the memory, and not the dtype that a model's weights have.",
)
def to_float01(image):
    return image.permute(2, 0, 1).double() / 255


@misconception(
    "back to uint8",
    "After the division the numbers lie between 0 and 1, and an integer dtype has nothing between 0 and 1.",
)
def to_float01(image):
    return (image.permute(2, 0, 1) / 255).to(image.dtype)


@alternative("copies pixel by pixel")
def to_float01(image):
    height, width, channels = image.shape
    out = torch.empty(channels, height, width, device=image.device)
    for row in range(height):
        for column in range(width):
            out[:, row, column] = image[row, column] / 255
    return out


@alternative("asks whether both have the same storage object")
def shares_storage(a, b):
    return a.untyped_storage() is b.untyped_storage()


@alternative("walks back from the first element to the start of the storage")
def shares_storage(a, b):
    starts = [each.data_ptr() - each.storage_offset() * each.element_size() for each in (a, b)]
    return starts[0] == starts[1]


@misconception(
    "compares first elements",
    "`data_ptr()` is where a tensor's own first element lies. A slice may start later in the same storage.",
)
def shares_storage(a, b):
    return a.data_ptr() == b.data_ptr()


@misconception(
    "asks for the same object",
    "`is` asks whether two names mean one Python object. A view is a new object that looks into old memory.",
)
def shares_storage(a, b):
    return a is b


@misconception(
    "compares the numbers",
    "Equal numbers can lie in two places, and two views of one storage can show different numbers.",
)
def shares_storage(a, b):
    return torch.equal(a, b)


@misconception(
    "asks whether b was made from a",
    "A view knows what it was made from (`_base`), but this must hold in both directions and for two views of one "
    "tensor.",
)
def shares_storage(a, b):
    return b._base is a  # noqa: SLF001 - looking there is the mistake


@misconception(
    "asks whether both were made from one tensor",
    "`_base` is the tensor that a view was made from, but not every tensor that shares a storage has one: what "
    "`detach()` gives has none.",
)
def shares_storage(a, b):
    first, second = (each if each._base is None else each._base for each in (a, b))  # noqa: SLF001 - the mistake
    return first is second


@misconception(
    "elements taken for bytes",
    "Walking back from the first element is a good idea. But `data_ptr()` counts bytes and `storage_offset()` elements.",
)
def shares_storage(a, b):
    starts = [each.data_ptr() - each.storage_offset() for each in (a, b)]
    return starts[0] == starts[1]


@misconception(
    "one size for all elements",
    "Walking back from the first element is a good idea. But how many bytes an element takes depends on its dtype.",
)
def shares_storage(a, b):
    starts = [each.data_ptr() - 4 * each.storage_offset() for each in (a, b)]
    return starts[0] == starts[1]


@misconception(
    "wants the same dtype",
    "`x.view(torch.int32)` copies nothing: one block of memory can be read in two dtypes.",
)
def shares_storage(a, b):
    return a.dtype == b.dtype and a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()


@misconception(
    "wants gradients of both or of neither",
    "What `detach()` gives wants no gradient and still lies in the same memory. Gradients say nothing about storage.",
)
def shares_storage(a, b):
    same = a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()
    return same and a.requires_grad == b.requires_grad


@misconception(
    "compares sizes of storages",
    "Two storages can be equally large and lie in different places.",
)
def shares_storage(a, b):
    return a.untyped_storage().nbytes() == b.untyped_storage().nbytes()


@misconception(
    "compares what the storages hold",
    "Two storages can hold the same bytes and lie in different places.",
)
def shares_storage(a, b):
    return bytes(a.untyped_storage()) == bytes(b.untyped_storage())


@misconception(
    "True for all tensors",
    "The answer is True also for a tensor and its clone, which lie in two places.",
)
def shares_storage(a, b):
    return True


@misconception(
    "False for all tensors",
    "The answer is False even for a tensor and itself. Are two addresses compared, or things of two kinds?",
)
def shares_storage(a, b):
    return a.untyped_storage() == b.untyped_storage().data_ptr()


@misconception(
    "asks NumPy",
    "`numpy()` makes a new array at every call, and of a tensor that wants a gradient it makes none. Ask the tensors.",
)
def shares_storage(a, b):
    return a.numpy().base is b.numpy().base


@misconception(
    "the two answers exchanged",
    "The answer is True where the two share nothing, and False where they look into one storage.",
)
def shares_storage(a, b):
    return a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr()


@misconception(
    "wants a common element",
    "Two views can look at different parts of one storage. The question is about the storage, not the elements.",
)
def shares_storage(a, b):
    first, second = sorted((a, b), key=Tensor.data_ptr)
    return second.data_ptr() < first.data_ptr() + first.nbytes


@alternative("reshapes to batch by whatever is left")
def flatten_batch(x):
    return x.reshape(x.shape[0], -1)


@alternative("copies into reading order, then views")
def flatten_batch(x):
    return x.contiguous().view(len(x), -1)


@alternative("flattens sample by sample")
def flatten_batch(x):
    return torch.stack([sample.flatten() for sample in x])


@alternative("fills rows of the same dtype")
def flatten_batch(x):
    rows = torch.empty(len(x), x[0].numel(), dtype=x.dtype, device=x.device)
    for row, sample in zip(rows, x, strict=True):
        row.copy_(sample.reshape(-1))
    return rows


@misconception(
    "view of a permuted tensor",
    "`view` never copies, so it needs memory in reading order. Which of its relatives copies when it must?",
)
def flatten_batch(x):
    return x.view(x.shape[0], -1)


@misconception(
    "flattens the batch too",
    "All samples run together: `flatten()` starts at dimension 0 unless you say otherwise, and `cat` joins end to end.",
)
def flatten_batch(x):
    return x.flatten()


@misconception(
    "squeezes a batch of one away",
    "`squeeze` removes dimensions of size 1, also the batch when it holds a single sample.",
)
def flatten_batch(x):
    return x.flatten(1).squeeze(0)


@misconception(
    "squeezes samples of one number away",
    "A sample of a single number is a row of its own, too: the result has two dimensions whatever the sizes.",
)
def flatten_batch(x):
    return x.flatten(1).squeeze(-1)


@misconception(
    "keeps the last dimension",
    "The dimension to keep is the first, which counts the samples. Here every short row of a sample got its own row.",
)
def flatten_batch(x):
    return x.reshape(-1, x.shape[-1])


@misconception(
    "batch as columns",
    "The right sizes in the wrong places: the rows must count the samples.",
)
def flatten_batch(x):
    return x.reshape(-1, x.shape[0])


@misconception(
    "starts one dimension too late",
    "Dimensions are counted from 0: the batch is 0, so the flattening must start at the one after it.",
)
def flatten_batch(x):
    return x.flatten(start_dim=2)


@misconception(
    "four dimensions only",
    "This unpacks exactly four sizes. A sample may have any number of dimensions, also a single one.",
)
def flatten_batch(x):
    batch, channels, height, width = x.shape
    return x.reshape(batch, channels * height * width)


@misconception(
    "loses the dtype on the way",
    "The dtype changed on the way: `float()` sets another, a list of Python numbers forgets it, and `zeros` and `empty` "
    "take the default one unless told.",
)
def flatten_batch(x):
    return torch.tensor([sample.flatten().tolist() for sample in x], device=x.device)


@misconception(
    "loses digits on the way",
    "The dtype is right again at the end, but on the way the numbers went through float32, which holds fewer digits.",
)
def flatten_batch(x):
    rows = torch.zeros(len(x), x[0].numel(), device=x.device)
    for row, sample in zip(rows, x, strict=True):
        row.copy_(sample.flatten())
    return rows.to(x.dtype)


@alternative("copies with torch.tensor after NumPy put it in order")
def safe_from_numpy(array):
    return torch.tensor(np.ascontiguousarray(array))


@alternative("copies with np.array")
def safe_from_numpy(array):
    return torch.as_tensor(np.array(array))


@alternative("fills an empty tensor through its array")
def safe_from_numpy(array):
    tensor = torch.empty(array.shape, dtype=getattr(torch, array.dtype.name))
    tensor.numpy()[...] = array
    return tensor


@misconception(
    "shares the array's memory",
    "The tensor looks into the array's own memory, as with `from_numpy` and `as_tensor`: both change together.",
)
def safe_from_numpy(array):
    return torch.from_numpy(array)


@misconception(
    "copies too late",
    "PyTorch got the flipped array as it was, and a tensor cannot walk backwards through memory. Copy earlier.",
)
def safe_from_numpy(array):
    return torch.from_numpy(array).clone()


@misconception(
    "copies only when it must",
    "Only some arrays get a copy here, such as one whose memory is not in order. All others are still shared.",
)
def safe_from_numpy(array):
    return torch.from_numpy(np.require(array, requirements=["C", "W"]))


@misconception(
    "goes through a Python list",
    "The array's dtype is lost: whole numbers come as int64 and all others as float32, as from a list of Python numbers.",
)
def safe_from_numpy(array):
    return torch.tensor(array.tolist())


@misconception(
    "everything to float32",
    "The tensor must keep the array's dtype; whether to convert is the caller's decision.",
)
def safe_from_numpy(array):
    return torch.from_numpy(array.copy()).float()


@misconception(
    "loses digits on the way",
    "The dtype is right again at the end, but on the way the numbers went through float32, which holds fewer digits.",
)
def safe_from_numpy(array):
    return torch.Tensor(array.copy()).to(getattr(torch, array.dtype.name))


@misconception(
    "squeezes a single row away",
    "`squeeze` removes every dimension of size 1, and an array with a single row has one, too.",
)
def safe_from_numpy(array):
    return torch.from_numpy(array.copy()).squeeze()


@misconception(
    "makes a read-only array writable",
    "Whoever made the array read-only did it on purpose. It can be read, and so be copied, as it is.",
)
def safe_from_numpy(array):
    array.setflags(write=True)
    return torch.from_numpy(array.copy())


@alternative("writes the formula out")
def row_stats(x):
    x = x if x.is_floating_point() else x.to(torch.float32)
    mean = x.sum(dim=1, keepdim=True) / x.shape[1]
    return mean, ((x - mean) ** 2).mean(dim=1, keepdim=True).sqrt()


@alternative("computes both at once")
def row_stats(x):
    std, mean = torch.std_mean(in_floating_point(x), dim=-1, correction=0)
    return mean.unsqueeze(1), std.unsqueeze(1)


@alternative("computes in float64 and converts at the end")
def row_stats(x):
    dtype, x = in_floating_point(x).dtype, x.double()
    mean = x.mean(dim=1, keepdim=True)
    return mean.to(dtype), (x - mean).square().mean(dim=1, keepdim=True).sqrt().to(dtype)


@misconception(
    "no keepdim",
    "The results have shape (rows,), which lines up with the columns of x instead of its rows.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1), x.std(dim=1, correction=0)


@misconception(
    "keepdim for only one of the two",
    "One of the two results has lost a dimension. Both need the shape (rows, 1).",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0)


@misconception(
    "squeezes a single row away",
    "`squeeze` also removes the dimension that counts the rows, where there is a single one.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1).squeeze().unsqueeze(-1), x.std(dim=1, correction=0).squeeze().unsqueeze(-1)


@misconception(
    "a row of statistics",
    "The results have shape (1, rows): they lie along a row, where each row of x needs its own number beside it.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1).unsqueeze(0), x.std(dim=1, correction=0).unsqueeze(0)


@misconception(
    "only the mean",
    "A single tensor came back. The statement asks for two: the mean and the standard deviation.",
)
def row_stats(x):
    return in_floating_point(x).mean(dim=1, keepdim=True)


@misconception(
    "standardises at once",
    "The rows came back standardised. Asked for are the two results that it takes: mean and standard deviation.",
)
def row_stats(x):
    x = in_floating_point(x)
    return (x - x.mean(dim=1, keepdim=True)) / x.std(dim=1, correction=0, keepdim=True)


@misconception(
    "a single number for everything",
    "Without `dim` a reduction runs over the whole tensor and leaves a single number. Each row needs its own.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(), x.std(correction=0)


@misconception(
    "mean of squares minus square of mean",
    "On paper the mean of the squares minus the square of the mean is right. For large numbers the two are nearly "
    "equal, and float32 rounds away what differs. Subtract first, then square.",
)
def row_stats(x):
    x = in_floating_point(x)
    mean = x.mean(dim=1, keepdim=True)
    return mean, ((x**2).mean(dim=1, keepdim=True) - mean**2).sqrt()


@misconception(
    "statistics of the columns",
    "`dim` names the dimension that disappears. Reducing dimension 0 leaves one number for each column.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=0, keepdim=True), x.std(dim=0, correction=0, keepdim=True)


@misconception(
    "statistics of everything",
    "Without `dim` a reduction runs over all elements, so all rows get the same mean.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean().expand(len(x), 1), x.std(correction=0).expand(len(x), 1)


@misconception(
    "divides by n - 1",
    "`std` estimates the spread of a larger population by default; here the row is the whole population.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1, keepdim=True), x.std(dim=1, keepdim=True)


@misconception(
    "variance for standard deviation",
    "The mean of the squared distances is the variance. One step is missing.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1, keepdim=True), x.var(dim=1, correction=0, keepdim=True)


@misconception(
    "never lets the standard deviation be 0",
    "Equal numbers have standard deviation 0, and here they have not: something was added to it, or 0 was replaced.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True) + 1e-8


@misconception(
    "spread around the mean of everything",
    "The distances are taken from the mean of the whole tensor. Each row has a mean of its own.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1, keepdim=True), (x - x.mean()).square().mean(dim=1, keepdim=True).sqrt()


@misconception(
    "std before mean",
    "The two results changed places: mean first, then std. (`torch.std_mean` gives them as its name says.)",
)
def row_stats(x):
    x = in_floating_point(x)
    return torch.std_mean(x, dim=1, correction=0, keepdim=True)


@misconception(
    "mean of integers",
    "The mean of integers is rarely an integer, so PyTorch refuses to guess a dtype. Convert first, if needed.",
)
def row_stats(x):
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True)


@misconception(
    "mean rounded down",
    "The fraction of the mean is thrown away, as `//` does it. The mean of integers is rarely an integer.",
)
def row_stats(x):
    mean, std = solution.row_stats(x)
    return (mean if x.is_floating_point() else (x.sum(dim=1, keepdim=True) // x.shape[1]).float()), std


@misconception(
    "always float32",
    "Rows in float64 come back in float32: they needed no conversion, and `float()` cut them down.",
)
def row_stats(x):
    x = x.float()
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True)


@misconception(
    "loses digits on the way",
    "The dtype is right again at the end, but on the way the numbers went through float32, which holds fewer digits.",
)
def row_stats(x):
    return tuple(each.to(in_floating_point(x).dtype) for each in solution.row_stats(x.float()))


@misconception(
    "only int64 is converted",
    "int64 is one of several integer dtypes. Ask whether x is floating point, not whether it is int64.",
)
def row_stats(x):
    x = x.float() if x.dtype == torch.int64 else x
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True)


@misconception(
    "integers to float64",
    "Whole numbers come back in float64. Where x has no floating-point dtype of its own, float32 is asked for.",
)
def row_stats(x):
    x = x if x.is_floating_point() else x.double()
    return x.mean(dim=1, keepdim=True), x.std(dim=1, correction=0, keepdim=True)


@alternative("compares labels with classes")
def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(num_classes, device=labels.device)).float()


@alternative("scatters ones along the rows")
def one_hot(labels, num_classes):
    return torch.zeros(len(labels), num_classes, device=labels.device).scatter_(1, labels.unsqueeze(1), 1.0)


@alternative("writes one element per row")
def one_hot(labels, num_classes):
    rows = labels.new_zeros((len(labels), num_classes), dtype=torch.float32)
    rows[torch.arange(len(labels)), labels] = 1
    return rows


@alternative("converts what PyTorch has")
def one_hot(labels, num_classes):
    return torch.nn.functional.one_hot(labels, num_classes).float()


@alternative("looks for the places of each class")
def one_hot(labels, num_classes):
    rows = torch.zeros(len(labels), num_classes, device=labels.device)
    for each in range(num_classes):
        rows[(labels == each).nonzero().flatten(), each] = 1
    return rows


@alternative("looks the rows up on the CPU and moves them")
def one_hot(labels, num_classes):
    return torch.eye(num_classes, device="cpu")[labels.cpu()].to(labels.device)


@misconception(
    "counts the classes in the labels",
    "The largest label that occurs says nothing about the classes beyond it. `num_classes` tells how many there are.",
)
def one_hot(labels, num_classes):
    return torch.eye(int(labels.max()) + 1, device=labels.device)[labels]


@misconception(
    "columns only for labels that occur",
    "A class that no label names needs its column too, full of zeros. `num_classes` tells how many there are.",
)
def one_hot(labels, num_classes):
    return (labels[:, None] == labels.unique()).float()


@misconception(
    "one row per class",
    "The result has one row per class, whatever the labels are. Each label must pick its own row of it.",
)
def one_hot(labels, num_classes):
    return torch.eye(num_classes, device=labels.device)


@misconception(
    "scatters down the rows",
    "`scatter_(0, ...)` lets each label choose a row. It must choose a column, so which dimension is it?",
)
def one_hot(labels, num_classes):
    rows = torch.zeros(len(labels), num_classes, device=labels.device)
    return rows.scatter_(0, labels.unsqueeze(1), 1.0)


@misconception(
    "scatters a flat list of labels",
    "`scatter_` wants an index with as many dimensions as the tensor that it writes to: one label in each row.",
)
def one_hot(labels, num_classes):
    return torch.zeros(len(labels), num_classes, device=labels.device).scatter_(1, labels, 1.0)


@misconception(
    "fills whole rows",
    "`rows[labels] = 1` picks rows by label and fills them. Say which row and which column for each 1.",
)
def one_hot(labels, num_classes):
    rows = torch.zeros(len(labels), num_classes, device=labels.device)
    rows[labels] = 1.0
    return rows


@misconception(
    "fills every labelled column",
    "`rows[:, labels] = 1` means all rows and all these columns: every row gets the ones of every label.",
)
def one_hot(labels, num_classes):
    rows = torch.zeros(len(labels), num_classes, device=labels.device)
    rows[:, labels] = 1.0
    return rows


@misconception(
    "classes as rows",
    "The result has one column per label instead of one row: `eye(...)[:, labels]`, for example, picks columns.",
)
def one_hot(labels, num_classes):
    return torch.eye(num_classes, device=labels.device)[:, labels]


@misconception(
    "writes the label instead of 1",
    "The label says where to write. What to write is always 1, otherwise class 0 leaves no trace.",
)
def one_hot(labels, num_classes):
    rows = torch.zeros(len(labels), num_classes, device=labels.device)
    return rows.scatter_(1, labels.unsqueeze(1), labels.unsqueeze(1).float())


@misconception(
    "made on another device",
    "A tensor that is made inside the function does not lie where the labels do. Say where to make it: `device=`.",
)
def one_hot(labels, num_classes):
    return torch.eye(num_classes)[labels]


@misconception(
    "integer rows",
    "The rows hold integers. A matrix product with float32 images, as in the next exercise, needs float32.",
)
def one_hot(labels, num_classes):
    return torch.eye(num_classes, dtype=torch.int64, device=labels.device)[labels]


@misconception(
    "bool rows",
    "The rows hold True and False, as a comparison gives them. The statement asks for 1.0 and 0.0.",
)
def one_hot(labels, num_classes):
    return labels[:, None] == torch.arange(num_classes, device=labels.device)


@misconception(
    "labels counted from 1",
    "Class 0 is the first column, so a label needs no subtraction.",
)
def one_hot(labels, num_classes):
    return torch.eye(num_classes, device=labels.device)[labels - 1]


@misconception(
    "columns counted from 1",
    "Label 0 gets no 1 at all: the first column is that of class 0, not of class 1.",
)
def one_hot(labels, num_classes):
    return (labels[:, None] == torch.arange(1, num_classes + 1, device=labels.device)).float()


@misconception(
    "squeezes sizes of 1 away",
    "`squeeze` removes every dimension of size 1, also when there is a single label, or a single class.",
)
def one_hot(labels, num_classes):
    return torch.eye(num_classes, device=labels.device)[labels].squeeze()


@alternative("asks class by class who belongs to it")
def one_hot(labels, num_classes):
    return torch.stack([labels == each for each in range(num_classes)], dim=1).to(torch.float32)


@alternative("writes the rows as lists")
def one_hot(labels, num_classes):
    rows = [[float(each == label) for each in range(num_classes)] for label in labels.tolist()]
    return torch.tensor(rows, device=labels.device)


@alternative("averages class by class")
def nearest_class_mean(images, labels, new_images, num_classes):
    means = torch.stack([images[labels == each].mean(dim=0).flatten() for each in range(num_classes)])
    return torch.cdist(solution.flatten_batch(new_images), means).argmin(dim=1)


@alternative("multiplies squares out")
def nearest_class_mean(images, labels, new_images, num_classes):
    rows = images.reshape(len(images), -1)
    sums = torch.zeros(num_classes, rows.shape[1], device=rows.device).index_add_(0, labels, rows)
    means = sums / labels.bincount(minlength=num_classes).unsqueeze(1)
    scores = 2 * new_images.reshape(len(new_images), -1) @ means.T - means.square().sum(dim=1)
    return scores.argmax(dim=1)


@alternative("loops over the new images")
def nearest_class_mean(images, labels, new_images, num_classes):
    means = torch.stack([images[labels == each].mean(dim=0) for each in range(num_classes)])
    guesses = [torch.stack([torch.dist(new, mean) for mean in means]).argmin() for new in new_images]
    return torch.stack(guesses)


@misconception(
    "differences without squares",
    "Differences above and below zero cancel when they are added as they are. Square them first.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    means = class_means(images, labels, num_classes)
    return (solution.flatten_batch(new_images)[:, None] - means).sum(dim=2).argmin(dim=1)


@misconception(
    "distance in whole blocks",
    "The differences were added without squaring (the Manhattan distance). The Euclidean distance squares them first.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    means = class_means(images, labels, num_classes)
    return torch.cdist(solution.flatten_batch(new_images), means, p=1).argmin(dim=1)


@misconception(
    "median image of a class",
    "The median was taken of each class. It does not move with an outlier; the average, which is asked for, does.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    rows = solution.flatten_batch(images)
    medians = torch.stack([rows[labels == each].median(dim=0).values for each in range(num_classes)])
    return torch.cdist(solution.flatten_batch(new_images), medians).argmin(dim=1)


@misconception(
    "average of the distances",
    "The distances to all images of a class were averaged. Average the images first, then take one distance to it.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    distances = torch.cdist(solution.flatten_batch(new_images), solution.flatten_batch(images))
    return torch.stack([distances[:, labels == each].mean(dim=1) for each in range(num_classes)]).argmin(
        dim=0
    )


@misconception(
    "ten classes, always",
    "Ten classes are built in. A class without images has no average (0 divided by 0); `num_classes` tells how many.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    return distances_to_means(images, labels, new_images, 10).argmin(dim=1)


@misconception(
    "sums without dividing",
    "A class with many images has a large sum that lies far from all of them. How many images has each class?",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    sums = solution.one_hot(labels, num_classes).T @ solution.flatten_batch(images)
    return torch.cdist(solution.flatten_batch(new_images), sums).argmin(dim=1)


@misconception(
    "divides by all images",
    "Each sum must be divided by the number of images of its own class, not of all classes.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    means = solution.one_hot(labels, num_classes).T @ solution.flatten_batch(images) / len(images)
    return torch.cdist(solution.flatten_batch(new_images), means).argmin(dim=1)


@misconception(
    "nearest single image",
    "This finds the nearest known image, not the nearest class average. It is a fine classifier, and another one.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    distances = torch.cdist(solution.flatten_batch(new_images), solution.flatten_batch(images))
    return labels[distances.argmin(dim=1)]


@misconception(
    "only the last image of each class",
    "`means[labels] = ...` writes one image over the other, so the last of each class remains. Average all of them.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    rows = solution.flatten_batch(images)
    last = torch.stack([rows[labels == each][-1] for each in range(num_classes)])
    return torch.cdist(solution.flatten_batch(new_images), last).argmin(dim=1)


@misconception(
    "late images weigh more",
    "Averaging the average so far with the next image gives that image as much weight as all before it together.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    means = {}
    for row, label in zip(solution.flatten_batch(images), labels.tolist(), strict=True):
        means[label] = (means[label] + row) / 2 if label in means else row
    means = torch.stack([means[each] for each in range(num_classes)])
    return torch.cdist(solution.flatten_batch(new_images), means).argmin(dim=1)


@misconception(
    "farthest class",
    "Distances are small for what is alike, so the largest one names the class that fits worst.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    return distances_to_means(images, labels, new_images, num_classes).argmax(dim=1)


@misconception(
    "products instead of distances",
    "The largest product favours bright averages, whatever the image shows. Compare distances.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    means = class_means(images, labels, num_classes)
    return (solution.flatten_batch(new_images) @ means.T).argmax(dim=1)


@misconception(
    "one image per class",
    "This answers another question: for each class, which new image is nearest? Each new image must be asked.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    return distances_to_means(images, labels, new_images, num_classes).argmin(dim=0)


@misconception(
    "distances instead of classes",
    "The smallest distance was returned. Asked for is the place where it stands: the class.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    return distances_to_means(images, labels, new_images, num_classes).amin(dim=1)


@misconception(
    "average brightness only",
    "Each class must keep an average for every pixel. A single average number forgets where the picture is bright.",
)
def nearest_class_mean(images, labels, new_images, num_classes):
    means = torch.stack([images[labels == each].mean() for each in range(num_classes)])
    brightness = solution.flatten_batch(new_images).mean(dim=1)
    return (brightness[:, None] - means).abs().argmin(dim=1)


@alternative("torch.testing compares the values")
class TensorCard:
    def __init__(self, tensor):
        self.tensor = tensor

    def facts(self):
        names = ("shape", "dtype", "device", "requires_grad")
        return {name: getattr(self.tensor, name) for name in names} | {
            "strides": tuple(self.tensor.stride(dim) for dim in range(self.tensor.dim())),
            "contiguous": self.tensor.is_contiguous(),
            "bytes": self.tensor.nbytes,
            "storage_bytes": len(self.tensor.untyped_storage()),
        }

    def diff(self, other):
        if self.tensor.shape != other.shape:
            return "shape"
        if self.tensor.dtype != other.dtype:
            return "dtype"
        if self.tensor.device != other.device:
            return "device"
        try:
            torch.testing.assert_close(self.tensor, other, rtol=0, atol=0, equal_nan=True)
        except AssertionError:
            return "values"
        return "nothing"


@alternative("compares element by element in Python")
class TensorCard(solution.TensorCard):
    def diff(self, other):
        mine = self.tensor
        if mine.shape != other.shape:
            return "shape"
        if mine.dtype != other.dtype:
            return "dtype"
        if mine.device != other.device:
            return "device"
        pairs = zip(mine.flatten().tolist(), other.flatten().tolist(), strict=True)
        return "nothing" if all(a == b or (a != a and b != b) for a, b in pairs) else "values"


@misconception(
    "size of the Python object",
    "`sys.getsizeof` measures the small Python object, whatever it points to. Count the elements.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"bytes": sys.getsizeof(self.tensor)}


@misconception(
    "one tensor for all cards",
    "`TensorCard.tensor` belongs to the class, so a new card changes all others. Each card keeps its own in `self`.",
)
class TensorCard(solution.TensorCard):
    def __init__(self, tensor):
        type(self).tensor = tensor


@misconception(
    "a card of a copy",
    "The card describes a copy (`clone`), which has a storage of its own. It must look at the tensor that it was given.",
)
class TensorCard(solution.TensorCard):
    def __init__(self, tensor):
        super().__init__(tensor.clone())


@misconception(
    "elements for bytes",
    "`numel()` counts elements. How many bytes does each of them take in this dtype?",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"bytes": self.tensor.numel()}


@misconception(
    "four bytes for everything",
    "Only 32-bit elements take four bytes; the tensor knows how many its own take.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"bytes": 4 * self.tensor.numel()}


@misconception(
    "storage as large as its view",
    "`storage_bytes` is the size of the block behind the tensor, which a view may show several times or only in part.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"storage_bytes": self.tensor.nbytes}


@misconception(
    "view as large as its storage",
    "`bytes` asks what the elements would take if each were stored on its own, wherever they lie now.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"bytes": self.tensor.untyped_storage().nbytes()}


@misconception(
    "storage counted in elements",
    "`storage_bytes` counts elements here. How many bytes has the storage?",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {
            "storage_bytes": len(self.tensor.untyped_storage()) // self.tensor.element_size()
        }


@misconception(
    "bytes multiplied once more",
    "`untyped_storage()` counts bytes already, so nothing is left to multiply.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {
            "storage_bytes": len(self.tensor.untyped_storage()) * self.tensor.element_size()
        }


@misconception(
    "storage of the tensor that it was made from",
    "Not every view knows the tensor that it was made from: what `detach()` gives does not. Ask the storage itself.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        base = self.tensor if self.tensor._base is None else self.tensor._base  # noqa: SLF001 - the mistake
        return super().facts() | {"storage_bytes": base.nbytes}


@misconception(
    "strides in bytes",
    "NumPy counts strides in bytes; PyTorch counts elements, and so does the card.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        size = self.tensor.element_size()
        return super().facts() | {"strides": tuple(size * each for each in self.tensor.stride())}


@misconception(
    "is_contiguous is not called",
    "Without parentheses `is_contiguous` is the method itself, not its answer.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"contiguous": self.tensor.is_contiguous}


@misconception(
    "no view counts as contiguous",
    "x[1:] sees only a part of its storage, but that part in reading order and without gaps: it is contiguous.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {
            "contiguous": self.tensor.is_contiguous() and not self.tensor.storage_offset()
        }


@misconception(
    "strides in falling order",
    "The strides of x[:, :2] fall to 1 as well, and yet there are gaps between its rows. Ask the tensor.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        strides = self.tensor.stride()
        return super().facts() | {"contiguous": list(strides) == sorted(strides, reverse=True)}


@misconception(
    "storage from the tensor's first element on",
    "A storage begins before x[20:30] does. Its size is that of the whole block, wherever the tensor starts in it.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        offset = self.tensor.storage_offset() * self.tensor.element_size()
        return super().facts() | {"storage_bytes": self.tensor.untyped_storage().nbytes() - offset}


@misconception(
    "stride is not called",
    "`shape` is an attribute and `stride` is a method: without parentheses it is the method itself.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"strides": self.tensor.stride}


@misconception(
    "if on a whole tensor",
    "`==` and `!=` on tensors give one bool per element, and `if` needs a single one. Reduce them first.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("shape", "dtype", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        if self.tensor != other:
            return "values"
        return "nothing"


@misconception(
    "lets broadcasting hide the shape",
    "Tensors of different shapes can still be compared: the smaller one is stretched. Ask for the shape first.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        if self.tensor.dtype != other.dtype:
            return "dtype"
        if self.tensor.device != other.device:
            return "device"
        same = (self.tensor == other) | (self.tensor.isnan() & other.isnan())
        return "nothing" if same.all() else "values"


@misconception(
    "counts dimensions or elements",
    "As many dimensions, or as many elements, is not the same shape: (2, 3) and (3, 2) agree in both.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        if self.tensor.numel() != other.numel():
            return "shape"
        for name in ("dtype", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        same = (self.tensor == other) | (self.tensor.isnan() & other.isnan())
        return "nothing" if same.all() else "values"


@misconception(
    "another order of questions",
    "Where two things differ, the answer is the first of them in the statement's order: shape, dtype, device, values.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("dtype", "shape", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        return super().diff(other)


@misconception(
    "never asks for the dtype",
    "1 and 1.0 are equal numbers in different dtypes: comparing values cannot tell them apart.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        return super().diff(other.to(self.tensor.dtype))


@misconception(
    "values before device",
    "Values on two devices cannot be compared at all. Ask for the device before you touch them.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("shape", "dtype"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        return "nothing" if torch.allclose(self.tensor, other, rtol=0, atol=0, equal_nan=True) else "values"


@misconception(
    "close counts as equal",
    "`allclose` forgives small differences, and the card must show even the smallest.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("shape", "dtype", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        return "nothing" if torch.allclose(self.tensor, other, equal_nan=True) else "values"


@misconception(
    "compares what is printed",
    "Printing rounds to four decimals (and leaves out the middle of a long tensor). Compare the numbers themselves.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("shape", "dtype", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        return "nothing" if str(self.tensor) == str(other) else "values"


@misconception(
    "compares the storages",
    "Two rows of one matrix share a storage, and it holds more than each of them shows. Compare the elements.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("shape", "dtype", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        same = bytes(self.tensor.untyped_storage()) == bytes(other.untyped_storage())
        return "nothing" if same else "values"


@misconception(
    "compares every fact",
    "Only shape, dtype, device and values count in `diff`. Two tensors may differ in the card's other facts.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        mine, theirs = self.facts(), solution.TensorCard(other).facts()
        return next((name for name in mine if mine[name] != theirs[name]), super().diff(other))


@misconception(
    "never compares the values",
    "Two tensors of one shape, dtype and device count as equal here, whatever their numbers are.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        found = super().diff(other)
        return "nothing" if found == "values" else found


@misconception(
    "any instead of all",
    "One equal element is enough here. Nothing differs only where all of them are equal.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        found = super().diff(other)
        return "nothing" if found == "values" and (self.tensor == other).any() else found


@misconception(
    "NaN on one side only",
    "NaN equals NaN only if both tensors have it at the same place. Here one NaN is enough.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        found = super().diff(other)
        if found != "values":
            return found
        same = (self.tensor == other) | self.tensor.isnan() | other.isnan()
        return "nothing" if same.all() else "values"


@misconception(
    "NaN differs from itself",
    "NaN == NaN is False by definition, so a tensor with a NaN differs even from its own clone.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        for name in ("shape", "dtype", "device"):
            if getattr(self.tensor, name) != getattr(other, name):
                return name
        return "nothing" if torch.equal(self.tensor, other) else "values"


@misconception(
    "NaN taken for a number",
    "Putting a number in the place of NaN makes the two look alike. The card must still tell NaN from that number.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        mine, theirs = (each.nan_to_num(posinf=torch.inf, neginf=-torch.inf) for each in (self.tensor, other))
        return solution.TensorCard(mine).diff(theirs)


@misconception(
    "infinity taken for the largest number",
    "`nan_to_num` replaces infinity as well, by the largest number of the dtype. The card must tell the two apart.",
)
class TensorCard(solution.TensorCard):
    def diff(self, other):
        found = super().diff(other)
        if found != "values" or not torch.equal(self.tensor.isnan(), other.isnan()):
            return found
        return "nothing" if torch.equal(self.tensor.nan_to_num(), other.nan_to_num()) else "values"


@alternative("leaves out what is NaN in both")
class TensorCard(solution.TensorCard):
    def diff(self, other):
        mine, theirs = solution.TensorCard(self.tensor).facts(), solution.TensorCard(other).facts()
        different = [fact for fact in ("shape", "dtype", "device") if mine[fact] != theirs[fact]]
        if different:
            return different[0]
        both = self.tensor.isnan() & other.isnan()
        return "nothing" if torch.equal(self.tensor[~both], other[~both]) else "values"
