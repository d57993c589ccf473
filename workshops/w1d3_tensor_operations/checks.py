"""Probes for the exercises on tensor operations."""

from __future__ import annotations

from unittest import mock

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

from kindling import at_least, data, probe


@probe
def two_and_three_numbers(outer_sum, device):
    """a = 0, 10 and b = 1, 2, 3: two numbers against three."""
    return outer_sum(torch.tensor([0.0, 10.0], device=device), torch.tensor([1.0, 2.0, 3.0], device=device))


@probe
def as_many_numbers(outer_sum, device):
    """a = 0, 10, 20 and b = 1, 2, 3: as many in a as in b."""
    a = torch.tensor([0.0, 10.0, 20.0], device=device)
    return outer_sum(a, torch.tensor([1.0, 2.0, 3.0], device=device))


@probe
def dtype_of_whole_numbers(outer_sum, device):
    """The dtype for a = 0, 10 and b = 1, 2, 3 as int64."""
    return outer_sum(torch.tensor([0, 10], device=device), torch.tensor([1, 2, 3], device=device)).dtype


@probe
def dtype_of_float64(outer_sum, device):
    """The dtype for a = 0, 10 and b = 1, 2, 3 as float64."""
    a = torch.tensor([0.0, 10.0], dtype=torch.float64, device=device)
    return outer_sum(a, torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64, device=device)).dtype


def as_tuple(shape):
    """`torch.Size` as a plain tuple; anything that is no tuple stays as it is."""
    return tuple(shape) if isinstance(shape, tuple) else shape


def shape_or_refusal(broadcast_shape, a, b):
    """What came back, or "raised an error"."""
    try:
        return as_tuple(broadcast_shape(a, b))
    except (ValueError, RuntimeError):
        return "raised an error"


@probe
def matrix_and_row(broadcast_shape):
    """(3, 4) and (4,): a matrix and a row."""
    return as_tuple(broadcast_shape((3, 4), (4,)))


@probe
def column_and_row(broadcast_shape):
    """(3, 1) and (1, 4): both have an axis that can stretch."""
    return as_tuple(broadcast_shape((3, 1), (1, 4)))


@probe
def row_and_column(broadcast_shape):
    """(5,) and (5, 1): as many numbers in both."""
    return as_tuple(broadcast_shape((5,), (5, 1)))


@probe
def picture_and_batch(broadcast_shape):
    """(8, 6) and (2, 3, 8, 6): one picture and a batch of pictures."""
    return as_tuple(broadcast_shape((8, 6), (2, 3, 8, 6)))


@probe
def number_and_matrix(broadcast_shape):
    """() and (2, 3): a single number and a matrix."""
    return as_tuple(broadcast_shape((), (2, 3)))


@probe
def matrix_and_its_row_means(broadcast_shape):
    """(3, 4) and (3,): a matrix and one number for each of its rows."""
    return shape_or_refusal(broadcast_shape, (3, 4), (3,))


@probe
def three_into_six(broadcast_shape):
    """(2, 6) and (2, 3): 6 is a multiple of 3."""
    return shape_or_refusal(broadcast_shape, (2, 6), (2, 3))


@probe
def empty_batch(broadcast_shape):
    """(0, 3) and (1, 3): an empty batch and one row."""
    return as_tuple(broadcast_shape((0, 3), (1, 3)))


@probe
def row_and_empty_batch(broadcast_shape):
    """(3,) and (0, 3): one row and an empty batch."""
    return as_tuple(broadcast_shape((3,), (0, 3)))


@probe
def two_numbers(broadcast_shape):
    """() and (): two single numbers."""
    return as_tuple(broadcast_shape((), ()))


class Unwritten(TorchFunctionMode):
    """Fills what `torch.empty` gives with NaN: that memory may hold anything, and often happens to be 0."""

    MAKERS = (torch.empty, torch.empty_like, torch.Tensor.new_empty)

    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        return result.fill_(float("nan")) if func in self.MAKERS and result.is_floating_point() else result


