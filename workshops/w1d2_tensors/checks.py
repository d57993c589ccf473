"""Probes for the exercises on tensors."""

from __future__ import annotations

import numpy as np
import torch

from kindling import at_least, data, equal, probe

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
    """What the result holds."""
    found = predict_dtypes()
    return tuple(type(each).__name__ for each in found) if isinstance(found, (tuple, list)) else found


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
    """Three bright spots in a dark picture of 3 rows and 4 columns: a 1 wherever the result is above 0."""
    image = torch.zeros(3, 4, 3, dtype=torch.uint8)
    image[0, 3, 0] = image[1, 0, 1] = image[2, 2, 2] = 255
    return (to_float01(image.to(device)) > 0).float()


@probe
def shape_of_a_single_row(to_float01, device):
    """The shape for a picture that is 1 pixel high and 4 wide."""
    return tuple(to_float01(torch.zeros(1, 4, 3, dtype=torch.uint8, device=device)).shape)


@probe
def one_pixel(to_float01, device):
    """The three numbers of a single pixel (50, 100, 203)."""
    image = torch.tensor([50, 100, 203], dtype=torch.uint8).reshape(1, 1, 3)
    return to_float01(image.to(device)).float().flatten()


@probe
def a_nearly_black_pixel(to_float01, device):
    """The three numbers of a single, nearly black pixel (0, 1, 1)."""
    image = torch.tensor([0, 1, 1], dtype=torch.uint8).reshape(1, 1, 3)
    return to_float01(image.to(device)).float().flatten()


@probe
def dtype_of_a_picture(to_float01, device):
    """The dtype of the result for a picture that was cut out of a wider one."""
    return to_float01(torch.full((2, 6, 3), 255, dtype=torch.uint8, device=device)[:, 1:5]).dtype


@probe
def tensor_and_slice(shares_storage, device):
    """x and x[2:]: the slice starts later in the same storage."""
    x = torch.arange(6.0, device=device)
    return shares_storage(x, x[2:])


@probe
def tensor_and_itself(shares_storage, device):
    """x and x itself."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x)


@probe
def two_halves(shares_storage, device):
    """x[3:] and x[:3]: two views of one tensor without a common element."""
    x = torch.arange(6.0, device=device)
    return shares_storage(x[3:], x[:3])


@probe
def bytes_and_slice(shares_storage, device):
    """x and x[2:], where every element takes a single byte (uint8)."""
    x = torch.arange(6, dtype=torch.uint8, device=device)
    return shares_storage(x, x[2:])


@probe
def tensor_and_detached(shares_storage, device):
    """x, which wants a gradient, and x.detach(), which leaves the numbers where they are."""
    x = torch.arange(6.0, device=device, requires_grad=True)
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
def tensor_and_element(shares_storage, device):
    """x and x[4], a single number of shape ()."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x[4])


@probe
def numbers_as_integers(shares_storage, device):
    """x in float32 and x.view(torch.int32), the same bytes read as integers."""
    x = torch.arange(6.0, device=device)
    return shares_storage(x, x.view(torch.int32))


@probe
def numbers_and_later_bytes(shares_storage, device):
    """x in float32 and x.view(torch.uint8)[5:], its bytes from the sixth on."""
    x = torch.arange(6.0, device=device)
    return shares_storage(x, x.view(torch.uint8)[5:])


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
def tensor_and_sum(shares_storage, device):
    """x and x + 1: as many numbers, newly computed."""
    x = torch.arange(6, device=device)
    return shares_storage(x, x + 1)


@probe
def two_images(flatten_batch, device):
    """A batch of two images of 3 channels, 2 rows and 5 columns."""
    return flatten_batch(torch.arange(60.0, device=device).reshape(2, 3, 2, 5))


@probe
def a_single_image(flatten_batch, device):
    """A batch that holds a single image of shape (3, 2, 5)."""
    return flatten_batch(torch.arange(30.0, device=device).reshape(1, 3, 2, 5))


@probe(judge=equal(rtol=0.0, atol=0.0))
def three_tables(flatten_batch, device):
    """A batch of three tables of 2 rows and 2 columns, thirds in float64."""
    x = torch.arange(-5, 7, dtype=torch.float64) / 3
    return flatten_batch(x.reshape(3, 2, 2).to(device))


@probe
def rows_already(flatten_batch, device):
    """A batch of shape (2, 3), whose samples are rows already, with a number beyond 2**53."""
    return flatten_batch(torch.tensor([[2**53 + 1, 1, 2], [3, 4, 5]], device=device))


