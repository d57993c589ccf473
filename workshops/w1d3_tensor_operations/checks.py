"""Probes for the exercises on tensor operations."""

from __future__ import annotations

import sys
from collections.abc import Callable
from unittest import mock

import numpy as np
import torch
from torch.overrides import TorchFunctionMode

from kindling import at_least, data, equal, probe

DIGITS_OF_FLOAT64 = equal(rtol=1e-12, atol=1e-12)  # float32 is off by more than 1e-9


@probe
def two_and_three_numbers(outer_sum, device):
    """a = 20, -10 and b = 3, 1, 2: two numbers against three."""
    return outer_sum(torch.tensor([20.0, -10.0], device=device), torch.tensor([3.0, 1.0, 2.0], device=device))


@probe
def as_many_numbers(outer_sum, device):
    """a = 10, -20, 10 and b = 3, 1, 1: as many in a as in b."""
    a = torch.tensor([10.0, -20.0, 10.0], device=device)
    return outer_sum(a, torch.tensor([3.0, 1.0, 1.0], device=device))


@probe
def one_number_in_a(outer_sum, device):
    """a = 5 and b = 1, 2: a single number against two."""
    return outer_sum(torch.tensor([5.0], device=device), torch.tensor([1.0, 2.0], device=device))


@probe
def one_number_in_b(outer_sum, device):
    """a = 1, 2 and b = 5: two numbers against a single one."""
    return outer_sum(torch.tensor([1.0, 2.0], device=device), torch.tensor([5.0], device=device))


LARGE = 2**53 + 1  # no floating point number has all its digits


@probe
def large_whole_numbers(outer_sum, device):
    """a = 0, 9007199254740993 and b = 1, 2, 3 as int64."""
    return outer_sum(torch.tensor([0, LARGE], device=device), torch.tensor([1, 2, 3], device=device))


@probe
def smaller_whole_numbers(outer_sum, device):
    """a = 0, 10 and b = 1, 2, 3 as int32."""
    a = torch.tensor([0, 10], dtype=torch.int32, device=device)
    return outer_sum(a, torch.tensor([1, 2, 3], dtype=torch.int32, device=device))


@probe(judge=DIGITS_OF_FLOAT64)
def sums_in_float64(outer_sum, device):
    """a = 0, 1/3 and b = 1, 2, -3 as float64."""
    a = torch.tensor([0.0, 1 / 3], dtype=torch.float64, device=device)
    return outer_sum(a, torch.tensor([1.0, 2.0, -3.0], dtype=torch.float64, device=device))


def as_tuple(shape):
    """`torch.Size` as a plain tuple; anything that is no tuple stays as it is."""
    return tuple(shape) if isinstance(shape, tuple) else shape


def shape_or_refusal(broadcast_shape, a, b):
    """What came back, or "raised an error"."""
    try:
        return as_tuple(broadcast_shape(a, b))
    except (ValueError, RuntimeError):
        return "raised an error"


def fit(broadcast_shape, a, b):
    """What came back in words, where it matters less which shape it is."""
    found = shape_or_refusal(broadcast_shape, a, b)
    return "a shape" if isinstance(found, (tuple, list)) else str(found)


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
def none_and_two_rows(broadcast_shape):
    """(0, 3) and (2, 3), an empty batch and a batch of two: the answer."""
    return fit(broadcast_shape, (0, 3), (2, 3))


@probe
def two_and_four_rows(broadcast_shape):
    """(2, 3) and (4, 3), two rows and four: the answer."""
    return fit(broadcast_shape, (2, 3), (4, 3))


@probe
def two_numbers(broadcast_shape):
    """() and (): two single numbers."""
    return as_tuple(broadcast_shape((), ()))


@probe
def six_ones(broadcast_shape):
    """(1, 1, 1, 1, 1, 1) and (1,): each axis has size 1."""
    return as_tuple(broadcast_shape((1,) * 6, (1,)))