class Calls(TorchFunctionMode):
    """Counts the calls of torch's functions on tensors, and those that make tensors."""

    number = 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.number += 1
        return func(*args, **(kwargs or {}))


@probe
def who_knows_the_rules(broadcast_shape):
    """Whether your code or torch or NumPy works out the shape for (3, 1) and (4,)."""
    asked = [mock.patch.object(each, "broadcast_shapes", wraps=each.broadcast_shapes) for each in (torch, np)]
    with asked[0] as of_torch, asked[1] as of_numpy, Calls() as calls:
        broadcast_shape((3, 1), (4,))
    return "a library" if of_torch.called or of_numpy.called or calls.number else "your code"


def share_or_refusal(accuracy, guesses, labels):
    """What came back as a float, or "refused" where that raises ValueError."""
    try:
        return float(accuracy(guesses, labels))
    except ValueError:
        return "refused"


@probe
def two_flat_tensors(accuracy, device):
    """Guesses 1, 0, 2, 2 and labels 1, 0, 2, 0, both of shape (4,): three of four are right."""
    labels = torch.tensor([1, 0, 2, 0], device=device)
    return share_or_refusal(accuracy, torch.tensor([1, 0, 2, 2], device=device), labels)


@probe
def guesses_in_a_column(accuracy, device):
    """The same guesses with shape (4, 1), the labels with shape (4,)."""
    guesses = torch.tensor([[1], [0], [2], [2]], device=device)
    return share_or_refusal(accuracy, guesses, torch.tensor([1, 0, 2, 0], device=device))


@probe
def labels_in_a_column(accuracy, device):
    """The guesses with shape (4,), the same labels with shape (4, 1)."""
    labels = torch.tensor([[1], [0], [2], [0]], device=device)
    return share_or_refusal(accuracy, torch.tensor([1, 0, 2, 2], device=device), labels)


def refusal(accuracy, guesses, labels):
    """Whether that raises ValueError."""
    try:
        accuracy(guesses, labels)
    except ValueError:
        return "refused"
    return "not refused"


@probe
def one_guess_for_all(accuracy, device):
    """A single guess for four labels: "refused" where that raises ValueError."""
    guesses, labels = torch.tensor([0], device=device), torch.tensor([1, 0, 2, 0], device=device)
    return refusal(accuracy, guesses, labels)


@probe
def one_label_for_all(accuracy, device):
    """Four guesses for a single label: "refused" where that raises ValueError."""
    guesses, labels = torch.tensor([1, 0, 2, 0], device=device), torch.tensor([0], device=device)
    return refusal(accuracy, guesses, labels)


@probe
def kind_of_number(accuracy, device):
    """The type of the result for three guesses, two of them right."""
    labels = torch.tensor([1, 0, 2], device=device)
    try:
        share = accuracy(torch.tensor([1, 0, 0], device=device), labels)
    except ValueError:
        return "refused"
    return "float" if isinstance(share, float) else type(share).__name__


@probe
def even_margins(crop_centre, device):
    """The middle 2 by 2 of a picture of 4 rows and 6 columns that holds 0 to 23."""
    return crop_centre(torch.arange(24, device=device).reshape(4, 6), 2)


@probe
def odd_margins(crop_centre, device):
    """The middle 2 by 2 of a picture of 9 rows and 3 columns that holds 0 to 26."""
    return crop_centre(torch.arange(27, device=device).reshape(9, 3), 2)


@probe
def nothing_to_cut_above(crop_centre, device):
    """The middle 3 by 3 of a picture of 3 rows and 5 columns that holds 0 to 14."""
    return crop_centre(torch.arange(15, device=device).reshape(3, 5), 3)


@probe
def odd_square_in_even_picture(crop_centre, device):
    """The middle 3 by 3 of a picture of 4 rows and 4 columns that holds 0 to 15."""
    return crop_centre(torch.arange(16, device=device).reshape(4, 4), 3)