@probe
def channels_moved(flatten_batch, device):
    """A batch whose axes were permuted, so that its memory is not in reading order."""
    x = torch.arange(48, device=device).reshape(2, 2, 4, 3)
    return flatten_batch(x.permute(0, 3, 1, 2))


@probe
def axes_reversed(flatten_batch, device):
    """A batch whose axes were all put into the opposite order."""
    return flatten_batch(torch.arange(24, device=device).reshape(4, 2, 3).permute(2, 1, 0))


@probe
def films_in_bool(flatten_batch, device):
    """A batch of two films, five dimensions in all, in bool."""
    x = torch.arange(24, device=device).reshape(2, 2, 1, 2, 3)
    return flatten_batch(x % 5 < 2)


@probe
def single_numbers(flatten_batch, device):
    """Three samples of a single number each, -0.5, 1.5 and 3, in bfloat16."""
    return flatten_batch(torch.tensor([[-0.5], [1.5], [3.0]], dtype=torch.bfloat16, device=device))


@probe
def same_numbers(safe_from_numpy):
    """The shape and the numbers of a 2 by 3 array, whatever the dtype."""
    return safe_from_numpy(np.array([[-1.5, 0.25, 2.0], [3.0, np.inf, np.nan]])).float()


@probe
def array_of_a_single_row(safe_from_numpy):
    """The shape for an array of a single row of three numbers."""
    return tuple(safe_from_numpy(np.zeros((1, 3))).shape)


@probe
def dtype_of_decimals(safe_from_numpy):
    """The dtype for a float64 array."""
    return safe_from_numpy(np.array([0.5, 1.5])).dtype


@probe
def dtypes_of_small_numbers(safe_from_numpy):
    """The dtypes for arrays in int16, uint8 and float16."""
    arrays = {name: np.array([1, 2], dtype=name) for name in ("int16", "uint8", "float16")}
    return {name: safe_from_numpy(each).dtype for name, each in arrays.items()}


@probe(judge=equal(rtol=0.0, atol=0.0))
def all_digits(safe_from_numpy):
    """All digits of 1/3 in float64, and of 2**53 + 1 in int64."""
    arrays = {"1/3": np.array([1 / 3]), "2**53 + 1": np.array([2**53 + 1])}
    return {name: safe_from_numpy(each)[0].item() for name, each in arrays.items()}


@probe
def array_changed_later(safe_from_numpy):
    """The tensor's first number, after the array's first number was set to 99."""
    array = np.zeros(3)
    tensor = safe_from_numpy(array)
    array.flags.writeable = True
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
def second_tensor(safe_from_numpy):
    """The first number of a second tensor from zeros, after that of the first tensor was set to 99."""
    array = np.zeros(3)
    safe_from_numpy(array)[0] = 99.0
    return safe_from_numpy(array)[0].item()


@probe
def leave_to_write(safe_from_numpy):
    """What may be done with two arrays after the call."""
    arrays = {"an ordinary array": np.zeros(3), "a read-only array": np.zeros(3)}
    arrays["a read-only array"].flags.writeable = False
    for each in arrays.values():
        safe_from_numpy(each)
    return {name: "write" if each.flags.writeable else "only read" for name, each in arrays.items()}


@probe
def flipped_array(safe_from_numpy):
    """A 2 by 3 array that was flipped from left to right with array[:, ::-1]."""
    return safe_from_numpy(np.arange(6.0).reshape(2, 3)[:, ::-1]).float()


@probe
def array_upside_down(safe_from_numpy):
    """A 2 by 3 array that was flipped upside down with array[::-1]."""
    return safe_from_numpy(np.arange(6.0).reshape(2, 3)[::-1]).float()


@probe
def transposed_array(safe_from_numpy):
    """The transpose of a 2 by 3 array."""
    return safe_from_numpy(np.arange(6.0).reshape(2, 3).T).float()


@probe
def shapes_of_stats(row_stats, device):
    """The shapes of mean and std for two rows of four numbers."""
    mean, std = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0], [-4.0, 0.0, 4.0, 8.0]], device=device))
    return {"mean": tuple(mean.shape), "std": tuple(std.shape)}


@probe
def shapes_for_a_single_row(row_stats, device):
    """The shapes of mean and std for a single row of four numbers."""
    mean, std = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0]], device=device))
    return {"mean": tuple(mean.shape), "std": tuple(std.shape)}


