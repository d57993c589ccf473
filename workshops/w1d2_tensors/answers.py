"""Known answers: other right ones, and the mistakes that people make with tensors."""

from __future__ import annotations

import sys

import numpy as np
import solution
import torch
from torch import Tensor

from kindling import alternative, misconception


def in_floating_point(x):
    """x itself, or in float32 where it holds integers."""
    return x if x.is_floating_point() else x.float()


def distances_to_means(images, labels, new_images, num_classes):
    """(m, num_classes): how far each new image lies from the average image of each class."""
    member = solution.one_hot(labels, num_classes)
    means = (member.T @ solution.flatten_batch(images)) / member.sum(dim=0)[:, None]
    return torch.cdist(solution.flatten_batch(new_images), means)


@alternative("runs the six expressions")
def predict_dtypes():
    pixels = torch.tensor([200, 100, 3], dtype=torch.uint8)
    counts = torch.tensor([1, 2, 3])
    weights = torch.tensor([0.5, 0.25, 0.125])
    readings = torch.from_numpy(np.array([0.1, 0.2, 0.3]))
    return [
        (pixels + 200).dtype,
        pixels.sum().dtype,
        (counts / 2).dtype,
        (counts + weights).dtype,
        (weights * 0.5).dtype,
        (weights + readings).dtype,
    ]


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
    "`//` on integers throws the fraction away before the numbers become floating point, so nearly all become 0.",
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


@misconception(
    "view of a permuted tensor",
    "`view` never copies, so it needs memory in reading order. Which of its relatives copies when it must?",
)
def flatten_batch(x):
    return x.view(x.shape[0], -1)


@misconception(
    "flattens the batch too",
    "`flatten()` starts at dimension 0 unless you say otherwise, so all samples run together.",
)
def flatten_batch(x):
    return x.flatten()


@misconception(
    "squeezes a batch of one away",
    "`squeeze` removes every dimension of size 1, also the batch when it holds a single sample.",
)
def flatten_batch(x):
    return x.flatten(1).squeeze()


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


@alternative("copies with torch.tensor after NumPy put it in order")
def safe_from_numpy(array):
    return torch.tensor(np.ascontiguousarray(array))


@alternative("copies with np.array")
def safe_from_numpy(array):
    return torch.as_tensor(np.array(array))


@misconception(
    "shares the array's memory",
    "`from_numpy` makes a tensor that looks into the array's own memory: both change together.",
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
    "`ascontiguousarray` returns the very same array if its memory is already in order, so that one is still shared.",
)
def safe_from_numpy(array):
    return torch.from_numpy(np.ascontiguousarray(array))


@misconception(
    "goes through a Python list",
    "A list of Python numbers has forgotten the array's dtype, so PyTorch chooses one by itself.",
)
def safe_from_numpy(array):
    return torch.tensor(array.tolist())


@misconception(
    "everything to float32",
    "The tensor must keep the array's dtype; whether to convert is the caller's decision.",
)
def safe_from_numpy(array):
    return torch.from_numpy(array.copy()).float()


@alternative("writes the formula out")
def row_stats(x):
    x = x if x.is_floating_point() else x.to(torch.float32)
    mean = x.sum(dim=1, keepdim=True) / x.shape[1]
    return mean, ((x - mean) ** 2).mean(dim=1, keepdim=True).sqrt()


@alternative("computes both at once")
def row_stats(x):
    std, mean = torch.std_mean(in_floating_point(x), dim=-1, correction=0)
    return mean.unsqueeze(1), std.unsqueeze(1)


@misconception(
    "no keepdim",
    "The results have shape (rows,), which lines up with the columns of x instead of its rows.",
)
def row_stats(x):
    x = in_floating_point(x)
    return x.mean(dim=1), x.std(dim=1, correction=0)


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
    "std before mean",
    "`torch.std_mean` returns what its name says, in that order, and the statement asks for the other order.",
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
    "always float32",
    "`float()` also cuts a float64 tensor down to float32, which needed no conversion.",
)
def row_stats(x):
    x = x.float()
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


@misconception(
    "counts the classes in the labels",
    "The largest label that occurs says nothing about the classes that do not. Use `num_classes`.",
)
def one_hot(labels, num_classes):
    return torch.eye(int(labels.max()) + 1, device=labels.device)[labels]


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
    "The columns of the identity were picked, so the result has one column per label instead of one row.",
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
    member = solution.one_hot(labels, num_classes)
    means = (member.T @ solution.flatten_batch(images)) / member.sum(dim=0)[:, None]
    return (solution.flatten_batch(new_images) @ means.T).argmax(dim=1)


@misconception(
    "one image per class",
    "`argmin(dim=0)` answers another question: for each class, which new image is nearest?",
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
            "strides": [self.tensor.stride(dim) for dim in range(self.tensor.dim())],
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


@misconception(
    "size of the Python object",
    "`sys.getsizeof` measures the small Python object, whatever it points to. Count the elements.",
)
class TensorCard(solution.TensorCard):
    def facts(self):
        return super().facts() | {"bytes": sys.getsizeof(self.tensor)}


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
        return solution.TensorCard(self.tensor.nan_to_num()).diff(other.nan_to_num())