@probe
def large_batches(broadcast_shape):
    """(1000, 3) and (1000, 3): two batches of a thousand rows."""
    return as_tuple(broadcast_shape((int("1000"), 3), (int("1000"), 3)))  # equal, and not one object


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


def packages_called(run: Callable[[], object]) -> set[str]:
    """The top-level packages whose functions are called meanwhile."""
    found = set()

    def note(frame, event, function):
        module = frame.f_globals.get("__name__") if event == "call" else getattr(function, "__module__", "")
        found.add((module or "").partition(".")[0])

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return found


@probe
def who_knows_the_rules(broadcast_shape):
    """Whether your code or torch or NumPy works out the shape for (3, 1) and (4,)."""
    asked = [mock.patch.object(each, "broadcast_shapes", wraps=each.broadcast_shapes) for each in (torch, np)]
    with asked[0] as of_torch, asked[1] as of_numpy, Calls() as calls:
        called = packages_called(lambda: broadcast_shape((3, 1), (4,)))
    helped = of_torch.called or of_numpy.called or calls.number or called & {"torch", "numpy"}
    return "a library" if helped else "your code"


def share_or_refusal(accuracy, guesses, labels):
    """What came back as a float, or "refused" where that raises ValueError."""
    try:
        return float(accuracy(guesses, labels))
    except ValueError:
        return "refused"


GUESSES = [1, 0, 2, 2, 0, 1]
LABELS = [1, 0, 2, 0, 2, 1]


def flat(numbers: list[int], device: torch.device) -> torch.Tensor:
    """(n,) int64."""
    return torch.tensor(numbers, device=device)


def column(numbers: list[int], device: torch.device) -> torch.Tensor:
    """(n, 1) int64."""
    return flat(numbers, device)[:, None]


@probe
def two_flat_tensors(accuracy, device):
    """Guesses 1, 0, 2, 2, 0, 1 and labels 1, 0, 2, 0, 2, 1, both of shape (6,): four of six are right."""
    return share_or_refusal(accuracy, flat(GUESSES, device), flat(LABELS, device))


@probe
def guesses_in_a_column(accuracy, device):
    """The same guesses with shape (6, 1), the labels with shape (6,)."""
    return share_or_refusal(accuracy, column(GUESSES, device), flat(LABELS, device))


@probe
def labels_in_a_column(accuracy, device):
    """The guesses with shape (6,), the same labels with shape (6, 1)."""
    return share_or_refusal(accuracy, flat(GUESSES, device), column(LABELS, device))


@probe
def both_in_a_column(accuracy, device):
    """The same guesses and labels, both with shape (6, 1)."""
    return share_or_refusal(accuracy, column(GUESSES, device), column(LABELS, device))


def refusal(accuracy, guesses, labels):
    """The name of the exception that this raises."""
    try:
        accuracy(guesses, labels)
    except ValueError:
        return "ValueError"
    except NameError:
        raise
    except Exception as error:
        return type(error).__name__
    return "none"


@probe
def one_guess_for_all(accuracy, device):
    """A single guess for six labels: the exception."""
    return refusal(accuracy, flat([0], device), flat(LABELS, device))


@probe
def one_label_for_all(accuracy, device):
    """Six guesses for a single label: the exception."""
    return refusal(accuracy, flat(GUESSES, device), flat([0], device))


@probe
def one_label_in_a_column(accuracy, device):
    """Six guesses of shape (6,) for a single label of shape (1, 1): the exception."""
    return refusal(accuracy, flat(GUESSES, device), column([0], device))


@probe
def kind_of_number(accuracy, device):
    """The type of the result for three guesses, all of them right."""
    try:
        share = accuracy(flat([1, 0, 2], device), flat([1, 0, 2], device))
    except ValueError:
        return "refused"
    return "float" if isinstance(share, float) else type(share).__name__


