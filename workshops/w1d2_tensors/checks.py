"""Probes for the exercises on tensors."""

from __future__ import annotations

import numpy as np
import torch

from kindling import at_least, data, probe

PIXELS = torch.tensor([200, 100, 3], dtype=torch.uint8)
COUNTS = torch.tensor([1, 2, 3])
WEIGHTS = torch.tensor([0.5, 0.25, 0.125])
READINGS = torch.from_numpy(np.array([0.1, 0.2, 0.3]))


def compared(predictions, number, result):
    """Whether a prediction is right, as a text: a verdict shows what was expected, and must not give it away."""
    predicted = predictions[number - 1]
    return "the right one" if predicted is result.dtype else f"{predicted}, which is not right"


@probe
def six_dtypes(predict_dtypes):
    """How many things are in the result, and of which kind."""
    found = predict_dtypes()
    return [type(each).__name__ for each in found] if isinstance(found, (tuple, list)) else found


@probe
def pixels_plus_200(predict_dtypes):
    """The dtype of expression 1, `pixels + 200` (a uint8 tensor and a Python int)."""
    return compared(predict_dtypes(), 1, PIXELS + 200)


@probe
def sum_of_pixels(predict_dtypes):
    """The dtype of expression 2, `pixels.sum()` (the sum of a uint8 tensor)."""
    return compared(predict_dtypes(), 2, PIXELS.sum())


@probe
def counts_halved(predict_dtypes):
    """The dtype of expression 3, `counts / 2` (a division of integers)."""
    return compared(predict_dtypes(), 3, COUNTS / 2)


@probe
def counts_plus_weights(predict_dtypes):
    """The dtype of expression 4, `counts + weights` (an int64 and a float32 tensor)."""
    return compared(predict_dtypes(), 4, COUNTS + WEIGHTS)


@probe
def weights_times_a_half(predict_dtypes):
    """The dtype of expression 5, `weights * 0.5` (a float32 tensor and a Python float)."""
    return compared(predict_dtypes(), 5, WEIGHTS * 0.5)


@probe
def weights_plus_readings(predict_dtypes):
    """The dtype of expression 6, `weights + readings` (where the readings come from a NumPy array)."""
    return compared(predict_dtypes(), 6, WEIGHTS + READINGS)


@probe
def black_picture(to_float01, device):
    """A black picture, 2 pixels high and 4 wide."""
    return to_float01(torch.zeros(2, 4, 3, dtype=torch.uint8, device=device)).float()


@probe
def bright_spots(to_float01, device):
    """The places [channel, row, column] of three bright spots in a dark picture, 2 pixels high and 4 wide."""
    image = torch.zeros(2, 4, 3, dtype=torch.uint8)
    image[0, 3, 0] = image[1, 0, 1] = image[1, 2, 2] = 255
    return (to_float01(image.to(device)) > 0).nonzero()


@probe
def one_pixel(to_float01, device):
    """The three numbers of a single pixel (50, 100, 203)."""
    image = torch.tensor([50, 100, 203], dtype=torch.uint8).reshape(1, 1, 3)
    return to_float01(image.to(device)).float().flatten()


@probe
def dtype_of_a_picture(to_float01, device):
    """The dtype of the result."""
    return to_float01(torch.full((2, 4, 3), 255, dtype=torch.uint8, device=device)).dtype


@probe
def tensor_and_slice(shares_storage, device):
    """x and x[2:]: the slice starts later in the same storage."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x[2:])


@probe
def tensor_and_itself(shares_storage, device):
    """x and x itself."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x)


@probe
def two_halves(shares_storage, device):
    """x[3:] and x[:3]: two views of one tensor without a common element."""
    x = torch.arange(6, device=device)
    return shares_storage(x[3:], x[:3])


@probe
def bytes_and_slice(shares_storage, device):
    """x and x[2:], where every element takes a single byte (uint8)."""
    x = torch.arange(6, dtype=torch.uint8, device=device)
    return shares_storage(x, x[2:])


@probe
def tensor_and_detached(shares_storage, device):
    """x and x.detach(), which leaves the numbers where they are."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x.detach())


@probe
def transpose_and_matrix(shares_storage, device):
    """x.t() and x: the transpose of a 2 by 3 matrix, and the matrix."""
    x = torch.arange(6, device=device).reshape(2, 3)
    return shares_storage(x.t(), x)


@probe
def row_and_expanded_row(shares_storage, device):
    """x and x.expand(4, 3): a single row, and the row shown four times."""
    row = torch.zeros(1, 3, device=device)
    return shares_storage(row, row.expand(4, 3))


@probe
def twins(shares_storage, device):
    """x and x.clone(): the same numbers, twice in memory."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x.clone())


