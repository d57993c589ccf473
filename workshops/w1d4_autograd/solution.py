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
    # hint: Three steps: make a tensor of x that asks for a gradient, compute f of it, go back.
    # hint: Only floating-point tensors can require gradients, and x may be 3 rather than 3.0.
    # hint: `t = torch.tensor(float(x), requires_grad=True)`; after `f(t).backward()` the slope lies in `t.grad`.
    # note: Autograd is exact up to rounding. A difference quotient is not, and wants a call for every parameter.
    # region solution
    point = torch.tensor(float(x), requires_grad=True)
    f(point).backward()
    return point.grad.item()
    # endregion


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
    # hint: `backward()` adds to `.grad`. Its sister returns the gradients and leaves `.grad` alone.
    # hint: `torch.autograd.grad(loss, params)` gives one gradient for each parameter.
    # hint: It refuses a parameter that the loss does not use, unless you say `allow_unused=True`.
    # note: `torch.autograd.grad` is the choice for a gradient that you want to look at; `backward` is for training.
    # region solution
    return torch.autograd.grad(loss_fn(*params), params, allow_unused=True)
    # endregion


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
    # hint: `p = p - ...` gives the name p to a new tensor. The parameter that the caller holds has not moved.
    # hint: The change itself must not be recorded: `with torch.no_grad():`.
    # hint: A generator can be walked through only once, so move and clear a parameter in the same loop.
    # hint: `p -= lr * p.grad`, then `p.grad = None`, for each p that has a gradient.
    # note: This is `torch.optim.SGD` without its options. Every optimizer of this course has such a loop inside.
    # region solution
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
                p.grad = None
    # endregion


def cut_here(x: Tensor) -> Tensor:
    """x² times x, where the x² counts as a constant.

    The value is x³. The gradient is that of "a constant times x", so it is the constant: x², not 3x².

    Args:
        x: any shape, floating point: a leaf, or the result of other operations.

    Returns:
        The same shape and dtype; gradients flow to x, through the second factor alone.
    """
    # hint: Which of the two factors must autograd know nothing about?
    # hint: `detach()` gives a tensor with the same numbers and no way back.
    # hint: With `.item()` you leave tensors altogether, and a batch has no single number.
    # note: Loss weights, targets from a second network and moving averages are all cut like this.
    # region solution
    return x.square().detach() * x
    # endregion


def safe_log(x: Tensor) -> Tensor:
    """The logarithm where x is positive, and 0 elsewhere, with gradients that you can train with.

    Args:
        x: any shape, floating point; zeros and negative numbers occur. It stays as it is.

    Returns:
        The same shape and dtype: log(x) where x > 0, however near to 0, else 0. The gradient is 1 / x
        where x > 0, else 0.
    """
    # hint: `torch.where` picks values. Which of its two branches does backward walk through?
    # hint: Backward walks through both, and multiplies what was not picked by 0. What is 0 times infinity?
    # hint: Make the logarithm harmless before you take it: give it a 1 wherever x is not positive.
    # hint: `torch.where(x > 0, x, 1.0).log()`. Which value does it have where x was not positive?
    # note: The same trick, a harmless input first, saves sqrt, division and norm. NaN losses often start at a where.
    # region solution
    return torch.where(x > 0, x, 1.0).log()
    # endregion


class Hypotenuse(torch.autograd.Function):
    """sqrt(a² + b²) with a derivative of your own, used as `Hypotenuse.apply(a, b)`.

    The derivative for a is a / h and for b it is b / h, where h is the result, also for sides as short
    as 1e-12. At a = b = 0, where PyTorch's own derivative is NaN, both are 0. Each pair counts alone.
    """

    # hint: `ctx` carries what backward needs: `ctx.save_for_backward(...)`, later `ctx.saved_tensors`.
    # hint: Backward returns one gradient for each input of forward, in the same order.
    # hint: Each of them is the arriving gradient times the local derivative: that is the chain rule.
    # hint: In backward nothing is recorded, so `torch.where(h > 0, ..., 0.0)` may divide by zero in its other branch.
    # note: `gradcheck` compares your backward with difference quotients of your forward. Run it on every Function.

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
        # region solution
        h = (a.square() + b.square()).sqrt()
        ctx.save_for_backward(a, b, h)
        return h
        # endregion

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> tuple[Tensor, Tensor]:
        """Turn the gradient of the result into the gradients of the inputs.

        Args:
            ctx: what forward kept.
            upstream: the gradient of the loss for the result, in the result's shape.

        Returns:
            The gradients of the loss for a and for b, in their shapes.
        """
        # region solution
        a, b, h = ctx.saved_tensors
        scale = torch.where(h > 0, upstream / h, 0.0)
        return scale * a, scale * b
        # endregion