@probe
def means_of_rows(row_stats, device):
    """The means of two rows of four numbers."""
    mean, _ = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0], [-4.0, 0.0, 4.0, 8.0]], device=device))
    return mean.flatten().float()


@probe
def spreads_of_rows(row_stats, device):
    """The standard deviations of two rows of four numbers."""
    _, std = row_stats(torch.tensor([[1.0, 2.0, 3.0, 6.0], [-4.0, 0.0, 4.0, 8.0]], device=device))
    return std.flatten().float()


@probe
def square_minus_mean(row_stats, device):
    """x - mean for a square x, three rows of three numbers."""
    x = torch.tensor([[1.0, 2.0, 3.0], [10.0, 20.0, 30.0], [5.0, 5.0, 8.0]], device=device)
    mean, _ = row_stats(x)
    return (x - mean).float()


@probe
def std_of_equal_numbers(row_stats, device):
    """Whether the standard deviation of a row with 3, 3, 3 and 3 is 0."""
    _, std = row_stats(torch.full((1, 4), 3.0, device=device))
    return bool((std == 0).all())


@probe
def std_of_a_single_number(row_stats, device):
    """Whether the standard deviation of a row with a single number is 0."""
    _, std = row_stats(torch.full((1, 1), 5.0, device=device))
    return bool((std == 0).all())


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
def means_of_integers(row_stats, device):
    """The means of two rows of integers, 1 and 2, and 4097 and 4098."""
    mean, _ = row_stats(torch.tensor([[1, 4097], [2, 4098]], device=device).t())
    return mean.flatten().float()


@probe
def spreads_of_integers(row_stats, device):
    """The standard deviations of two rows of integers, 1 and 2, and 0 and 5."""
    _, std = row_stats(torch.tensor([[1, 2], [0, 5]], device=device))
    return std.flatten().float()


@probe
def spread_of_large_numbers(row_stats, device):
    """The standard deviation of a row with the numbers 4096 and 4097, in float32."""
    _, std = row_stats(torch.tensor([[4096.0, 4097.0]], device=device))
    return std.flatten().float()


@probe
def spread_in_float64(row_stats, device):
    """The standard deviation of a row with 1,000,000,000 and 1,000,000,100, in float64."""
    _, std = row_stats(torch.tensor([[1e9, 1e9 + 100]], dtype=torch.float64, device=device))
    return std.flatten().double()


@probe
def half_rows(row_stats, device):
    """The dtypes of mean and std for rows in float16 and bfloat16."""
    found = {}
    for dtype in (torch.float16, torch.bfloat16):
        mean, std = row_stats(torch.ones(2, 4, dtype=dtype, device=device))
        found |= {f"mean in {dtype}": mean.dtype, f"std in {dtype}": std.dtype}
    return found


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
    """The rows for the labels 10, 0 of twelve classes: class 11 does not occur."""
    return one_hot(torch.tensor([10, 0], device=device), 12).float()


@probe
def shapes_with_a_1(one_hot, device):
    """The shapes for one label of three classes, and for two labels of a single class."""
    one, two = torch.tensor([1], device=device), torch.tensor([0, 0], device=device)
    return {"one label": tuple(one_hot(one, 3).shape), "a single class": tuple(one_hot(two, 1).shape)}


@probe
def dtype_of_one_hot(one_hot, device):
    """The dtype of the result."""
    return one_hot(torch.tensor([0, 2, 1], device=device), 3).dtype


def beside_the_labels(one_hot, labels):
    """Whether the rows lie where the labels do; undecided counts as yes."""
    try:
        return one_hot(labels, 3).device == labels.device
    except (RuntimeError, TypeError) as error:
        # "meta" holds no values, so a spelling that reads them can't run there and may well run on a GPU
        reads_values = isinstance(error, NotImplementedError) or "meta tensor" in str(error)
        return reads_values or labels.device.type != "meta"


@probe
def device_of_one_hot(one_hot, device):
    """The device of the rows, where labels and new tensors lie on two devices unless told otherwise."""
    labels = torch.tensor([0, 2, 1], device=device)
    with torch.device("meta"):
        beside = beside_the_labels(one_hot, labels)
    beside = beside and beside_the_labels(one_hot, labels.to("meta"))
    return "the labels' device" if beside else "another device"