@probe
def picked_by_list(shares_storage, device):
    """x and x[[0, 1, 2]]: picking with a list of places copies."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x[[0, 1, 2]])


@probe
def two_images(flatten_batch, device):
    """A batch of two images of 3 channels, 2 rows and 5 columns."""
    return flatten_batch(torch.arange(60.0, device=device).reshape(2, 3, 2, 5))


@probe
def a_single_image(flatten_batch, device):
    """A batch that holds a single image of shape (3, 2, 5)."""
    return flatten_batch(torch.arange(30.0, device=device).reshape(1, 3, 2, 5))


@probe
def three_tables(flatten_batch, device):
    """A batch of three tables of 2 rows and 2 columns, in float64."""
    return flatten_batch(torch.arange(12, dtype=torch.float64, device=device).reshape(3, 2, 2))


@probe
def rows_already(flatten_batch, device):
    """A batch of shape (2, 3), whose samples are rows already."""
    return flatten_batch(torch.arange(6, device=device).reshape(2, 3))


@probe
def channels_moved(flatten_batch, device):
    """A batch whose axes were permuted, so that its memory is not in reading order."""
    x = torch.arange(48, device=device).reshape(2, 2, 4, 3)
    return flatten_batch(x.permute(0, 3, 1, 2))


@probe
def same_numbers(safe_from_numpy):
    """The shape and the numbers of a 2 by 3 array, whatever the dtype."""
    return safe_from_numpy(np.arange(6.0).reshape(2, 3)).float()


@probe
def dtype_of_decimals(safe_from_numpy):
    """The dtype for a float64 array."""
    return safe_from_numpy(np.array([0.5, 1.5])).dtype


@probe
def dtype_of_small_integers(safe_from_numpy):
    """The dtype for an int16 array."""
    return safe_from_numpy(np.array([1, 2], dtype=np.int16)).dtype


@probe
def array_changed_later(safe_from_numpy):
    """The tensor's first number, after the array's first number was set to 99."""
    array = np.zeros(3)
    tensor = safe_from_numpy(array)
    array[0] = 99.0
    return tensor[0].item()


@probe
def read_only_array(safe_from_numpy):
    """A read-only array's first number, after the tensor's first number was set to 99."""
    array = np.zeros(3)
    array.flags.writeable = False
    tensor = safe_from_numpy(array)
    tensor[0] = 99.0
    return float(array[0])


@probe
def flipped_array(safe_from_numpy):
    """A 2 by 3 array that was flipped from left to right with array[:, ::-1]."""
    return safe_from_numpy(np.arange(6.0).reshape(2, 3)[:, ::-1]).float()


@probe
def means_of_rows(row_stats, device):
    """The means of two rows of four numbers."""
    mean, _ = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0], [0.0, 0.0, 4.0, 8.0]], device=device))
    return mean.flatten().float()


@probe
def spreads_of_rows(row_stats, device):
    """The standard deviations of two rows of four numbers."""
    _, std = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0], [0.0, 0.0, 4.0, 8.0]], device=device))
    return std.flatten().float()


@probe
def shapes_of_stats(row_stats, device):
    """The shapes of mean and std for two rows of four numbers."""
    mean, std = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0], [0.0, 0.0, 4.0, 8.0]], device=device))
    return {"mean": torch.zeros_like(mean.float()), "std": torch.zeros_like(std.float())}


@probe
def square_minus_mean(row_stats, device):
    """x - mean for a square x, three rows of three numbers."""
    x = torch.tensor([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0], [5.0, 5.0, 8.0]], device=device)
    mean, _ = row_stats(x)
    return (x - mean).float()


@probe
def float64_rows(row_stats, device):
    """The dtypes of mean and std for rows in float64."""
    mean, std = row_stats(torch.ones(2, 4, dtype=torch.float64, device=device))
    return {"mean": mean.dtype, "std": std.dtype}


@probe
def integer_rows(row_stats, device):
    """The dtypes of mean and std for rows of integers."""
    mean, std = row_stats(torch.tensor([[1, 2, 3, 6], [0, 0, 4, 8]], device=device))
    return {"mean": mean.dtype, "std": std.dtype}


@probe
def small_integer_rows(row_stats, device):
    """The dtypes of mean and std for rows of int16."""
    mean, std = row_stats(torch.tensor([[1, 2, 3, 6], [0, 0, 4, 8]], dtype=torch.int16, device=device))
    return {"mean": mean.dtype, "std": std.dtype}


@probe
def spread_of_large_numbers(row_stats, device):
    """The standard deviation of a row with the numbers 4096 and 4097, in float32."""
    _, std = row_stats(torch.tensor([[4096.0, 4097.0]], device=device))
    return std.flatten().float()


@probe
def four_labels(one_hot, device):
    """The rows for the labels 2, 0, 1, 2 of three classes."""
    return one_hot(torch.tensor([2, 0, 1, 2], device=device), 3).float()


@probe
def as_many_labels_as_classes(one_hot, device):
    """The rows for the labels 1, 1, 0 of three classes."""
    return one_hot(torch.tensor([1, 1, 0], device=device), 3).float()


@probe
def a_class_is_absent(one_hot, device):
    """The rows for the labels 2, 0 of five classes: class 4 does not occur."""
    return one_hot(torch.tensor([2, 0], device=device), 5).float()


@probe
def dtype_of_one_hot(one_hot, device):
    """The dtype of the result."""
    return one_hot(torch.tensor([0, 2, 1], device=device), 3).dtype


@probe
def device_of_one_hot(one_hot, device):
    """The device of the result, in a program whose new tensors land on the device "meta" unless told otherwise."""
    labels = torch.tensor([0, 2, 1], device=device)
    with torch.device("meta"):
        try:
            return one_hot(labels, 3).device
        except RuntimeError:  # this spelling does not run beside "meta", and may well run beside a GPU
            return labels.device


@probe
def points_near_two_means(nearest_class_mean, device):
    """Points on a line: class 0 at 0, 0, 0 and 8, class 1 at 11 and 13; new points at -1, 5.4, 6, 6.65, 6.75, 8 and 30."""
    images = torch.tensor([[0.0], [0.0], [0.0], [8.0], [11.0], [13.0]], device=device)
    new = torch.tensor([[-1.0], [5.4], [6.0], [6.65], [6.75], [8.0], [30.0]], device=device)
    return nearest_class_mean(images, torch.tensor([0, 0, 0, 0, 1, 1], device=device), new, 2)


@probe
def dark_and_bright_halves(nearest_class_mean, device):
    """Pictures of 2 by 3 pixels: class 0 is bright above, class 1 below, class 2 everywhere. Two new pictures."""
    above, below = torch.zeros(2, 3), torch.zeros(2, 3)
    above[0], below[1] = 1.0, 1.0
    images = torch.stack([above, below, above + below, 0.8 * above, 0.8 * below]).to(device)
    new = torch.stack([0.9 * below, 0.7 * above]).to(device)
    return nearest_class_mean(images, torch.tensor([0, 1, 2, 0, 1], device=device), new, 3)


@probe
def across_or_along(nearest_class_mean, device):
    """Three classes of one point each, (11, 1), (8, 8) and (9, 5), and a new point at (1, 1)."""
    images = torch.tensor([[11.0, 1.0], [8.0, 8.0], [9.0, 5.0]], device=device)
    return nearest_class_mean(images, torch.arange(3, device=device), torch.ones(1, 2, device=device), 3)


@probe
def one_new_point(nearest_class_mean, device):
    """A single new point, which must give a result of shape (1,)."""
    images = torch.tensor([[0.0, 0.0], [4.0, 4.0]], device=device)
    new = torch.tensor([[3.0, 3.5]], device=device)
    return nearest_class_mean(images, torch.tensor([1, 0], device=device), new, 2)


@probe(judge=at_least(0.88, "the accuracy on test digits"), seconds=10)
def accuracy_on_digits(nearest_class_mean, device):
    """The share of 360 handwritten digits that get the right class."""
    digits = data.digits()
    train, labels, test = digits.train_images, digits.train_labels, digits.test_images
    guesses = nearest_class_mean(train.to(device), labels.to(device), test.to(device), 10)
    return (guesses.cpu() == digits.test_labels).float().mean().item()


@probe
def shape_on_the_card(TensorCard, device):
    """The shapes of a 2 by 3 matrix and of its transpose."""
    x = torch.zeros(2, 3, device=device)
    return {name: TensorCard(each).facts()["shape"] for name, each in (("x", x), ("x.t()", x.t()))}


@probe
def strides_on_the_card(TensorCard, device):
    """The strides of a 2 by 3 matrix and of its transpose."""
    x = torch.zeros(2, 3, device=device)
    return {name: TensorCard(each).facts()["strides"] for name, each in (("x", x), ("x.t()", x.t()))}


@probe
def contiguous_on_the_card(TensorCard, device):
    """Whether a 2 by 3 matrix and its transpose are contiguous."""
    x = torch.zeros(2, 3, device=device)
    return {name: TensorCard(each).facts()["contiguous"] for name, each in (("x", x), ("x.t()", x.t()))}


@probe
def dtype_and_device_on_the_card(TensorCard, device):
    """The dtype and device of a float64 tensor."""
    card = TensorCard(torch.ones(2, dtype=torch.float64, device=device)).facts()
    return {fact: card[fact] for fact in ("dtype", "device")}


@probe
def requires_grad_on_the_card(TensorCard, device):
    """requires_grad of ordinary numbers, and of weights that want a gradient."""
    wanted = {"numbers": False, "weights": True}
    tensors = {name: torch.ones(2, device=device, requires_grad=each) for name, each in wanted.items()}
    return {name: TensorCard(each).facts()["requires_grad"] for name, each in tensors.items()}


@probe
def bytes_by_dtype(TensorCard, device):
    """The bytes of five elements in uint8, float32 and float64."""
    tensors = [
        torch.ones(5, dtype=each, device=device) for each in (torch.uint8, torch.float32, torch.float64)
    ]
    return {str(each.dtype): TensorCard(each).facts()["bytes"] for each in tensors}


@probe
def bytes_of_an_expanded_row(TensorCard, device):
    """The bytes of a row of three float32 that was expanded to 1,000 rows."""
    return TensorCard(torch.zeros(1, 3, device=device).expand(1000, 3)).facts()["bytes"]


@probe
def storage_of_views(TensorCard, device):
    """storage_bytes of that expanded row, of 10 out of 100 float32, and of the same ten after detach()."""
    ten = torch.zeros(100, device=device)[:10]
    views = {
        "expanded": torch.zeros(1, 3, device=device).expand(1000, 3),
        "ten": ten,
        "detached": ten.detach(),
    }
    return {name: TensorCard(each).facts()["storage_bytes"] for name, each in views.items()}


@probe
def diff_of_twins(TensorCard, device):
    """The first difference between a matrix and its clone."""
    x = torch.arange(6.0, device=device).reshape(2, 3)
    return TensorCard(x).diff(x.clone())


@probe
def diff_in_shape(TensorCard, device):
    """The first difference between ones of shape (3,) and of shape (2, 3)."""
    return TensorCard(torch.ones(3, device=device)).diff(torch.ones(2, 3, device=device))


@probe
def diff_in_order_of_sizes(TensorCard, device):
    """The first difference between ones of shape (2, 3) and of shape (3, 2)."""
    return TensorCard(torch.ones(2, 3, device=device)).diff(torch.ones(3, 2, device=device))


@probe
def diff_in_dtype(TensorCard, device):
    """The first difference between 1, 2 as int64 and 1.0, 2.0 as float32."""
    return TensorCard(torch.tensor([1, 2], device=device)).diff(torch.tensor([1.0, 2.0], device=device))


@probe
def diff_in_device(TensorCard, device):
    """The first difference between a tensor and one on the device "meta", which has no values at all."""
    return TensorCard(torch.ones(2, device=device)).diff(torch.ones(2, device="meta"))


@probe
def diff_in_two_things(TensorCard, device):
    """The first difference where two things differ: shape and dtype, then dtype and device."""
    card = TensorCard(torch.ones(2, device=device))
    longer = torch.ones(3, dtype=torch.int64, device=device)
    elsewhere = torch.ones(2, dtype=torch.int64, device="meta")
    return {"shape and dtype": card.diff(longer), "dtype and device": card.diff(elsewhere)}


@probe
def diff_in_values(TensorCard, device):
    """The first difference between 1.5001, 2.0 and 1.5001, 2.00004, then 1.5001, 2.0000002 (the next float32)."""
    card = TensorCard(torch.tensor([1.5001, 2.0], device=device))
    others = {"2.00004": 2.00004, "2.0000002": 2.0000002384185791}
    return {name: card.diff(torch.tensor([1.5001, each], device=device)) for name, each in others.items()}


@probe
def diff_with_nan(TensorCard, device):
    """The first difference between NaN, 1.0 and its clone, then 1.0, NaN, then 0.0, 1.0; the last also in reverse."""
    x, zero = torch.tensor([float("nan"), 1.0], device=device), torch.tensor([0.0, 1.0], device=device)
    found = {"its clone": TensorCard(x).diff(x.clone()), "1.0, NaN": TensorCard(x).diff(x.flip(0))}
    return found | {"0.0, 1.0": TensorCard(x).diff(zero), "in reverse": TensorCard(zero).diff(x)}