@probe
def large_labels(accuracy, device):
    """Guesses 0, 0, 9007199254740992, 7; labels 256, 4294967296, 9007199254740993, 7: one is right."""
    guesses, labels = flat([0, 0, LARGE - 1, 7], device), flat([2**8, 2**32, LARGE, 7], device)
    return share_or_refusal(accuracy, guesses, labels)


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
def odd_square(crop_centre, device):
    """The middle 3 by 3 of a picture of 7 rows and 4 columns that holds 0 to 27."""
    return crop_centre(torch.arange(28, device=device).reshape(7, 4), 3)


@probe
def a_batch_of_pictures(crop_centre, device):
    """The middle 2 by 2 of 7 black pictures with 3 channels, 4 rows and 6 columns."""
    return crop_centre(torch.zeros(7, 3, 4, 6, device=device), 2)


@probe
def a_batch_of_one(crop_centre, device):
    """The middle 2 by 2 of a batch with one picture of 9 rows and 3 columns that holds 0 to 26."""
    return crop_centre(torch.arange(27, device=device).reshape(1, 9, 3), 2)


@probe
def two_films(crop_centre, device):
    """2 films of 1 picture, 3 channels, 4 rows, 6 columns, channels last in memory: their middle 2 by 2."""
    films = torch.arange(144, device=device).reshape(2, 1, 4, 6, 3)
    return crop_centre(films.permute(0, 1, 4, 2, 3), 2)


@probe(judge=DIGITS_OF_FLOAT64)
def a_picture_in_float64(crop_centre, device):
    """The middle 1 by 1, -1/3, of a picture of 3 rows and 3 columns in float64."""
    return crop_centre(((torch.arange(9, dtype=torch.float64) - 5) / 3).reshape(3, 3).to(device), 1)


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
def columns_in_memory(pick, device):
    """Rows 0, 3, 6, 9 and 1, 4, 7, 10 and 2, 5, 8, 11 of a transposed tensor, with the labels 2, 0, 1."""
    logits = torch.arange(12.0, device=device).reshape(4, 3).t()
    return pick(logits, torch.tensor([2, 0, 1], device=device))


@probe(judge=DIGITS_OF_FLOAT64)
def picked_in_float64(pick, device):
    """Rows 0, 1/3 and 2/3, 1 in float64, with the labels 1, 0."""
    logits = torch.tensor([[0.0, 1 / 3], [2 / 3, 1.0]], dtype=torch.float64, device=device)
    return pick(logits, torch.tensor([1, 0], device=device))


@probe
def beside_minus_infinity(pick, device):
    """A row 1, -inf, 3 with the label 0: another entry is ruled out with -inf."""
    logits = torch.tensor([[1.0, float("-inf"), 3.0]], device=device)
    return pick(logits, torch.tensor([0], device=device))


@probe
def beside_a_large_entry(pick, device):
    """A row 100000000, 3 with the label 1: the other entry is far larger."""
    return pick(torch.tensor([[1e8, 3.0]], device=device), torch.tensor([1], device=device))


@probe
def minus_infinity_picked(pick, device):
    """Rows -inf, 2 and 3, 4, both with the label 0: which of the picked are -inf."""
    logits = torch.tensor([[float("-inf"), 2.0], [3.0, 4.0]], device=device)
    return pick(logits, torch.tensor([0, 0], device=device)).isneginf()


@probe
def gradient_of_the_picked(pick, device):
    """The picked entries added up, with the labels 1 and 2: the gradient of logits."""
    logits = torch.arange(6.0, device=device).reshape(2, 3).requires_grad_()
    pick(logits, torch.tensor([1, 2], device=device)).sum().backward()
    return "none has arrived" if logits.grad is None else logits.grad


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
def a_single_column(standardise, device):
    """A column -1, 2, 5 of shape (3, 1), along dim=0."""
    return standardise(torch.tensor([[-1.0], [2.0], [5.0]], device=device), 0)


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
    """0.0000001, 0.0000002, 0.0000006 beside 1, 2, 6: the results of the small numbers."""
    x = torch.tensor([1.0, 2.0, 6.0], device=device)
    ratio = (standardise(x * 1e-7, 0).max() / standardise(x, 0).max()).item()
    if 0.9 < ratio < 1.1:
        return "as large"
    return "nan" if ratio != ratio else "smaller" if ratio < 1 else "larger"