class Value:
    """A number that remembers how it was computed: PyTorch's idea in 40 lines.

    `Value(2.0)` is a leaf. Sums, products and tanh of values are new values. `backward()` of a value
    adds to the `grad` of every value that it was computed from, itself included. Names:

        data: the number, a Python float.
        grad: 0.0 at first; each `backward()` adds a derivative to it.

    `inputs` is a proposal: for each value that this one was computed from, the pair (value, local
    derivative). Change it and add attributes as you like; `Value(2.0)`, data and grad must stay.
    """

    # hint: For a * b the local derivatives are b for a, and a for b. Store both at once, as numbers.
    # hint: A value may pass its gradient on only when all who use it have added to it: later results first.
    # hint: Find that order with a list as a stack: push (node, False); on leaving push (node, True). No recursion.
    # hint: What flows in this call and what `grad` holds from earlier calls are two numbers: keep them apart.
    # note: PyTorch's engine does this with tensors: nodes, saved local derivatives, an order, and additions.

    def __init__(self, data: float, inputs: tuple[tuple[Value, float], ...] = ()) -> None:
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def __add__(self, other: Value | float) -> Value:
        """The sum; the other may also be a plain number."""
        # region solution
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, ((self, 1.0), (other, 1.0)))
        # endregion

    def __mul__(self, other: Value | float) -> Value:
        """The product; the other may also be a plain number."""
        # region solution
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, ((self, other.data), (other, self.data)))
        # endregion

    __radd__ = __add__
    __rmul__ = __mul__

    def tanh(self) -> Value:
        """The hyperbolic tangent, for a number of any size; its derivative is 1 - tanh²."""
        # region solution
        result = math.tanh(self.data)
        return Value(result, ((self, 1.0 - result**2),))
        # endregion

    def backward(self) -> None:
        """Add, to the `grad` of every value behind this one, this one's derivative for it.

        It works for a chain of 5,000 operations, and for a value that is used many times. Called
        twice, it leaves twice the derivative in every `grad`, as PyTorch does.
        """
        # region solution
        order: list[Value] = []
        seen: set[Value] = set()
        waiting = [(self, False)]
        while waiting:
            node, left = waiting.pop()
            if left:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((each, False) for each, _ in node.inputs)
        flowing = dict.fromkeys(order, 0.0) | {self: 1.0}
        for node in reversed(order):
            node.grad += flowing[node]
            for each, local in node.inputs:
                flowing[each] += local * flowing[node]
        # endregion


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
    # hint: Statistics of each feature: over which dimension? Keep them, because new rows need the same ones.
    # hint: `rows @ weights + bias` with weights of shape (f,) has shape (n,), like the target. With (f, 1) it has not.
    # hint: Each step: loss, `loss.backward()`, `gradient_step([weights, bias], lr)`, and `loss.item()` for the list.
    # hint: A function defined inside this one can use its variables: that is the function to return.
    # note: `torch.linalg.lstsq` solves this in one call. Gradient descent also works where no formula exists.
    # region solution
    mean, std = features.mean(dim=0), features.std(dim=0)
    rows = (features - mean) / std
    weights = torch.zeros(features.shape[1], device=features.device, requires_grad=True)
    bias = torch.zeros((), device=features.device, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (rows @ weights + bias - target).square().mean()
        losses.append(loss.item())
        loss.backward()
        gradient_step([weights, bias], lr)

    def predict(new: Tensor) -> Tensor:
        with torch.no_grad():
            return (new - mean) / std @ weights + bias

    return predict, losses
    # endregion


# region result
def main() -> None:
    """Check the engine against PyTorch, then fit the diabetes data by hand and by formula."""
    from kindling import data

    a, b = Value(0.5), Value(-3.0)
    (a * (a * b).tanh() + b).backward()
    print(f"d/da of a * tanh(a * b) + b at 0.5, -3, by Value:   {a.grad:.6f}")
    print(
        f"the same by PyTorch:                                {slope(lambda t: t * (t * -3).tanh() - 3, 0.5):.6f}"
    )

    table = data.diabetes()
    print(f"\n{table}")
    predict, losses = fit_linear(table.features, table.target, lr=0.2, steps=3000)
    centred = table.features.double() - table.features.double().mean(dim=0)
    columns = torch.cat([centred, torch.ones(len(centred), 1)], dim=1)
    exact = columns @ torch.linalg.lstsq(columns, table.target.double()).solution
    variance = table.target.var(correction=0).item()
    print(f"always the mean:            mean squared error {variance:9.3f}")
    for steps in (10, 100, 1000):
        print(f"after {steps:5,} steps:          mean squared error {losses[steps]:9.3f}")
    reached = (predict(table.features) - table.target).square().mean().item()
    formula = (exact - table.target).square().mean().item()
    print(f"after 3,000 steps:          mean squared error {reached:9.3f}, R² {1 - reached / variance:.3f}")
    print(f"in one step by the formula: mean squared error {formula:9.3f}")


if __name__ == "__main__":
    main()
# endregion