@probe
def points_near_two_means(nearest_class_mean, device):
    """Points on a line: class 0 at 12, 11, 12, -7 (mean 7), class 1 at 16, 6, 14 (mean 12); 13 new points."""
    points = torch.tensor([12.0, 16.0, 6.0, 11.0, 12.0, 14.0, -7.0], device=device)
    labels = torch.tensor([0, 1, 1, 0, 0, 1, 0], device=device)
    new = torch.tensor([-12.0, 0, 2, 3, 4, 5, 7, 8, 10, 11, 12, 13, 14], device=device) + 0.25
    return nearest_class_mean(points[:, None], labels, new[:, None], 2)


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
    """Four classes of one point each, (11, 1), (8, 8), (9, 5) and (8.1, 6.6), and a new point at (1, 1)."""
    images = torch.tensor([[11.0, 1.0], [8.0, 8.0], [9.0, 5.0], [8.1, 6.6]], device=device)
    return nearest_class_mean(images, torch.arange(4, device=device), torch.ones(1, 2, device=device), 4)


@probe
def one_known_image(nearest_class_mean, device):
    """A single known image, of class 0, and two new ones."""
    new = torch.tensor([[3.0, 3.5], [-1.0, 0.0]], device=device)
    return nearest_class_mean(torch.ones(1, 2, device=device), torch.tensor([0], device=device), new, 1)


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
def names_on_the_card(TensorCard, device):
    """The entries of the card."""
    return dict.fromkeys(TensorCard(torch.zeros(2, 3, device=device)).facts(), "there")


@probe
def shape_on_the_card(TensorCard, device):
    """The shapes of x (2 by 3) and of three views of it."""
    x = torch.zeros(2, 3, device=device)
    views = {"x": x, "x.t()": x.t(), "x[None]": x[None], "x[0, 0]": x[0, 0]}
    return {name: TensorCard(each).facts()["shape"] for name, each in views.items()}


@probe
def two_cards(TensorCard, device):
    """The shapes on two cards, asked twice after both were made."""
    cards = {
        "first": TensorCard(torch.zeros(2, 3, device=device)),
        "second": TensorCard(torch.zeros(5, device=device)),
    }
    asked = [{name: card.facts()["shape"] for name, card in cards.items()} for _ in range(2)]
    return asked[-1]


@probe
def strides_on_the_card(TensorCard, device):
    """The strides of x (2 by 3) and of two views of it."""
    x = torch.zeros(2, 3, device=device)
    views = {"x": x, "x.t()": x.t(), "x[:, :2]": x[:, :2]}
    return {name: TensorCard(each).facts()["strides"] for name, each in views.items()}


@probe
def contiguous_on_the_card(TensorCard, device):
    """Whether x (2 by 3) and three views of it are contiguous."""
    x = torch.zeros(2, 3, device=device)
    views = {"x": x, "x.t()": x.t(), "x[1:]": x[1:], "x[:, :2]": x[:, :2]}
    return {name: TensorCard(each).facts()["contiguous"] for name, each in views.items()}


@probe
def dtype_and_device_on_the_card(TensorCard, device):
    """The dtype and device of a float64 tensor."""
    card = TensorCard(torch.ones(2, dtype=torch.float64, device=device)).facts()
    return {fact: card[fact] for fact in ("dtype", "device")}


@probe
def requires_grad_on_the_card(TensorCard, device):
    """The entry requires_grad of plain numbers, of weights that want a gradient, and of twice the weights."""
    weights = torch.ones(2, device=device, requires_grad=True)
    tensors = {"numbers": torch.ones(2, device=device), "weights": weights, "2 * weights": 2 * weights}
    return {name: TensorCard(each).facts()["requires_grad"] for name, each in tensors.items()}


@probe
def bytes_by_dtype(TensorCard, device):
    """The entry bytes of five elements in each of five dtypes."""
    dtypes = (torch.uint8, torch.float32, torch.float64, torch.bfloat16, torch.bool)
    tensors = [torch.ones(5, dtype=each, device=device) for each in dtypes]
    return {str(each.dtype): TensorCard(each).facts()["bytes"] for each in tensors}


@probe
def bytes_of_views(TensorCard, device):
    """The entry bytes of a row of three float32 expanded to 1,000 rows, and of ten out of 100 float32."""
    row, ten = torch.zeros(1, 3, device=device).expand(1000, 3), torch.zeros(100, device=device)[:10]
    return {"expanded row": TensorCard(row).facts()["bytes"], "ten of 100": TensorCard(ten).facts()["bytes"]}