@probe
def large_numbers(standardise, device):
    """4000, 4001, 4002 beside 0, 1, 2, which lie equally far apart: their results."""
    x = torch.tensor([0.0, 1.0, 2.0], device=device)
    alike = torch.allclose(standardise(x + 4000, 0), standardise(x, 0), rtol=1e-3)
    return "those of 0, 1, 2" if alike else "others than those of 0, 1, 2"


@probe(judge=equal(rtol=1e-4))
def standardised_in_float64(standardise, device):
    """10000, 10000 1/3 and 10001 in float64."""
    return standardise(torch.tensor([10000, 10000 + 1 / 3, 10001], dtype=torch.float64, device=device), 0)


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
def filled_with_infinity(masked_mean, device):
    """Which results are NaN, for the same samples where the filling is infinite."""
    return masked_mean(*two_samples(float("inf"), device)).isnan()


@probe
def as_many_features_as_steps(masked_mean, device):
    """Three samples of 3, 1 and 2 real steps with three features: batch, time and features are all 3."""
    x = torch.arange(27.0, device=device).reshape(3, 3, 3) ** 2
    mask = torch.tensor([[True, True, True], [True, False, False], [True, True, False]], device=device)
    return masked_mean(x, mask)


@probe
def filling_in_front(masked_mean, device):
    """A sample of four steps 50, 0, 60, 3 with one feature; the second and the fourth are real."""
    x = torch.tensor([[[50.0], [0.0], [60.0], [3.0]]], device=device)
    return masked_mean(x, torch.tensor([[False, True, False, True]], device=device))


@probe
def nan_in_a_real_step(masked_mean, device):
    """Real steps (1, 5), (NaN, 7) of one sample and (NaN, 3) of another: which results are NaN."""
    nan = float("nan")
    x = torch.tensor([[[1.0, 5.0], [nan, 7.0]], [[nan, 3.0], [0.0, 0.0]]], device=device)
    return masked_mean(x, torch.tensor([[True, True], [True, False]], device=device)).isnan()


@probe
def infinity_in_a_real_step(masked_mean, device):
    """Real steps (1, 5), (inf, 7): which results are infinite."""
    x = torch.tensor([[[1.0, 5.0], [float("inf"), 7.0]]], device=device)
    return masked_mean(x, torch.tensor([[True, True]], device=device)).isinf()


@probe(judge=equal(rtol=1e-5))
def averages_in_float64(masked_mean, device):
    """Real steps 16777217 and -16777216 in float64."""
    x = torch.tensor([[[2**24 + 1], [-(2**24)]]], dtype=torch.float64, device=device)
    return masked_mean(x, torch.tensor([[True, True]], device=device))


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
def six_rows_of_three_classes(sums_by_class, device):
    """Rows (1, 10), (-2, 20), (-3, 30), (4, 40), (0.5, 60), (8, 70) of the classes 0, 1, 0, 2, 0, 0."""
    rows = [[1.0, 10.0], [-2.0, 20.0], [-3.0, 30.0], [4.0, 40.0], [0.5, 60.0], [8.0, 70.0]]
    labels = torch.tensor([0, 1, 0, 2, 0, 0], device=device)
    with Unwritten():
        return sums_by_class(torch.tensor(rows, device=device), labels, 3)