@probe
def a_batch_of_pictures(crop_centre, device):
    """The middle 2 by 2 of 7 black pictures with 3 channels, 4 rows and 6 columns."""
    return crop_centre(torch.zeros(7, 3, 4, 6, device=device), 2)


@probe
def three_rows_of_four(pick, device):
    """Three rows 0 to 3, 4 to 7 and 8 to 11, with the labels 2, 0, 1."""
    logits = torch.arange(12.0, device=device).reshape(3, 4)
    return pick(logits, torch.tensor([2, 0, 1], device=device))


@probe
def a_single_row(pick, device):
    """The shape of the result for a single row of four."""
    logits = torch.arange(4.0, device=device).reshape(1, 4)
    return tuple(pick(logits, torch.tensor([2], device=device)).shape)


@probe
def dtype_of_the_picked(pick, device):
    """The dtype for logits in float64."""
    logits = torch.zeros(2, 3, dtype=torch.float64, device=device)
    return pick(logits, torch.tensor([1, 2], device=device)).dtype


@probe
def beside_minus_infinity(pick, device):
    """A row 1, -inf, 3 with the label 0: another entry is ruled out with -inf."""
    logits = torch.tensor([[1.0, float("-inf"), 3.0]], device=device)
    return pick(logits, torch.tensor([0], device=device))


@probe
def gradient_of_the_picked(pick, device):
    """The gradient of logits when the picked entries are added up, with the labels 1 and 2."""
    logits = torch.arange(6.0, device=device).reshape(2, 3).requires_grad_()
    pick(logits, torch.tensor([1, 2], device=device)).sum().backward()
    return logits.grad


@probe
def above_average(standardise, device):
    """Which results are above 0, for rows 1, 2, 6 and 10, 40, 10 and 5, 5, 11, along dim=1."""
    x = torch.tensor([[1.0, 2.0, 6.0], [10.0, 40.0, 10.0], [5.0, 5.0, 11.0]], device=device)
    return standardise(x, 1) > 0


@probe
def spread_of_columns(standardise, device):
    """The standard deviation of each column of the result, for four rows and two columns, along dim=0."""
    x = torch.tensor([[1.0, 0.0], [3.0, 0.0], [5.0, 6.0], [7.0, 10.0]], device=device)
    return standardise(x, 0).std(dim=0, correction=0)


@probe
def middle_axis(standardise, device):
    """Numbers of shape (2, 3, 2), along dim=-2."""
    x = torch.tensor([0.0, 9.0, 2.0, 3.0, 7.0, 3.0, 1.0, 0.0, 2.0, 5.0, 9.0, 4.0], device=device)
    return standardise(x.reshape(2, 3, 2), -2)


@probe
def column_without_spread(standardise, device):
    """What becomes of a column 5, 5, 5 beside a column 1, 2, 6, along dim=0."""
    return standardise(torch.tensor([[5.0, 1.0], [5.0, 2.0], [5.0, 6.0]], device=device), 0)[:, 0]


@probe
def column_beside_it(standardise, device):
    """Which results are above 0 in the other column of the two, that of 1, 2, 6."""
    return standardise(torch.tensor([[5.0, 1.0], [5.0, 2.0], [5.0, 6.0]], device=device), 0)[:, 1] > 0


@probe
def small_spread(standardise, device):
    """The largest result for 0.001, 0.002, 0.006, divided by that for 1, 2, 6; 1 where they agree to a thousandth."""
    x = torch.tensor([1.0, 2.0, 6.0], device=device)
    small, usual = standardise(x / 1000, 0).max(), standardise(x, 0).max()
    ratio = (small / usual).item()
    return 1.0 if abs(ratio - 1) < 0.001 else ratio