@probe
def storage_of_views(TensorCard, device):
    """The entry storage_bytes of three float32 expanded to 1,000 rows, and of parts of 100 float32."""
    x = torch.zeros(100, device=device)
    views = {
        "expanded row": torch.zeros(1, 3, device=device).expand(1000, 3),
        "x[:10]": x[:10],
        "x[20:30]": x[20:30],
        "x[:10].detach()": x[:10].detach(),
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
    """The first difference between 1.0, 2.0 in float32 and the same numbers in another dtype."""
    x = torch.tensor([1.0, 2.0], device=device)
    return {str(each): TensorCard(x).diff(x.to(each)) for each in (torch.int64, torch.int32, torch.float64)}


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
    """The first difference between 1.5001, 2.0 and nearly the same numbers, or 2.0 with the other sign."""
    card = TensorCard(torch.tensor([1.5001, 2.0], device=device))
    others = {"1.5001, 2.00004": 2.00004, "1.5001, 2.0000002": 2.0000002384185791, "1.5001, -2.0": -2.0}
    return {name: card.diff(torch.tensor([1.5001, each], device=device)) for name, each in others.items()}


@probe
def diff_of_rows(TensorCard, device):
    """The first difference between x[0] and another row."""
    x = torch.arange(6.0, device=device).reshape(2, 3)
    return {"x[1]": TensorCard(x[0]).diff(x[1]), "x[0].clone()": TensorCard(x[0]).diff(x[0].clone())}


@probe
def diff_by_a_hair(TensorCard, device):
    """The first difference between two numbers that are nearly equal."""
    pairs = {
        "0 and 1e-13": ([0.0], [1e-13], torch.float32),
        "1 and 1 + 1e-12 in float64": ([1.0], [1 + 1e-12], torch.float64),
        "2**24 and 2**24 + 1 in int64": ([2**24], [2**24 + 1], torch.int64),
    }
    made = {
        name: [torch.tensor(each, dtype=dtype, device=device) for each in (one, other)]
        for name, (one, other, dtype) in pairs.items()
    }
    return {name: TensorCard(one).diff(other) for name, (one, other) in made.items()}


@probe
def diff_with_nan(TensorCard, device):
    """The first difference between two rows, of which one or both hold NaN."""
    x, zero = torch.tensor([[float("nan"), 1.0]], device=device), torch.tensor([[0.0, 1.0]], device=device)
    pairs = {
        "NaN, 1.0 and its clone": (x, x.clone()),
        "NaN, 1.0 and 1.0, NaN": (x, x.flip(1)),
        "NaN, 1.0 and 0.0, 1.0": (x, zero),
        "0.0, 1.0 and NaN, 1.0": (zero, x),
    }
    return {name: TensorCard(one).diff(other) for name, (one, other) in pairs.items()}


@probe
def diff_with_nan_in_float64(TensorCard, device):
    """The first difference between a row with NaN in float64 and its clone."""
    x = torch.tensor([[float("nan"), 1.0]], dtype=torch.float64, device=device)
    return TensorCard(x).diff(x.clone())


@probe
def diff_with_infinity(TensorCard, device):
    """The first difference between infinity in float32 and something else."""
    x = torch.tensor([float("inf")], device=device)
    largest = torch.full_like(x, torch.finfo(torch.float32).max)
    return {"its clone": TensorCard(x).diff(x.clone()), "the largest number": TensorCard(x).diff(largest)}


@probe
def diff_in_what_does_not_count(TensorCard, device):
    """The first difference between tensors that differ only in what is not asked for."""
    x = torch.arange(6.0, device=device).reshape(2, 3)
    pairs = {
        "x.t(), and the same in reading order": (x.t(), x.t().contiguous()),
        "x, and x wanting a gradient": (x, x.clone().requires_grad_()),
        "0.0 and -0.0": (torch.zeros(1, device=device), -torch.zeros(1, device=device)),
    }
    return {name: TensorCard(one).diff(other) for name, (one, other) in pairs.items()}


@probe
def diff_of_few_numbers(TensorCard, device):
    """The first difference between a tensor of no dimension or no element and its clone."""
    tensors = {"shape ()": torch.ones((), device=device), "shape (0, 3)": torch.ones(0, 3, device=device)}
    return {name: TensorCard(each).diff(each.clone()) for name, each in tensors.items()}