@probe
def classes_that_do_not_occur(sums_by_class, device):
    """Two rows of ones with the labels 2 and 0, of four classes."""
    values, labels = torch.ones(2, 2, device=device), torch.tensor([2, 0], device=device)
    with Unwritten():
        return sums_by_class(values, labels, 4)


@probe
def one_column(sums_by_class, device):
    """Rows with a single number, 100000000 and 1, of the classes 0 and 1."""
    values, labels = torch.tensor([[1e8], [1.0]], device=device), torch.tensor([0, 1], device=device)
    with Unwritten():
        return sums_by_class(values, labels, 2)


@probe
def nan_in_a_row(sums_by_class, device):
    """A row (NaN, 1) of the only class there is: which sums are NaN."""
    values = torch.tensor([[float("nan"), 1.0]], device=device)
    with Unwritten():
        return sums_by_class(values, torch.tensor([0], device=device), 1).isnan()


@probe
def sums_of_before(sums_by_class, device):
    """The sums of a row (1, 2), looked at when those of a row (3, 4) are there too."""
    labels = torch.tensor([0], device=device)
    with Unwritten():
        before = sums_by_class(torch.tensor([[1.0, 2.0]], device=device), labels, 1)
        sums_by_class(torch.tensor([[3.0, 4.0]], device=device), labels, 1)
    return before


@probe
def sums_by_class_in_float64(sums_by_class, device):
    """Rows (16777217, 1), (0, 2) and (-16777216, 3) of the classes 0, 1, 0, in float64."""
    rows = [[2**24 + 1, 1], [0, 2], [-(2**24), 3]]
    values = torch.tensor(rows, dtype=torch.float64, device=device)
    with Unwritten():
        return sums_by_class(values, torch.tensor([0, 1, 0], device=device), 2)


@probe
def two_and_three_points(pairwise_sq, device):
    """The points (0, 0) and (1, 2) against (3, 4), (1, 1) and (0, 2)."""
    a = torch.tensor([[0.0, 0.0], [1.0, 2.0]], device=device)
    return pairwise_sq(a, torch.tensor([[3.0, 4.0], [1.0, 1.0], [0.0, 2.0]], device=device))


@probe
def three_and_three_points_in_space(pairwise_sq, device):
    """Three points with three coordinates against three others; some lie close together."""
    a = torch.tensor([[-3.3, 0.0, 0.0], [1.0, 2.01, 2.0], [0.0, 1.0, 4.0]], device=device)
    b = torch.tensor([[0.0, -3.0, 0.0], [1.0, 2.0, 2.0], [0.0, 1.4, 4.7]], device=device)
    return pairwise_sq(a, b)


@probe
def one_and_two_points(pairwise_sq, device):
    """The point (0, 0) against (3, 4) and (1, 1): a single one against two."""
    a = torch.tensor([[0.0, 0.0]], device=device)
    return pairwise_sq(a, torch.tensor([[3.0, 4.0], [1.0, 1.0]], device=device))


@probe
def many_points(pairwise_sq, device):
    """The points 0 to 74 on a line against the points 0 and 10."""
    a = torch.arange(75.0, device=device)[:, None]
    return pairwise_sq(a, torch.tensor([[0.0], [10.0]], device=device))


@probe
def below_zero(pairwise_sq, device):
    """Whether any entry is below 0, for 50 points between 100 and 101 against themselves."""
    a = (100 + torch.rand(50, 8, generator=torch.Generator().manual_seed(1))).to(device)
    return bool((pairwise_sq(a, a.clone()) < 0).any())


@probe
def distances_in_float64(pairwise_sq, device):
    """The points 16777217 and 0 on a line against 16777219, in float64."""
    a = torch.tensor([[2**24 + 1], [0]], dtype=torch.float64, device=device)
    return pairwise_sq(a, torch.tensor([[2**24 + 3]], dtype=torch.float64, device=device))