@probe
def dtype_of_the_standardised(standardise, device):
    """The dtype for numbers in float64."""
    return standardise(torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64, device=device), 0).dtype


def two_samples(filling: float, device: torch.device) -> tuple[torch.Tensor, torch.Tensor]:
    """A sample of two real steps and one of three, with two features, and their mask."""
    first = [[1.0, 10.0], [3.0, 30.0], [filling, filling]]
    x = torch.tensor([first, [[2.0, 20.0], [4.0, 40.0], [9.0, 60.0]]], device=device)
    return x, torch.tensor([[True, True, False], [True, True, True]], device=device)


@probe
def filled_with_zeros(masked_mean, device):
    """Samples of 2 and 3 real steps with two features; the filling is 0."""
    return masked_mean(*two_samples(0.0, device))


@probe
def filled_with_hundreds(masked_mean, device):
    """The same samples, where the filling is 100."""
    return masked_mean(*two_samples(100.0, device))


@probe
def filled_with_nan(masked_mean, device):
    """Which results are NaN, for the same samples where the filling is NaN."""
    return masked_mean(*two_samples(float("nan"), device)).isnan()


@probe
def as_many_features_as_steps(masked_mean, device):
    """Three samples of 3, 1 and 2 real steps with three features: batch, time and features are all 3."""
    x = torch.arange(27.0, device=device).reshape(3, 3, 3) ** 2
    mask = torch.tensor([[True, True, True], [True, False, False], [True, True, False]], device=device)
    return masked_mean(x, mask)


@probe
def filling_in_front(masked_mean, device):
    """A sample of four steps with the one feature 50, 1, 60, 3, of which the second and the fourth are real."""
    x = torch.tensor([[[50.0], [1.0], [60.0], [3.0]]], device=device)
    return masked_mean(x, torch.tensor([[False, True, False, True]], device=device))


@probe
def nan_in_a_real_step(masked_mean, device):
    """Whether the result is NaN for a sample whose real steps are 1 and NaN."""
    x = torch.tensor([[[1.0], [float("nan")], [0.0]]], device=device)
    return bool(masked_mean(x, torch.tensor([[True, True, False]], device=device)).isnan().all())


@probe
def dtype_of_the_averages(masked_mean, device):
    """The dtype for samples in float64."""
    x, mask = two_samples(0.0, device)
    return masked_mean(x.double(), mask).dtype


@probe
def nothing_real(masked_mean, device):
    """A sample of two steps, none of them real."""
    x = torch.tensor([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]], device=device)
    mask = torch.tensor([[False, False]], device=device)
    with Unwritten():
        return masked_mean(x, mask)


@probe
def gradient_of_the_mean(masked_mean, device):
    """The gradient of x when the averages are added up: two samples of 1 and 2 real steps, one feature."""
    x = torch.tensor([[[1.0], [5.0]], [[2.0], [4.0]]], device=device).requires_grad_()
    masked_mean(x, torch.tensor([[True, False], [True, True]], device=device)).sum().backward()
    return x.grad


@probe
def five_rows_of_three_classes(sums_by_class, device):
    """Rows (1, 10), (2, 20), (3, 30), (4, 40), (6, 60) of the classes 0, 1, 0, 2, 0."""
    values = torch.tensor([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0], [4.0, 40.0], [6.0, 60.0]], device=device)
    labels = torch.tensor([0, 1, 0, 2, 0], device=device)
    with Unwritten():
        return sums_by_class(values, labels, 3)


@probe
def classes_that_do_not_occur(sums_by_class, device):
    """Two rows of ones with the labels 2 and 0, of four classes."""
    values, labels = torch.ones(2, 2, device=device), torch.tensor([2, 0], device=device)
    with Unwritten():
        return sums_by_class(values, labels, 4)


@probe
def dtype_of_the_sums(sums_by_class, device):
    """The dtype for values in float64."""
    values = torch.ones(3, 2, dtype=torch.float64, device=device)
    return sums_by_class(values, torch.tensor([0, 1, 0], device=device), 2).dtype


