"""What a probe returns arrives at the judge as it was, and nothing in it is run on the way."""

from __future__ import annotations

import json
import math
from collections import OrderedDict, namedtuple
from enum import IntEnum
from typing import Any, NoReturn

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from kindling.observations.describe import describe
from kindling.observations.encoding import TENSOR_BYTES, encode
from kindling.observations.values import CARRIED, SeenTensor, SeenText, decode, numbers, plain


def arrives(value: Any) -> Any:
    """The value as the judge has it: through JSON and bytes, as between the engine's processes."""
    tree, body = encode(value)
    return decode(json.loads(json.dumps(tree)), body)


def same(came: Any, value: Any) -> bool:
    """Whether a value arrived unchanged; nan is the same as nan."""
    if isinstance(value, float) and math.isnan(value):
        return isinstance(came, float) and math.isnan(came)
    if isinstance(value, list | tuple):
        return type(came) is type(value) and len(came) == len(value) and all(map(same, came, value))
    if isinstance(value, dict):
        return came.keys() == value.keys() and all(same(came[key], value[key]) for key in value)
    return type(came) is type(value) and bool(came == value)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NESTED = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text() | st.integers() | st.booleans(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(NESTED)
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    assert same(arrives(value), value)


SHAPES = st.lists(st.integers(0, 3), max_size=3).map(tuple)


def of_dtype(shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    """Numbers of any dtype, some of them nan, infinite or extreme where the dtype has such."""
    count = math.prod(shape) * dtype.itemsize
    raw = bytearray((37 * i + 11) % (2 if dtype is torch.bool else 256) for i in range(count))
    return torch.frombuffer(raw, dtype=dtype).reshape(shape) if count else torch.empty(shape, dtype=dtype)


def bytes_of(value: Tensor) -> bytes:
    flat = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
    return flat.view(torch.uint8).numpy().tobytes()


@pytest.mark.filterwarnings("ignore:ComplexHalf")
@given(SHAPES, st.sampled_from(sorted(CARRIED)))
def test_tensors_of_every_dtype_arrive_to_the_bit(shape: tuple[int, ...], name: str) -> None:
    value = of_dtype(shape, CARRIED[name])
    came = arrives(value)
    assert (came.shape, f"torch.{came.dtype}", came.device) == (shape, name, "cpu")
    assert bytes_of(came.data) == bytes_of(value)


@pytest.mark.parametrize(
    "view",
    [
        torch.arange(6.0).reshape(2, 3).t(),
        torch.arange(12.0)[::3],
        torch.ones(1).expand(3, 4),
        torch.randn(3, dtype=torch.complex64).conj(),
        torch.randn(3, dtype=torch.complex64).conj().imag,
        torch.ones(2, 3, requires_grad=True) * 2,
        nn.Parameter(torch.ones(2)),
        torch.ones(2, 3).to_sparse(),
    ],
    ids=["transposed", "strided", "expanded", "conjugated", "negated", "in a graph", "parameter", "sparse"],
)
def test_views_arrive_as_the_values_that_they_show(view: Tensor) -> None:
    dense = view.detach().to_dense() if view.layout is not torch.strided else view.detach()
    assert torch.equal(arrives(view).data, dense.resolve_conj().resolve_neg())


def test_a_sparse_tensor_is_known_as_one() -> None:
    assert arrives(torch.eye(2).to_sparse()).layout == "sparse_coo"


def test_inference_tensors_arrive() -> None:
    with torch.inference_mode():
        value = torch.ones(2)
    assert arrives(value).data.tolist() == [1.0, 1.0]


def test_what_is_too_large_keeps_its_form_alone() -> None:
    came = arrives([torch.zeros(TENSOR_BYTES // 4), torch.zeros(3)])
    assert came[0].data is not None
    assert (came[1].data, came[1].shape, came[1].dtype) == (None, (3,), "float32")


def test_a_tensor_without_values_keeps_its_form() -> None:
    came = arrives(torch.empty(2, 3, device="meta"))
    assert (came.data, came.shape, came.device) == (None, (2, 3), "meta")


def test_numpy_arrays_and_numbers_are_told_apart_from_torchs() -> None:
    assert arrives(np.arange(3)).kind == "array"
    assert arrives(np.float32(0.5)).kind == "scalar"
    assert arrives(np.arange(6).reshape(2, 3)[:, ::-1]).data.tolist() == [[2, 1, 0], [5, 4, 3]]
    assert arrives(np.array([1, 2], dtype=">i4")).data.tolist() == [1, 2]
    assert arrives(np.array(["a"])) == SeenText("object", "a NumPy array of str32")


def test_numpys_float64_is_a_float_as_it_is_to_python() -> None:
    assert same(arrives(np.float64(0.5)), 0.5)


class Colour(IntEnum):
    RED = 3


Point = namedtuple("Point", "x y")


@pytest.mark.parametrize(
    ("value", "came"),
    [
        (Point(1, 2), (1, 2)),
        (torch.Size([2, 3]), (2, 3)),
        (OrderedDict(a=1), {"a": 1}),
        (Colour.RED, 3),
        ({1, 2}, frozenset({1, 2})),
        (frozenset(), frozenset()),
        (2 + 3j, 2 + 3j),
        (-0.0, -0.0),
        (b"\x00\xff", SeenText("bytes", "00ff")),
        (torch.float32, SeenText("dtype", "torch.float32")),
        (torch.device("cuda:1"), SeenText("device", "cuda")),
        (nn.Linear, SeenText("class", "Linear")),
        (nn.Linear(2, 2), SeenText("object", "Linear")),
        ((each for each in ()), SeenText("object", "generator")),
        (10**4000, SeenText("object", "an int of more than 3,000 digits")),
        ("\ud800", "\\ud800"),
    ],
    ids=str,
)
def test_other_values_arrive_as_what_they_stand_for(value: Any, came: Any) -> None:
    assert arrives(value) == came


def test_a_maximum_along_a_dimension_is_a_tuple() -> None:
    assert isinstance(arrives(torch.ones(2, 3).max(dim=1)), tuple)


def test_tensors_as_keys_stay_apart() -> None:
    """A beginner's `counts[label] += 1` where the label is a tensor: no two keys are ever the same."""
    counts = {torch.tensor(3): 1, torch.tensor(3.0): 1, torch.tensor(3): 1}
    assert len(arrives(counts)) == 3
    assert len(arrives({(torch.tensor(1), 2): 0})) == 1


def test_a_structure_that_holds_itself_comes_to_an_end() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert arrives(endless) == SeenText("object", "a structure too deep or too long to look at")
    assert encode([torch.zeros(9), [0] * 200_000])[1] == b""


# Nothing that an answer defined runs


class Hostile:
    """Every way to be asked is a way to run code."""

    def ran(self, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError("an answer's own code ran")

    __repr__ = __str__ = __eq__ = __hash__ = __reduce__ = __reduce_ex__ = __iter__ = __len__ = ran
    __bool__ = __float__ = __int__ = __index__ = __getattr__ = __getattribute__ = __array__ = ran
    __class__ = property(ran)  # type: ignore[assignment]


def hostile(base: type) -> type:
    """A class that is a `base` and runs code at every look."""
    members = {
        name: value
        for name, value in vars(Hostile).items()
        if name not in ("__dict__", "__weakref__", "__module__", "__doc__", "ran")
    }
    extra = dict.fromkeys(["items", "keys", "tolist", "shape", "dtype", "detach"], property(Hostile.ran))
    return type(f"Hostile{base.__name__}", (base,), {**members, **extra})


@pytest.mark.parametrize("base", [int, float, str, complex, bytes, list, tuple, dict, set, frozenset])
def test_a_subclass_is_read_as_what_it_is(base: type) -> None:
    filled = {list: [1], tuple: (1,), dict: {"a": 1}, set: {1}, frozenset: {1}, str: "a", bytes: b"a"}
    value = filled.get(base, 1)
    assert arrives(base.__new__(hostile(base), value)) == arrives(
        base() if base in (list, dict, set) else base(value)
    )


def test_an_object_of_an_own_class_is_known_by_its_name() -> None:
    assert arrives(Hostile()) == SeenText("object", "Hostile")
    assert describe(Hostile()) == "a Hostile"


def test_a_metaclass_is_not_asked() -> None:
    class Meta(type):
        __name__ = property(Hostile.ran)  # type: ignore[assignment]
        __repr__ = __getattribute__ = Hostile.ran  # type: ignore[assignment]

    class Thing(metaclass=Meta):
        pass

    assert encode(type.__call__(Thing)) == ({"text": "object", "is": "Thing"}, b"")
    assert encode(Thing)[0]["is"] == "Thing"


class Loud(Tensor):
    """A tensor that takes part in every function."""

    shape = property(Hostile.ran)  # type: ignore[assignment]
    dtype = property(Hostile.ran)  # type: ignore[assignment]
    detach = Hostile.ran

    @classmethod
    def __torch_function__(cls, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError("an answer's own code ran")


class Dispatching(Tensor):
    """A tensor that takes part below torch's functions."""

    @classmethod
    def __torch_dispatch__(cls, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError("an answer's own code ran")


def test_a_subclass_of_tensor_is_read_as_a_tensor() -> None:
    value = torch.ones(2, 3).as_subclass(Loud)
    came = arrives(value)
    assert (came.shape, came.dtype, came.data.tolist()) == ((2, 3), "float32", [[1.0] * 3] * 2)
    assert describe(value) == "tensor (2, 3) float32"


def test_a_tensor_that_takes_over_operations_is_known_by_its_name() -> None:
    value = Tensor._make_subclass(Dispatching, torch.ones(2))
    assert arrives(value) == SeenText("object", "Dispatching")
    assert describe(value) == "a Dispatching"


# What an answer's process writes may be anything


GOOD_TREE, GOOD_BODY = encode((torch.ones(2, 3), {"a": [1, None, 2.5]}, torch.float32))


@given(st.integers(0, len(GOOD_BODY) - 1))
def test_a_cut_body_is_noticed(length: int) -> None:
    with pytest.raises(ValueError, match="cut"):
        decode(GOOD_TREE, GOOD_BODY[:length])


WORDS = [
    "tensor",
    "array",
    "scalar",
    "dict",
    "list",
    "tuple",
    "set",
    "complex",
    "raised",
    "ended",
    "text",
    "is",
]
FIELDS = ["shape", "dtype", "device", "at"]
JSON = st.recursive(
    SCALARS | st.sampled_from(["torch.qint8", "torch.float32", "cpu", 0, -1]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS + FIELDS), inner, max_size=5)
    ),
    max_leaves=10,
)


@given(JSON, st.binary(max_size=64))
def test_whatever_is_written_is_a_value_or_refused(tree: Any, body: bytes) -> None:
    try:
        decode(tree, body)
    except (ValueError, TypeError, KeyError, OverflowError):
        return


@pytest.mark.parametrize(
    "tree",
    [
        {"tensor": {"shape": [-1, -4], "dtype": "torch.float32", "device": "cpu", "at": 0}},
        {"tensor": {"shape": [4], "dtype": "torch.qint8", "device": "cpu", "at": 0}},
        {"tensor": {"shape": [2**62], "dtype": "torch.float32", "device": "cpu", "at": 0}},
        {"ended": {"kind": "time"}},
        {"pickle": "gASV"},
        {},
        [1],
    ],
    ids=str,
)
def test_forged_observations_are_refused(tree: Any) -> None:
    with pytest.raises(ValueError, match="observation"):
        decode(tree, bytes(64))


# For authors' predicates and judges


def test_a_predicate_sees_what_the_probe_returned() -> None:
    seen = plain(arrives((torch.ones(2), [torch.float32, torch.device("cpu")], {"a": np.ones(1)})))
    assert torch.equal(seen[0], torch.ones(2))
    assert seen[1] == [torch.float32, torch.device("cpu")]
    assert isinstance(seen[2]["a"], np.ndarray)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (3, [3.0]),
        ([1, (2.0, torch.tensor([3, 4]))], [1.0, 2.0, 3.0, 4.0]),
        (True, None),
        (torch.tensor([True]), None),
        ("3", None),
        (None, None),
        (1j, None),
        ([1, None], None),
        ([], []),
        (10**400, [math.inf]),
    ],
    ids=str,
)
def test_numbers_are_taken_out_of_what_holds_only_numbers(value: Any, found: list[float] | None) -> None:
    assert numbers(arrives(value)) == found


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (torch.arange(3), "tensor [0, 1, 2] int64"),
        (torch.tensor(0.123456), "tensor 0.1235 float32"),
        (torch.zeros(3, 4), "tensor (3, 4) float32"),
        (torch.zeros(9), "tensor (9,) float32"),
        (torch.zeros(2, device="meta"), "tensor (2,) float32 on meta"),
        ([1, "a", None, True], "[1, 'a', None, True]"),
        ((1,), "(1,)"),
        (list(range(9)), "a list of 9 items"),
        ({"a": [1.0, 0.25, -2.0]}, "{'a': [1.0, 0.25, -2.0]}"),
        (dict.fromkeys(range(9)), "{0: None, 1: None, 2: None, 3: None, ...}"),
        (nn.Linear(1, 1), "a Linear"),
        (nn.Embedding(1, 1), "an Embedding"),
        (nn.Linear, "Linear"),
        (torch.relu, "relu"),
        (torch.float32, "torch.float32"),
        (torch.Size([2, 3]), "torch.Size([2, 3])"),
        (np.zeros((2, 3)), "array (2, 3) float64"),
        ("x" * 99, repr("x" * 37 + "...")),
    ],
)
def test_a_value_in_a_few_words(value: Any, words: str) -> None:
    assert describe(value) == words


def test_a_seen_tensor_can_be_made_by_hand() -> None:
    assert SeenTensor(torch.ones(1), (1,), "float32", "cpu").kind == "tensor"