def steps_for(pairwise_sq, points: int, device: torch.device) -> int:
    """How many lines and calls Python runs for so many points against as many."""
    a = torch.arange(3.0 * points, device=device).reshape(points, 3)
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        pairwise_sq(a, a + 1)
    finally:
        sys.settrace(before)
    return steps


@probe
def steps_of_python(pairwise_sq, device):
    """4 points against 4, then 40 against 40: the steps that Python takes for the 40."""
    steps_for(pairwise_sq, 4, device)  # a first call may load what later ones find
    few, many = (steps_for(pairwise_sq, points, device) for points in (4, 40))
    return "more than for 4" if many - few > 20 else "as many as for 4"


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
def as_high_as_the_picture(im2patches, device):
    """Patches of 3 by 3 in a picture of 3 rows and 4 columns that holds 0 to 11."""
    return im2patches(torch.arange(12.0, device=device).reshape(3, 4), 3)


@probe
def patches_of_one_pixel(im2patches, device):
    """Patches of 1 by 1 in a picture of 1 row and 3 columns that holds 0 to 2."""
    return im2patches(torch.arange(3.0, device=device).reshape(1, 3), 1)


@probe
def same_storage_of_others(im2patches, device):
    """Other pictures: whether the patches of 2 by 2 look into the picture's storage."""
    numbers = torch.arange(200.0, device=device)
    tried = {
        "10 rows and 20 columns": numbers.reshape(10, 20),
        "whole numbers": torch.arange(20, device=device).reshape(4, 5),
        "every second row and column": numbers.reshape(10, 20)[::2, ::2],
        "one row, expanded to three": numbers[:4].expand(3, 4),
    }
    return {name: share_storage(im2patches(image, 2), image) for name, image in tried.items()}


@probe
def same_storage_of_other_sizes(im2patches, device):
    """Patches of 1 by 1 and 3 by 3 in a picture of 3 by 3: whether they share the picture's storage."""
    image = torch.arange(9.0, device=device).reshape(3, 3)
    return {f"{size} by {size}": share_storage(im2patches(image, size), image) for size in (1, 3)}


@probe
def dtype_of_the_patches(im2patches, device):
    """The dtype for a picture of bytes (uint8)."""
    return im2patches(torch.zeros(4, 5, dtype=torch.uint8, device=device), 2).dtype


def points(numbers: list[float], device: torch.device, dtype=torch.float32) -> torch.Tensor:
    """Points on a line: (n, 1)."""
    return torch.tensor(numbers, dtype=dtype, device=device)[:, None]


@probe
def nearest_of_four(knn_predict, device):
    """k=1, chunks of 2: known points -2, 1, 10, 20 of the classes 7, 5, 300, 8; new: -1, 1, 12, 100."""
    labels = torch.tensor([7, 5, 300, 8], device=device)
    known, new = points([-2.0, 1.0, 10.0, 20.0], device), points([-1.0, 1.0, 12.0, 100.0], device)
    return knn_predict(known, labels, new, 1, 2)


@probe
def five_of_ten_vote(knn_predict, device):
    """k=5, chunks of 1: from near to far, -1 has the classes 2, 6, 9, 7, 9 and 49 has 8, 3, 1, 4, 1."""
    labels = torch.tensor([6, 2, 9, 7, 9, 3, 8, 1, 4, 1], device=device)
    known = points([1.0, 0.0, 2.0, 3.0, 4.0, 51.0, 50.0, 52.0, 53.0, 54.0], device)
    return knn_predict(known, labels, points([-1.0, 49.0], device), 5, 1)


@probe
def six_of_ten_vote(knn_predict, device):
    """k=6, chunks of 1: from near to far, -10 has the classes 7, 3, 3, 9, 9, 9, and then 5 four times."""
    labels = torch.tensor([3, 7, 3, 9, 9, 9, 5, 5, 5, 5], device=device)
    known = points([1.0, 0.0, 2.0, 30.0, 31.0, 32.0, -200.0, 180.0, -201.0, 181.0], device)
    return knn_predict(known, labels, points([-10.0], device), 6, 1)


