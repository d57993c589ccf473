"""Autograd: graphs, gradients, and an engine of your own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import torch
from torch import Tensor


def slope(f: Callable[[Tensor], Tensor], x: float) -> float:
    """The slope of a function at a point, computed by autograd.

    Args:
        f: takes a floating-point tensor with one number, shape (), and returns another.
        x: the point, a Python int or float.

    Returns:
        The derivative f'(x), a Python float.
    """
    # TODO: slope
    raise NotImplementedError("slope")


def grads(loss_fn: Callable[..., Tensor], params: list[Tensor]) -> Sequence[Tensor | None]:
    """The gradient of a loss for each parameter, handed out without touching the parameters' `.grad`.

    Args:
        loss_fn: is called as `loss_fn(*params)` and returns a tensor with one number, shape (). Where it
            fails, its error goes on to the caller.
        params: tensors that require gradients. What stands in their `.grad` stays as it is.

    Returns:
        A list or a tuple: for each parameter a tensor of its shape that carries no graph, or None
        where the loss does not depend on the parameter.
    """
    # TODO: grads
    raise NotImplementedError("grads")


def gradient_step(params: Iterable[Tensor], lr: float) -> None:
    """One step downhill: each parameter moves against its gradient, and the gradients are cleared.

    A parameter p becomes p - lr * p.grad, in place: it stays the same tensor, and still requires
    gradients. Afterwards the next `backward()` starts afresh. A parameter without a gradient
    (`.grad` is None) stays as it is.

    Args:
        params: tensors that require gradients, in any iterable: a list, or a generator such as
            `model.parameters()`.
        lr: the learning rate.
    """
    # TODO: gradient_step
    raise NotImplementedError("gradient_step")


def cut_here(x: Tensor) -> Tensor:
    """x² times x, where the x² counts as a constant.

    The value is x³. The gradient is that of "a constant times x", so it is the constant: x², not 3x².

    Args:
        x: any shape, floating point: a leaf, or the result of other operations.

    Returns:
        The same shape and dtype; gradients flow to x, through the second factor alone.
    """
    # TODO: cut_here
    raise NotImplementedError("cut_here")


def safe_log(x: Tensor) -> Tensor:
    """The logarithm where x is positive, and 0 elsewhere, with gradients that you can train with.

    Args:
        x: any shape, floating point; zeros and negative numbers occur. It stays as it is.

    Returns:
        The same shape and dtype: log(x) where x > 0, however near to 0, else 0. The gradient is 1 / x
        where x > 0, else 0.
    """
    # TODO: safe_log
    raise NotImplementedError("safe_log")


class Hypotenuse(torch.autograd.Function):
    """sqrt(a² + b²) with a derivative of your own, used as `Hypotenuse.apply(a, b)`.

    The derivative for a is a / h and for b it is b / h, where h is the result, also for sides as short
    as 1e-12. At a = b = 0, where PyTorch's own derivative is NaN, both are 0. Each pair counts alone.
    """

    @staticmethod
    def forward(ctx: Any, a: Tensor, b: Tensor) -> Tensor:
        """Compute the result, and hand the tensors that backward needs to `ctx.save_for_backward`.

        Args:
            ctx: what travels from forward to backward.
            a: any shape, floating point, contiguous or not.
            b: like a.

        Returns:
            sqrt(a² + b²), the same shape and dtype.
        """
        # TODO: Hypotenuse
        raise NotImplementedError("Hypotenuse")

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, Tensor]:
        """Turn the gradient of the result into the gradients of the inputs.

        Args:
            ctx: what forward kept.
            upstream: the gradient of the loss for the result, in the result's shape.

        Returns:
            The gradients of the loss for a and for b, in their shapes.
        """
        # TODO: Hypotenuse
        raise NotImplementedError("Hypotenuse")


class Value:
    """A number that remembers how it was computed: PyTorch's idea in 40 lines.

    `Value(2.0)` is a leaf. Sums, products and tanh of values are new values. `backward()` of a value
    adds to the `grad` of every value that it was computed from, itself included. Names:

        data: the number, a Python float.
        grad: 0.0 at first; each `backward()` adds a derivative to it.

    `inputs` is a proposal: for each value that this one was computed from, the pair (value, local
    derivative). Change it and add attributes as you like; `Value(2.0)`, data and grad must stay.
    """

    def __init__(self, data: float, inputs: tuple[tuple[Value, float], ...] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other: Value | float) -> Value:
        """The sum; the other may also be a plain number."""
        # TODO: Value
        raise NotImplementedError("Value")

    def __mul__(self, other: Value | float) -> Value:
        """The product; the other may also be a plain number."""
        # TODO: Value
        raise NotImplementedError("Value")

    __radd__ = __add__
    __rmul__ = __mul__

    def tanh(self) -> Value:
        """The hyperbolic tangent, for a number of any size; its derivative is 1 - tanh²."""
        # TODO: Value
        raise NotImplementedError("Value")

    def backward(self) -> None:
        """Add, to the `grad` of every value behind this one, this one's derivative for it.

        It works for a chain of 5,000 operations, and for a value that is used many times. Called
        twice, it leaves twice the derivative in every `grad`, as PyTorch does.
        """
        # TODO: Value
        raise NotImplementedError("Value")


def fit_linear(
    features: Tensor, target: Tensor, lr: float, steps: int
) -> tuple[Callable[[Tensor], Tensor], list[float]]:
    """Linear regression by gradient descent, with nothing but tensors and autograd.

    The prediction for a row is a weighted sum of its standardised features plus a bias. Weights and
    bias start at 0. Each step uses all rows and the mean squared error.

    Standardised means: minus the mean, divided by the standard deviation, of each feature over the
    rows of `features`. New rows are treated with these same numbers.

    Args:
        features: (n, f) float32 in their own units; one feature may be a thousand times another.
        target: (n,) float32.
        lr: the learning rate, for standardised features.
        steps: how many steps.

    Returns:
        A function that takes (m, f) new rows in their own units and returns (m,) predictions without
        a graph, and the mean squared error before each step, as Python floats.
    """
    # TODO: fit_linear
    raise NotImplementedError("fit_linear")


if __name__ == "__main__":
    from kindling import check_file

    check_file(__file__)