@probe
def two_and_three_points(pairwise_sq, device):
    """The points (0, 0) and (1, 2) against (3, 4), (1, 1) and (0, 2)."""
    a = torch.tensor([[0.0, 0.0], [1.0, 2.0]], device=device)
    return pairwise_sq(a, torch.tensor([[3.0, 4.0], [1.0, 1.0], [0.0, 2.0]], device=device))


@probe
def three_and_three_points_in_space(pairwise_sq, device):
    """Three points with three coordinates against three others."""
    a = torch.tensor([[3.0, 0.0, 0.0], [1.0, 2.0, 2.0], [0.0, 1.0, 4.0]], device=device)
    b = torch.tensor([[0.0, 3.0, 0.0], [2.0, 0.0, 1.0], [1.0, 1.0, 5.0]], device=device)
    return pairwise_sq(a, b)


@probe
def below_zero(pairwise_sq, device):
    """Whether any entry is below 0, for 50 points between 100 and 101 against themselves."""
    a = (100 + torch.rand(50, 8, generator=torch.Generator().manual_seed(1))).to(device)
    return bool((pairwise_sq(a, a.clone()) < 0).any())


@probe
def dtype_of_the_distances(pairwise_sq, device):
    """The dtype for points in float64."""
    a = torch.zeros(2, 3, dtype=torch.float64, device=device)
    return pairwise_sq(a, torch.ones(4, 3, dtype=torch.float64, device=device)).dtype


def calls_for(pairwise_sq, points: int, device: torch.device) -> int:
    """How often torch is called for so many points against as many."""
    a = torch.arange(3.0 * points, device=device).reshape(points, 3)
    with Calls() as calls:
        pairwise_sq(a, a + 1)
    return calls.number


@probe
def calls_of_torch(pairwise_sq, device):
    """Whether torch is called more often for 40 points than for 4."""
    more = calls_for(pairwise_sq, 40, device) > calls_for(pairwise_sq, 4, device)
    return "more often" if more else "equally often"


@probe
def shape_of_all_patches(im2patches, device):
    """Patches of 3 by 3 in a black picture of 5 rows and 7 columns."""
    return im2patches(torch.zeros(5, 7, device=device), 3)


@probe
def first_patch(im2patches, device):
    """Patch [0, 0] of 2 by 2 in a picture of 4 rows and 5 columns that holds 0 to 19."""
    return im2patches(torch.arange(20.0, device=device).reshape(4, 5), 2)[0, 0]


@probe
def patch_one_row_down(im2patches, device):
    """Patch [1, 0] of the same picture."""
    return im2patches(torch.arange(20.0, device=device).reshape(4, 5), 2)[1, 0]


@probe
def last_patch(im2patches, device):
    """Patch [-1, -1] of the same picture."""
    return im2patches(torch.arange(20.0, device=device).reshape(4, 5), 2)[-1, -1]


@probe
def picture_on_its_side(im2patches, device):
    """Patch [0, 0] of a transposed picture, whose memory runs down the columns."""
    return im2patches(torch.arange(20.0, device=device).reshape(5, 4).t(), 2)[0, 0]


@probe
def part_of_a_picture(im2patches, device):
    """Patch [0, 0] of the lower right part, image[1:, 2:], of the picture that holds 0 to 19."""
    return im2patches(torch.arange(20.0, device=device).reshape(4, 5)[1:, 2:], 2)[0, 0]


def share_storage(one: torch.Tensor, other: torch.Tensor) -> bool:
    """Whether two tensors look into the same storage."""
    return one.untyped_storage().data_ptr() == other.untyped_storage().data_ptr()


@probe
def same_storage(im2patches, device):
    """Whether the patches look into the picture's storage."""
    image = torch.arange(20.0, device=device).reshape(4, 5)
    return share_storage(im2patches(image, 2), image)