@probe
def a_smaller_last_chunk(knn_predict, device):
    """k=1: five new points in chunks of two; known points 0 and 10 of the classes 6 and 8."""
    labels, known = torch.tensor([6, 8], device=device), points([0.0, 10.0], device)
    return knn_predict(known, labels, points([1.0, 9.0, 2.0, 8.0, 3.0], device), 1, 2)


@probe
def nearest_in_the_plane(knn_predict, device):
    """k=1: (3, -3), (5, 0), (23, 17), (24, 20) of the classes 4, 6, 8, 9; new: (0, 0) and (20, 20)."""
    known = torch.tensor([[3.0, -3.0], [5.0, 0.0], [23.0, 17.0], [24.0, 20.0]], device=device)
    new = torch.tensor([[0.0, 0.0], [20.0, 20.0]], device=device)
    return knn_predict(known, torch.tensor([4, 6, 8, 9], device=device), new, 1, 2)


@probe
def differences_that_cancel(knn_predict, device):
    """k=1: known points (10, -10) and (1, 2) of the classes 4 and 6; the new point (0, 0)."""
    known = torch.tensor([[10.0, -10.0], [1.0, 2.0]], device=device)
    labels, new = torch.tensor([4, 6], device=device), torch.zeros(1, 2, device=device)
    return knn_predict(known, labels, new, 1, 1)


@probe
def neighbours_in_float64(knn_predict, device):
    """k=1: known 16777217 and 16777216 of the classes 6 and 8 in float64; the same two are new."""
    known = points([2.0**24 + 1, 2.0**24], device, torch.float64)
    return knn_predict(known, torch.tensor([6, 8], device=device), known.clone(), 1, 2)


@probe
def a_single_known_point(knn_predict, device):
    """k=1, chunks of 2: the single known point 3 of the class 6; new: 1 and 9."""
    return knn_predict(
        points([3.0], device), torch.tensor([6], device=device), points([1.0, 9.0], device), 1, 2
    )


@probe
def fewer_points_than_a_chunk(knn_predict, device):
    """k=1: the single new point 9, where a chunk may have 20; known: 0 and 10 of the classes 6 and 8."""
    labels, known = torch.tensor([6, 8], device=device), points([0.0, 10.0], device)
    return knn_predict(known, labels, points([9.0], device), 1)


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
    """How many elements the largest tensor has, for 20 new points and 30 known ones of 2 numbers."""
    known, new = torch.rand(30, 2).to(device), torch.rand(20, 2).to(device)
    labels = (torch.arange(30) % 3).to(device)
    with Largest() as seen:
        knn_predict(known, labels, new, k, chunk)
    limit, whole = chunk * 30 * 2, 20 * 30 * 2
    if seen.elements > whole:
        return f"more than {whole}, which all new points at once would need"
    return f"{'at most' if seen.elements <= limit else 'more than'} {limit}"


@probe
def largest_tensor(knn_predict, device):
    """20 new points in chunks of 2, 30 known points of 2 numbers, k=2: the elements of the largest tensor."""
    return largest_for(knn_predict, 2, 2, device)


@probe
def largest_tensor_of_larger_chunks(knn_predict, device):
    """The same points in chunks of 8, k=10: the elements of the largest tensor."""
    return largest_for(knn_predict, 10, 8, device)


@probe(judge=at_least(0.97, "the accuracy on test digits"), seconds=10)
def accuracy_on_digits(knn_predict, device):
    """The share of 360 handwritten digits that three neighbours of 1,437 read right, in chunks of 90."""
    digits = data.digits()
    known, new = digits.train_images.flatten(1).to(device), digits.test_images.flatten(1).to(device)
    guesses = knn_predict(known, digits.train_labels.to(device), new, 3, 90)
    return (guesses.cpu() == digits.test_labels).float().mean().item()