@probe
def same_storage_on_its_side(im2patches, device):
    """Whether the patches of a transposed picture look into that picture's storage."""
    image = torch.arange(20.0, device=device).reshape(5, 4).t()
    return share_storage(im2patches(image, 2), image)


@probe
def dtype_of_the_patches(im2patches, device):
    """The dtype for a picture of bytes (uint8)."""
    return im2patches(torch.zeros(4, 5, dtype=torch.uint8, device=device), 2).dtype


def points(numbers: list[float], device: torch.device) -> torch.Tensor:
    """Points on a line: (n, 1) float32."""
    return torch.tensor(numbers, device=device)[:, None]


@probe
def nearest_of_four(knn_predict, device):
    """k=1, chunks of 2: known points 0, 1, 10, 20 of the classes 7, 5, 30, 8; new points -1, 2, 12 and 100."""
    labels = torch.tensor([7, 5, 30, 8], device=device)
    known, new = points([0.0, 1.0, 10.0, 20.0], device), points([-1.0, 2.0, 12.0, 100.0], device)
    return knn_predict(known, labels, new, 1, 2)


@probe
def five_of_ten_vote(knn_predict, device):
    """k=5, chunks of 1: known points 0 to 4 of the classes 9, 2, 2, 6, 7 and 50 to 54 of 1, 8, 8, 3, 4; new points -1 and 49."""
    labels = torch.tensor([9, 2, 2, 6, 7, 1, 8, 8, 3, 4], device=device)
    known = points([0.0, 1.0, 2.0, 3.0, 4.0, 50.0, 51.0, 52.0, 53.0, 54.0], device)
    return knn_predict(known, labels, points([-1.0, 49.0], device), 5, 1)


@probe
def a_smaller_last_chunk(knn_predict, device):
    """k=1: five new points in chunks of two; known points 0 and 10 of the classes 0 and 1."""
    labels, known = torch.tensor([0, 1], device=device), points([0.0, 10.0], device)
    return knn_predict(known, labels, points([1.0, 9.0, 2.0, 8.0, 3.0], device), 1, 2)


class Largest(TorchFunctionMode):
    """Notes how many elements the largest tensor has that any call of torch returns."""

    elements = 0

    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        for each in result if isinstance(result, (tuple, list)) else (result,):
            if isinstance(each, torch.Tensor):
                self.elements = max(self.elements, each.numel())
        return result


def largest_for(knn_predict, k: int, chunk: int, device: torch.device) -> str:
    """Whether a tensor grows beyond chunk × n × d, for 20 new points and 30 known ones of 2 numbers."""
    known, new = torch.rand(30, 2).to(device), torch.rand(20, 2).to(device)
    labels = (torch.arange(30) % 3).to(device)
    with Largest() as seen:
        knn_predict(known, labels, new, k, chunk)
    limit = chunk * 30 * 2
    return f"{'at most' if seen.elements <= limit else 'more than'} {limit}"


@probe
def largest_tensor(knn_predict, device):
    """Elements of the largest tensor, k=2: 20 new points in chunks of 2, and 30 known points of 2 numbers (120)."""
    return largest_for(knn_predict, 2, 2, device)


@probe
def largest_tensor_of_larger_chunks(knn_predict, device):
    """Elements of the largest tensor, k=10: the same points in chunks of 8 (480)."""
    return largest_for(knn_predict, 10, 8, device)


@probe(judge=at_least(0.97, "the accuracy on test digits"), seconds=10)
def accuracy_on_digits(knn_predict, device):
    """The share of 360 handwritten digits that three neighbours of 1,437 read right, in chunks of 90."""
    digits = data.digits()
    known, new = digits.train_images.flatten(1).to(device), digits.test_images.flatten(1).to(device)
    guesses = knn_predict(known, digits.train_labels.to(device), new, 3, 90)
    return (guesses.cpu() == digits.test_labels).float().mean().item()
