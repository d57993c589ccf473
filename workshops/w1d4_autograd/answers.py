"""Known answers: other right ones, and the mistakes that people make with autograd."""

from __future__ import annotations

import math
import sys

import solution
import torch

from kindling import alternative, misconception


@alternative("asks for the gradient instead of storing it")
def slope(f, x):
    point = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    (gradient,) = torch.autograd.grad(f(point), point)
    return float(gradient)


@alternative("switches the gradient on afterwards")
def slope(f, x):
    point = torch.tensor(x).float().requires_grad_()
    value = f(point)
    value.backward(torch.ones_like(value))
    return point.grad.tolist()


@alternative("differentiates the function with torch.func")
def slope(f, x):
    return torch.func.grad(f)(torch.tensor(1.0 * x)).item()


@misconception(
    "asks for no gradient",
    "Autograd records only what is computed of a tensor that asks for it with `requires_grad`, and nothing under "
    "`no_grad`. What f gave was not recorded: which tensor was handed to f, and does that one ask?",
)
def slope(f, x):
    point = torch.tensor(float(x))
    f(point).backward()
    return point.grad.item()


@misconception(
    "an integer tensor",
    "`torch.tensor(3)` holds an integer. A slope needs numbers that can move by a little, so only floating-point "
    "tensors can require gradients.",
)
def slope(f, x):
    point = torch.tensor(x, requires_grad=True)
    f(point).backward()
    return point.grad.item()


@misconception(
    "a difference quotient",
    "Close, but this compares two values of f a small distance apart, so rounding and the distance both show. "
    "Autograd needs no distance.",
)
def slope(f, x):
    x, step = torch.tensor(float(x)), 1e-3
    return ((f(x + step) - f(x)) / step).item()


@misconception(
    "a difference on both sides",
    "Far from 0, where f is large, a small difference of two values drowns in their rounding. Autograd takes no "
    "difference: it differentiates each operation exactly.",
)
def slope(f, x):
    below, above = (f(torch.tensor(x + step)).item() for step in (-1e-3, 1e-3))
    return (above - below) / 2e-3


@misconception(
    "computes f of the plain number",
    "The tensor that asks for a gradient stands aside: f was given the Python number, so nothing of it was recorded.",
)
def slope(f, x):
    point = torch.tensor(float(x), requires_grad=True)
    f(x).backward()
    return point.grad.item()


@misconception(
    "returns the value",
    "This is how high f is at x, not how steep. The slope comes from going back through the graph.",
)
def slope(f, x):
    return f(torch.tensor(float(x), requires_grad=True)).item()


@misconception(
    "returns a tensor",
    "The number is wanted as a Python float, and this is still a tensor.",
)
def slope(f, x):
    point = torch.tensor(float(x), requires_grad=True)
    f(point).backward()
    return point.grad


@misconception(
    "nothing arrives in .grad",
    "`.grad` is still None. Three usual causes: `backward()` was never called; it began at a number that had left the "
    "graph (`.item()`, `torch.tensor(...)` of a result); or this tensor is itself a result, as after `[0]` or `.double()`, "
    "and only a leaf, a tensor that you made yourself, keeps its gradient.",
)
def slope(f, x):
    point = torch.tensor(float(x), requires_grad=True)
    value = torch.tensor(f(point).item(), requires_grad=True)
    value.backward()
    return point.grad.item()


@misconception(
    "divides by x",
    "Height divided by x is the slope of a line from the origin, not the slope of the curve at that point.",
)
def slope(f, x):
    point = torch.tensor(float(x))
    return (f(point) / point).item()


@alternative("asks for the Jacobian")
def slope(f, x):
    return torch.autograd.functional.jacobian(f, torch.tensor(float(x))).item()


@misconception(
    "a difference in double precision",
    "f was computed beside x too, so this is a difference quotient, however small its step. Autograd needs f at x alone, "
    "and one walk back.",
)
def slope(f, x):
    below, above = (f(torch.tensor(x + step, dtype=torch.float64)).item() for step in (-1e-5, 1e-5))
    return (above - below) / 2e-5


@misconception(
    "a vector with one number",
    "`torch.tensor([x])` has shape (1,), a vector with one number. f takes a number alone, of shape (): some functions "
    "fail on the vector, or give another result.",
)
def slope(f, x):
    point = torch.tensor([float(x)], requires_grad=True)
    f(point).backward()
    return point.grad.item()


@alternative("goes back on copies")
def grads(loss_fn, params):
    copies = [each.detach().clone().requires_grad_() for each in params]
    loss_fn(*copies).backward()
    return [each.grad for each in copies]


@alternative("asks for one parameter after the other")
def grads(loss_fn, params):
    loss = loss_fn(*params)
    return [torch.autograd.grad(loss, p, retain_graph=True, allow_unused=True)[0] for p in params]


@alternative("puts every .grad back")
def grads(loss_fn, params):
    before = [each.grad for each in params]
    for each in params:
        each.grad = None
    loss_fn(*params).backward()
    found = [each.grad for each in params]
    for each, old in zip(params, before, strict=True):
        each.grad = old
    return found


@misconception(
    "backward, then .grad",
    "`backward()` writes into `.grad`, and adds to what stands there. Both show: in the result, and in the caller's "
    "parameters.",
)
def grads(loss_fn, params):
    loss_fn(*params).backward()
    return [each.grad for each in params]


@misconception(
    "clears .grad before",
    "The result is right, but the caller's `.grad` was thrown away or overwritten.",
)
def grads(loss_fn, params):
    for each in params:
        each.grad = None
    loss_fn(*params).backward()
    return [each.grad for each in params]


@misconception(
    "clears .grad before and after",
    "The result is right, but what stood in the caller's `.grad` is gone: clearing is not the same as leaving alone.",
)
def grads(loss_fn, params):
    for each in params:
        each.grad = None
    loss_fn(*params).backward()
    found = [each.grad for each in params]
    for each in params:
        each.grad = None
    return found


@misconception(
    "takes the difference to the old .grad",
    "`backward()` has already added to the `.grad` that the caller holds, and where there was none there is one now. "
    "And where the old one is large, the new one drowns in its rounding: subtracting does not bring it back.",
)
def grads(loss_fn, params):
    before = [0.0 if each.grad is None else each.grad.clone() for each in params]
    loss_fn(*params).backward()
    return [None if p.grad is None else p.grad - old for p, old in zip(params, before, strict=True)]


@misconception(
    "the difference to the old .grad, which is put back",
    "`backward()` adds the new gradient to the old `.grad`. Where the old one is large, the new one drowns in its "
    "rounding, and subtracting does not bring it back.",
)
def grads(loss_fn, params):
    before = [None if each.grad is None else each.grad.clone() for each in params]
    loss_fn(*params).backward()
    found = []
    for each, old in zip(params, before, strict=True):
        found.append(each.grad if old is None else each.grad - old)
        each.grad = old
    return found


@misconception(
    "no unused parameters foreseen",
    "A parameter that the loss does not use has no path from the loss, and `torch.autograd.grad` takes that for a "
    "mistake unless you allow it.",
)
def grads(loss_fn, params):
    return list(torch.autograd.grad(loss_fn(*params), params))


@misconception(
    "zeros for an unused parameter",
    "Zero says: it matters, but not here. None says: the loss does not contain it at all, and that often points to a "
    "bug in a model.",
)
def grads(loss_fn, params):
    return list(torch.autograd.grad(loss_fn(*params), params, allow_unused=True, materialize_grads=True))


@misconception(
    "None for a gradient of zero",
    "A gradient that holds nothing but zeros came back as None. Zero says: it matters, but not here. None is for a "
    "parameter that the loss does not contain.",
)
def grads(loss_fn, params):
    found = torch.autograd.grad(loss_fn(*params), params, allow_unused=True)
    return [each if each is not None and each.any() else None for each in found]


@misconception(
    "an except for too much",
    "An error of the loss itself was caught as well, and passed off as a parameter that is not used. A caller with a "
    "bug in the loss needs to see it.",
)
def grads(loss_fn, params):
    found = []
    for each in params:
        try:
            found += torch.autograd.grad(loss_fn(*params), [each])
        except RuntimeError:
            found.append(None)
    return found


@misconception(
    "leaves out the unused",
    "Without a place for the unused parameter, the gradients no longer line up with the parameters.",
)
def grads(loss_fn, params):
    found = torch.autograd.grad(loss_fn(*params), params, allow_unused=True)
    return [each for each in found if each is not None]


@misconception(
    "keeps the graph of the gradients",
    "`create_graph=True` records the backward pass as well, for second derivatives. Here it only holds on to memory.",
)
def grads(loss_fn, params):
    return list(torch.autograd.grad(loss_fn(*params), params, allow_unused=True, create_graph=True))


@misconception(
    "hands over the list",
    "The loss takes each parameter as an argument of its own, and it was given the list as one.",
)
def grads(loss_fn, params):
    return list(torch.autograd.grad(loss_fn(params), params, allow_unused=True))


@alternative("leaves it to torch.optim.SGD")
def gradient_step(params, lr):
    optimizer = torch.optim.SGD(params, lr=lr)
    optimizer.step()
    optimizer.zero_grad()


@alternative("writes through a detached view, fills with zeros")
def gradient_step(params, lr):
    for p in params:
        if p.grad is not None:
            p.detach().sub_(p.grad, alpha=lr)
            p.grad.zero_()


@alternative("copies the new numbers in")
@torch.no_grad()
def gradient_step(params, lr):
    params = list(params)
    for p in params:
        if p.grad is None:
            continue
        p.copy_(p - lr * p.grad)
    for p in params:
        p.grad = None


@misconception(
    "binds the name anew",
    "The tensor that the caller holds is where it was. Is it changed in place? `p = p - ...` makes a new tensor and calls "
    "it p, under `no_grad` too.",
)
def gradient_step(params, lr):
    for p in params:
        if p.grad is not None:
            p = p - lr * p.grad
            p.grad = None


@misconception(
    "binds the name anew, whether there is a gradient or not",
    "The tensor that the caller holds is where it was. Is it changed in place? `p = p - ...` makes a new tensor and calls "
    "it p, under `no_grad` too.",
)
def gradient_step(params, lr):
    for p in params:
        p = p - lr * p.grad
        p.grad = None


@misconception(
    "clears a new tensor's gradient",
    "After `p = p - ...` the name p means a new tensor, which has no gradient to clear. The parameter itself has neither "
    "moved nor been cleared.",
)
def gradient_step(params, lr):
    for p in params:
        if p.grad is not None:
            p = p - lr * p.grad
            p.grad.zero_()


@misconception(
    "clears a new tensor's gradient, whether there is one or not",
    "After `p = p - ...` the name p means a new tensor, which has no gradient to clear. The parameter itself has neither "
    "moved nor been cleared.",
)
def gradient_step(params, lr):
    for p in params:
        p = p - lr * p.grad
        p.grad.zero_()


@misconception(
    "writes a new tensor into the list",
    "The list now holds another tensor. The model, and everybody else who holds the old one, does not notice.",
)
def gradient_step(params, lr):
    for i, p in enumerate(params):
        if p.grad is not None:
            params[i] = (p - lr * p.grad).detach().requires_grad_()


@misconception(
    "records its own update",
    "The update is a computation like any other, so autograd wants to record it. It must be told not to watch.",
)
def gradient_step(params, lr):
    for p in params:
        if p.grad is not None:
            p -= lr * p.grad
            p.grad = None


@misconception(
    "moves uphill",
    "The gradient points to where the loss grows. Downhill is the other direction.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p += lr * p.grad
                p.grad = None


@misconception(
    "clears nothing",
    "The old gradient is still there, and the next `backward()` adds to it.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad


@misconception(
    "cleared, but not moved",
    "The gradient is cleared, and the parameter has not moved. Is there a step that moves it, and does it stand before "
    "the clearing?",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p.grad.zero_()
                p -= lr * p.grad


@misconception(
    "walks through a generator twice",
    "A generator such as `model.parameters()` is empty after one walk, so a second loop over it does nothing.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
    for p in params:
        p.grad = None


@misconception(
    "clears in a first walk",
    "A first loop over a generator uses it up. Then there is nothing left to move.",
)
def gradient_step(params, lr):
    gradients = [p.grad for p in params]
    with torch.no_grad():
        for p, gradient in zip(params, gradients, strict=False):
            if gradient is not None:
                p -= lr * gradient
                p.grad = None


@misconception(
    "expects a gradient everywhere",
    "A parameter that no loss has used yet has None in `.grad`, and None cannot be multiplied.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            p -= lr * p.grad
            p.grad = None


@misconception(
    "zeros where there was no gradient",
    "A parameter that no loss has used has None in `.grad`, and is to keep it; here it got a gradient of zeros, as if a "
    "loss had used it.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                p.grad = torch.zeros_like(p)
            p -= lr * p.grad
            p.grad.zero_()


@misconception(
    "switches requires_grad off for good",
    "The parameter moved, but it no longer asks for gradients, so this was its last step.",
)
def gradient_step(params, lr):
    for p in params:
        if p.grad is not None:
            p.requires_grad_(False)
            p -= lr * p.grad
            p.grad = None


@misconception(
    "forgets the learning rate",
    "The whole gradient was taken off. It says how steep it is, not how far to go: that is what lr is for.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= p.grad
                p.grad = None


@misconception(
    "stops at the first without a gradient",
    "`return` and `break` end the whole walk, so the parameters after the one without a gradient never move.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is None:
                return
            p -= lr * p.grad
            p.grad = None


@misconception(
    "clears the last one alone",
    "After the loop, p is the last parameter and no other: only its gradient was cleared.",
)
def gradient_step(params, lr):
    with torch.no_grad():
        for p in params:
            if p.grad is not None:
                p -= lr * p.grad
    p.grad = None


@alternative("computes the square without recording")
def cut_here(x):
    with torch.no_grad():
        constant = x**2
    return constant * x


@alternative("squares a detached x")
def cut_here(x):
    return x * x.detach() ** 2


@alternative("detaches the square in place")
def cut_here(x):
    constant = x * x
    constant.detach_()
    return torch.mul(constant, x)


@misconception(
    "nothing is cut",
    "Gradients still flow through both factors, which gives 3x². A new name, or a `clone()`, does not cut: both keep "
    "their way back.",
)
def cut_here(x):
    constant = x.square().clone()
    return constant * x


@misconception(
    "cuts with .item()",
    "`.item()` makes one Python number out of a tensor with one number. A batch has many.",
)
def cut_here(x):
    return x.square().item() * x


@misconception(
    "cuts everything",
    "Now the last multiplication is cut off too, so no gradient can reach x at all. Only the x² is to be a constant.",
)
def cut_here(x):
    with torch.no_grad():
        return x.square() * x


@misconception(
    "cuts the other factor",
    "Here x is the constant and x² carries the gradient, which gives 2x². It is to be the other way round.",
)
def cut_here(x):
    return x.square() * x.detach()


@misconception(
    "sets the flag of a result",
    "`requires_grad` can be switched on leaves alone. The result of an operation asks for gradients because its inputs do.",
)
def cut_here(x):
    constant = x.square()
    constant.requires_grad = False
    return constant * x


@misconception(
    "switches the flag of x",
    "x belongs to the caller: it may be the result of other operations, which has no such switch, or plain data that "
    "wants no gradient.",
)
def cut_here(x):
    x.requires_grad_(False)
    constant = x.square()
    x.requires_grad_(True)
    return constant * x


@misconception(
    "cuts x itself",
    "With the underscore, `detach_()` cuts the tensor itself: here the caller's x, which asks for no gradient any more.",
)
def cut_here(x):
    constant = x.square()
    return constant * x.detach_()


@misconception(
    "makes x ask for gradients",
    "The cut is right, but x is switched to require gradients, whether its owner wants them or not.",
)
def cut_here(x):
    return x.square().detach() * x.requires_grad_()


@misconception(
    "inference mode for a part",
    "`inference_mode` is for results that will never meet a gradient again: what was made under it cannot enter a "
    "recorded product.",
)
def cut_here(x):
    with torch.inference_mode():
        constant = x.square()
    return constant * x


@misconception(
    "by way of float32",
    "The x² was a float32 tensor on its way: `.float()` makes one, and so does `torch.tensor` of Python numbers. A "
    "float64 loses more than half of its digits there.",
)
def cut_here(x):
    return x.detach().float().square().to(x.dtype) * x


@misconception(
    "starts a fresh leaf",
    "The factor that should carry the gradient is a new leaf, so the gradient ends up in the copy and never reaches x.",
)
def cut_here(x):
    fresh = x.detach().clone().requires_grad_(x.requires_grad)
    return x.square().detach() * fresh


@alternative("where around where")
def safe_log(x):
    positive = x > 0
    safe = torch.where(positive, x, torch.ones_like(x))
    return torch.where(positive, safe.log(), torch.zeros_like(x))


@alternative("takes the logarithm of the positive ones and puts them in their places")
def safe_log(x):
    out = torch.zeros_like(x)
    out[x > 0] = torch.log(x[x > 0])
    return out


@alternative("clamps before the logarithm, and picks afterwards")
def safe_log(x):
    return torch.where(x > 0, x.clamp(min=torch.finfo(x.dtype).tiny).log(), 0.0)


@alternative("fills the others with 1")
def safe_log(x):
    return x.masked_fill(x <= 0, 1.0).log()


@misconception(
    "picks after the logarithm",
    "The values are right, but backward also walks through the logarithm that was not picked: there it multiplies 0 by "
    "the infinite slope of log at 0, and 0 times infinity is NaN.",
)
def safe_log(x):
    return torch.where(x > 0, x.log(), 0.0)


@misconception(
    "adds a small number",
    "A small number added inside moves every value, and the logarithm of a small number is far from 0.",
)
def safe_log(x):
    return (x + 1e-8).log()


@misconception(
    "clamps to a small number",
    "Clamping prevents infinity, but the logarithm of a small number is far from the 0 that is wanted.",
)
def safe_log(x):
    return x.clamp(min=1e-8).log()


@misconception(
    "clamps to 1",
    "Everything below 1 becomes 0 this way, and 0.5 has a logarithm of its own.",
)
def safe_log(x):
    return x.clamp(min=1.0).log()


@misconception(
    "multiplies by the mask",
    "Multiplying by 0 does not remove infinity or NaN: their product with 0 is NaN, already on the way forward.",
)
def safe_log(x):
    return x.log() * (x > 0)


@misconception(
    "multiplies x by the mask",
    "Multiplying by 0 removes every number but infinity: minus infinity times 0 is NaN, and so is its logarithm.",
)
def safe_log(x):
    return (x * (x > 0) + (x <= 0)).log()


@misconception(
    "takes zero for positive",
    "The condition lets 0 through, and the logarithm of 0 is minus infinity.",
)
def safe_log(x):
    return torch.where(x >= 0, x, 1.0).log()


@misconception(
    "zero in place of 1",
    "Where x is not positive, the logarithm is given a 0 now, and the logarithm of 0 is minus infinity. Which number has "
    "the logarithm that is wanted there?",
)
def safe_log(x):
    return torch.where(x > 0, x, 0.0).log()


@misconception(
    "a limit above 0",
    "What is not positive is right now, but the smallest positive numbers were lifted or left out as well: the limit is "
    "0 and no small number, and their logarithms are further from 0 than this.",
)
def safe_log(x):
    return torch.where(x > 0, x.clamp(min=1e-6).log(), 0.0)


@misconception(
    "another base",
    "`log10` is the logarithm to base 10. The natural one, whose slope is 1 / x, is `torch.log`.",
)
def safe_log(x):
    return torch.where(x > 0, x, 1.0).log10()


@misconception(
    "always in float32",
    "The result is in float32 whatever x is: digits of a float64 are lost, and a dtype is changed that is the caller's.",
)
def safe_log(x):
    return torch.where(x > 0, x, 1.0).float().log()


@misconception(
    "by way of float32",
    "x was in float32 on its way. A float64 loses more than half of its digits there, and float32 knows no number as "
    "near to 0 as 1e-200.",
)
def safe_log(x):
    return torch.where(x > 0, x, 1.0).float().log().to(x.dtype)


@misconception(
    "logarithm of the absolute value",
    "A negative number has a logarithm this way, and 0 still has none. Both are to give 0.",
)
def safe_log(x):
    return x.abs().log()


@misconception(
    "shifts by 1",
    "`log1p` is log(1 + x): it is 0 at 0, but every other value is another function's.",
)
def safe_log(x):
    return x.clamp(min=0.0).log1p()


@misconception(
    "nan_to_num's own numbers",
    "`nan_to_num` replaces NaN by 0, but minus infinity by the most negative number that there is.",
)
def safe_log(x):
    return x.log().nan_to_num()


@misconception(
    "leaves the graph",
    "The values are right, but they were computed outside autograd, so no gradient comes back.",
)
def safe_log(x):
    values = [math.log(each) if each > 0 else 0.0 for each in x.flatten().tolist()]
    return torch.tensor(values, dtype=x.dtype, device=x.device).reshape(x.shape)


@misconception(
    "leaves elements out",
    "Picking with a mask shortens the tensor. Every element needs its place in the result.",
)
def safe_log(x):
    return x[x > 0].log()


@misconception(
    "repairs x in place",
    "x belongs to the caller, and it may be a parameter, which autograd protects from being overwritten.",
)
def safe_log(x):
    x[x <= 0] = 1.0
    return x.log()


def length(a, b):
    """The hypotenuse itself."""
    return (a.square() + b.square()).sqrt()


def over(upstream, h):
    """upstream / h, and 0 where h is 0."""
    return torch.where(h > 0, upstream / h, 0.0)


class Saving(torch.autograd.Function):
    """A forward that keeps a, b and the result."""

    @staticmethod
    def forward(ctx, a, b):
        h = length(a, b)
        ctx.save_for_backward(a, b, h)
        return h


@alternative("keeps the local derivatives")
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        h = torch.hypot(a, b)
        ctx.save_for_backward((a / h).nan_to_num(0.0), (b / h).nan_to_num(0.0))
        return h

    @staticmethod
    def backward(ctx, upstream):
        return tuple(upstream * each for each in ctx.saved_tensors)


@alternative("sets up its context apart")
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(a, b):
        return torch.stack([a, b]).norm(dim=0)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, upstream):
        a, b = ctx.saved_tensors
        h = length(a, b)
        h = h.masked_fill(h == 0, 1.0)
        for_a = upstream * a / h if ctx.needs_input_grad[0] else None
        return for_a, upstream * b / h if ctx.needs_input_grad[1] else None


@alternative("a tiny number below the fraction")
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        h = h.clamp(min=1e-20)
        return a / h * upstream, b / h * upstream


@alternative("by the angle")
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return torch.hypot(a, b)

    @staticmethod
    def backward(ctx, upstream):
        a, b = ctx.saved_tensors
        angle = torch.atan2(b, a)
        upstream = upstream.masked_fill((a == 0) & (b == 0), 0.0)
        return upstream * angle.cos(), upstream * angle.sin()


@misconception(
    "forgets what arrives",
    "Only the local derivative is returned. The chain rule multiplies it by the gradient that arrives from above.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        scale = over(torch.ones_like(h), h)
        return scale * a, scale * b


@misconception(
    "not two gradients",
    "Forward takes two tensors, so `backward` must return two gradients, one for each, in the same order. Here it "
    "returned a single one, or None, as it does where a `return` is missing.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a


@misconception(
    "no gradient for b",
    "The second gradient is None, which says that b does not matter. The result depends on b as it does on a.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, None


@misconception(
    "forgets what arrives for a",
    "For a, only the local derivative is returned. The chain rule multiplies it by the gradient that arrives from above.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(torch.ones_like(h), h) * a, over(upstream, h) * b


@misconception(
    "forgets what arrives for b",
    "For b, only the local derivative is returned. The chain rule multiplies it by the gradient that arrives from above.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, over(torch.ones_like(h), h) * b


@misconception(
    "gradients in the wrong order",
    "Each input gets the other one's gradient: they must come in the order of forward's inputs.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * b, over(upstream, h) * a


@misconception(
    "divides by zero at the origin",
    "At a = b = 0 this divides 0 by 0, and one NaN among the gradients spoils every parameter that it reaches.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return upstream * a / h, upstream * b / h


@misconception(
    "nothing in save_for_backward",
    "Nothing was given to `ctx.save_for_backward`. Tensors kept in other ways escape autograd's watch: changed in place "
    "later, they give wrong gradients in silence.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.a, ctx.b, ctx.h = a, b, length(a, b)
        return ctx.h

    @staticmethod
    def backward(ctx, upstream):
        scale = over(upstream, ctx.h)
        return scale * ctx.a, scale * ctx.b


@misconception(
    "nothing kept at all",
    "Backward asks for tensors that forward never handed to `ctx.save_for_backward`, so there are none.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        return length(a, b)

    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, over(upstream, h) * b


@misconception(
    "a small number under the root",
    "A number added under the root prevents the division by 0, but it also lengthens every result: at the origin the "
    "length is no longer 0.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        h = (a.square() + b.square() + 1e-30).sqrt()
        ctx.save_for_backward(a, b, h)
        return h

    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return upstream * a / h, upstream * b / h


@misconception(
    "only the root is differentiated",
    "This is the derivative of the square root for what stands under it. What stands under it depends on a and b, and "
    "that derivative is a factor too.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, 2 * h), over(upstream, 2 * h)


@misconception(
    "a half too much",
    "The result is half of what it should be: the 1/2 of the root's derivative cancels the 2 of the square's.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, 2 * h) * a, over(upstream, 2 * h) * b


@misconception(
    "twice too much",
    "The result is twice what it should be: the derivative of a² is 2a, and that of the root halves it again.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return 2 * a * over(upstream, h), 2 * b * over(upstream, h)


@misconception(
    "all zero as soon as one pair is",
    "A single pair at the origin sets the gradients of all pairs to 0. The choice belongs to each pair alone.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        if (h == 0).any():
            return torch.zeros_like(a), torch.zeros_like(b)
        return upstream * a / h, upstream * b / h


@misconception(
    "zero only where all pairs are",
    "The origin is caught only where every pair lies there. Beside another pair it divides 0 by 0 as before: the choice "
    "belongs to each pair alone.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        if (h == 0).all():
            return torch.zeros_like(a), torch.zeros_like(b)
        return upstream * a / h, upstream * b / h


@misconception(
    "a limit above 0",
    "The gradient comes out far too small near the origin, where a small number in the denominator or a threshold is "
    "larger than h. Only at h = 0 is a choice of your own wanted.",
)
class Hypotenuse(Saving):
    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return upstream * a / h.clamp(min=1e-8), upstream * b / h.clamp(min=1e-8)


@misconception(
    "always in float32",
    "The result is in float32 whatever the sides are. `gradcheck` needs float64, and so may a caller.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        h = length(a.float(), b.float())
        ctx.save_for_backward(a, b, h)
        return h

    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, over(upstream, h) * b


@misconception(
    "by way of float32",
    "The result has the dtype of the sides, but it was in float32 on its way, and a float64 loses more than half of its "
    "digits there. `gradcheck` notices it too.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        h = length(a.float(), b.float()).to(a.dtype)
        ctx.save_for_backward(a, b, h)
        return h

    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, over(upstream, h) * b


@misconception(
    "gradients by way of float32",
    "The results are exact, but their gradients were in float32 on the way, and a float64 loses more than half of its "
    "digits there.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        h = length(a, b)
        ctx.save_for_backward(a.float(), b.float(), h.float())
        return h

    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, over(upstream, h) * b


@misconception(
    "squares the sides in place",
    "`a *= a` and `a.square_()` overwrite the caller's side, and backward then finds the square where it wants the side.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        h = (a.square_() + b.square_()).sqrt()
        ctx.save_for_backward(a, b, h)
        return h

    @staticmethod
    def backward(ctx, upstream):
        a, b, h = ctx.saved_tensors
        return over(upstream, h) * a, over(upstream, h) * b


@misconception(
    "no root",
    "a² + b² is the square of the length.",
)
class Hypotenuse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a.square() + b.square()

    @staticmethod
    def backward(ctx, upstream):
        a, b = ctx.saved_tensors
        return 2 * a * upstream, 2 * b * upstream


class Engine:
    """A right engine in another spelling, whose parts the wrong ones replace. Slopes are kept in pairs."""

    def __init__(self, data, inputs=()):
        self.data = data
        self.grad = 0.0
        self.inputs = inputs

    def wrap(self, other):
        """The other, as a value."""
        return other if isinstance(other, Engine) else type(self)(other)

    def __add__(self, other):
        other = self.wrap(other)
        return type(self)(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = self.wrap(other)
        return type(self)(self.data * other.data, ((self, other.data), (other, self.data)))

    def __radd__(self, other):
        return self + other

    def __rmul__(self, other):
        return self * other

    def tanh(self):
        result = math.tanh(self.data)
        return type(self)(result, ((self, 1 - result * result),))

    def order(self):
        """Every value behind this one, each before all that it was computed from."""
        users, found = {}, [self]
        for node in found:
            for each, _ in node.inputs:
                if each not in users:
                    users[each] = 0
                    found.append(each)
                users[each] += 1
        ready, order = [self], []
        while ready:
            node = ready.pop()
            order.append(node)
            for each, _ in node.inputs:
                users[each] -= 1
                if not users[each]:
                    ready.append(each)
        return order

    def backward(self):
        flowing = {self: 1.0}
        for node in self.order():
            node.grad += flowing[node]
            for each, slope in node.inputs:
                flowing[each] = flowing.get(each, 0.0) + slope * flowing[node]


@alternative("counts its users instead of sorting")
class Value(Engine):
    pass


@alternative("one rule for each operation, as a function")
class Value:
    def __init__(self, data):
        self.data, self.grad, self.flow = data, 0.0, 0.0
        self.behind, self.rule = [], lambda: None

    def make(self, data, behind):
        made = type(self)(data)
        made.behind = behind
        return made

    def __add__(self, other):
        other = other if hasattr(other, "rule") else type(self)(other)
        out = self.make(self.data + other.data, [self, other])

        def rule():
            self.flow += out.flow
            other.flow += out.flow

        out.rule = rule
        return out

    def __mul__(self, other):
        other = other if hasattr(other, "rule") else type(self)(other)
        out = self.make(self.data * other.data, [self, other])

        def rule():
            self.flow += other.data * out.flow
            other.flow += self.data * out.flow

        out.rule = rule
        return out

    __radd__, __rmul__ = __add__, __mul__

    def tanh(self):
        out = self.make(math.tanh(self.data), [self])

        def rule():
            self.flow += (1 - out.data**2) * out.flow

        out.rule = rule
        return out

    def backward(self):
        order, seen, stack = [], {id(self)}, [(self, iter(self.behind))]
        while stack:
            node, rest = stack[-1]
            each = next(rest, None)
            if each is None:
                order.append(stack.pop()[0])
            elif id(each) not in seen:
                seen.add(id(each))
                stack.append((each, iter(each.behind)))
        self.flow = 1.0
        for node in reversed(order):
            node.rule()
        for node in order:
            node.grad, node.flow = node.grad + node.flow, 0.0


@alternative("numbers its values as they are made")
class Value(Engine):
    made = 0

    def __init__(self, data, inputs=()):
        super().__init__(data, inputs)
        Engine.made = getattr(Engine, "made", 0) + 1
        self.number = Engine.made

    def order(self):
        found = [self]
        known = {self}
        for node in found:
            fresh = {each for each, _ in node.inputs} - known
            known |= fresh
            found.extend(fresh)
        return sorted(found, key=lambda each: -each.number)


@misconception(
    "overwrites instead of adding",
    "A value that is used twice gets a gradient from each use, and the second one wiped out the first.",
)
class Value(Engine):
    def backward(self):
        self.grad = 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad = slope * node.grad


class LastUse(Engine):
    """An engine whose order comes from a stack: a value is put down when all behind it have been."""

    def order(self):
        order, seen, waiting = [], set(), [(self, False)]
        while waiting:
            node, left = waiting.pop()
            if left:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                waiting.append((node, True))
                waiting.extend((each, False) for each, _ in node.inputs)
        return order[::-1]


@misconception(
    "overwrites, in a stack's order",
    "A value that is used twice gets a gradient from each use, and the second one wiped out the first.",
)
class Value(LastUse):
    def backward(self):
        self.grad = 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad = slope * node.grad


@misconception(
    "overwrites, in the order of calls",
    "A value that is used twice gets a gradient from each use, and the second one wiped out the first.",
)
class Value(Engine):
    def order(self):
        found, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each, _ in node.inputs:
                    visit(each)
                found.append(node)

        visit(self)
        return found[::-1]

    def backward(self):
        self.grad = 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad = slope * node.grad


class Sweep(Engine):
    """An engine that passes on as it goes, in whatever order `order` gives."""

    def backward(self):
        self.grad = 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad += slope * node.grad


@misconception(
    "passes on too early",
    "A value passed its gradient on before all who use it had added to it. Going through the inputs as they come is "
    "not enough where paths join.",
)
class Value(Sweep):
    def order(self):
        found, waiting = {}, [self]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = True
                waiting.extend(each for each, _ in node.inputs)
        return list(found)


@misconception(
    "each branch to its end",
    "One branch was followed down to the leaves before the other had brought its part, so where they join a value "
    "passed on too little.",
)
class Value(Sweep):
    def order(self):
        found, waiting = {}, [self]
        while waiting:
            node = waiting.pop()
            if node not in found:
                found[node] = True
                waiting.extend(each for each, _ in reversed(node.inputs))
        return list(found)


@misconception(
    "level by level",
    "Level by level from the end is not the right order: a value can be one level away by one path and two by another, "
    "and then it passes its gradient on too early.",
)
class Value(Sweep):
    def order(self):
        found = {self: True}
        waiting = [self]
        for node in waiting:
            fresh = [each for each, _ in node.inputs if each not in found]
            found.update(dict.fromkeys(fresh, True))
            waiting.extend(dict.fromkeys(fresh))
        return waiting


@misconception(
    "level by level, each flow once",
    "Level by level from the end is not the right order: a value can be one level away by one path and two by another, "
    "and then it passes its gradient on too early.",
)
class Value(Engine):
    def backward(self):
        flowing, waiting = {self: 1.0}, [self]
        for node in waiting:
            node.grad += flowing[node]
            for each, slope in node.inputs:
                if each not in flowing:
                    flowing[each] = 0.0
                    waiting.append(each)
                flowing[each] += slope * flowing[node]


@misconception(
    "passes the whole gradient at every visit",
    "A value is visited once for each use, and each time passes on all that it holds, so earlier parts arrive more "
    "than once.",
)
class Value(Engine):
    def backward(self):
        self.grad = 1.0
        self.push()

    def push(self):
        for each, slope in self.inputs:
            each.grad += slope * self.grad
            each.push()


@misconception(
    "every value starts with 1",
    "Only the result has the derivative 1 for itself. Every value behind it gets its gradient from those who use it, and "
    "here it is overwritten by a 1.",
)
class Value(Engine):
    def backward(self):
        self.grad = 1.0
        for each, slope in self.inputs:
            each.grad += slope * self.grad
            each.backward()


@misconception(
    "walks every path",
    "The numbers are right, but every path from the result is walked on its own, and their number doubles with each "
    "sum of a value with itself.",
)
class Value(Engine):
    def backward(self):
        waiting = [(self, 1.0)]
        while waiting:
            node, flow = waiting.pop()
            node.grad += flow
            waiting.extend((each, slope * flow) for each, slope in node.inputs)


@misconception(
    "calls itself for every value",
    "Python allows about 1,000 calls inside one another, and a chain of 5,000 operations needs more. A list can be "
    "the stack instead.",
)
class Value(Engine):
    def order(self):
        found, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each, _ in node.inputs:
                    visit(each)
                found.append(node)

        visit(self)
        return found[::-1]


@misconception(
    "starts at the leaves",
    "The gradient flows from the result to the leaves, so the order must begin with the result.",
)
class Value(Engine):
    def order(self):
        return super().order()[::-1]

    def backward(self):
        self.grad += 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad += slope * node.grad


@misconception(
    "starts with 0",
    "No gradient arrived anywhere. Either the walk reached no value, or nobody put the 1 there with which it "
    "starts, the derivative of the result for itself: everything that flows back is a multiple of that.",
)
class Value(Engine):
    def backward(self):
        for node in self.order():
            for each, slope in node.inputs:
                each.grad += slope * node.grad


@misconception(
    "drops what arrives",
    "Each input gets the local derivative alone. The chain rule multiplies it by the gradient that arrives.",
)
class Value(Engine):
    def backward(self):
        self.grad += 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad += slope


@misconception(
    "a product keeps its own factor",
    "The derivative of a * b for a is the other factor. Here each operand gets itself.",
)
class Value(Engine):
    def __mul__(self, other):
        other = self.wrap(other)
        return type(self)(self.data * other.data, ((self, self.data), (other, other.data)))


@misconception(
    "a product is treated as a sum",
    "In a product, moving a by a little moves the result by b times as much: its local derivatives are not 1.",
)
class Value(Engine):
    def __mul__(self, other):
        other = self.wrap(other)
        return type(self)(self.data * other.data, ((self, 1.0), (other, 1.0)))


@misconception(
    "tanh of the wrong number",
    "In 1 - tanh², the square is that of the result, not that of the input.",
)
class Value(Engine):
    def tanh(self):
        return type(self)(math.tanh(self.data), ((self, 1 - self.data**2),))


@misconception(
    "tanh without its square",
    "The local derivative of tanh is 1 minus the square of the result; here the square is missing.",
)
class Value(Engine):
    def tanh(self):
        result = math.tanh(self.data)
        return type(self)(result, ((self, 1 - result),))


@misconception(
    "tanh by exponentials",
    "The exponential of a large number is beyond what a float can hold, and it becomes large at 1000 or at -1000. "
    "`math.tanh` knows the answers, 1 and -1.",
)
class Value(Engine):
    def tanh(self):
        up, down = math.exp(self.data), math.exp(-self.data)
        result = (up - down) / (up + down)
        return type(self)(result, ((self, 1 - result**2),))


@misconception(
    "tanh gives a plain number",
    "`tanh` gives a plain number here, which has no `grad` and no memory. Every operation gives a Value.",
)
class Value(Engine):
    def tanh(self):
        return math.tanh(self.data)


@misconception(
    "sum and product give plain numbers",
    "A sum or a product gives a plain number here, which has no `grad` and no memory. Every operation gives a Value.",
)
class Value(Engine):
    def __add__(self, other):
        return self.data + self.wrap(other).data

    def __mul__(self, other):
        return self.data * self.wrap(other).data


@misconception(
    "a sum gives a plain number",
    "A sum gives a plain number here, which has no `grad` and no memory. Every operation gives a Value.",
)
class Value(Engine):
    def __add__(self, other):
        return self.data + self.wrap(other).data


@misconception(
    "a product gives a plain number",
    "A product gives a plain number here, which has no `grad` and no memory. Every operation gives a Value.",
)
class Value(Engine):
    def __mul__(self, other):
        return self.data * self.wrap(other).data


@misconception(
    "every operation gives a plain number",
    "The operations give plain numbers here, which have no `grad` and no memory. Every operation gives a Value.",
)
class Value(Engine):
    def __add__(self, other):
        return self.data + self.wrap(other).data

    def __mul__(self, other):
        return self.data * self.wrap(other).data

    def tanh(self):
        return math.tanh(self.data)


@misconception(
    "tanh in float32",
    "On its way the number was a float32 tensor, which keeps about 7 digits. A Python float keeps 16, and so does the "
    "module `math`.",
)
class Value(Engine):
    def tanh(self):
        result = torch.tensor(self.data).tanh().item()
        return type(self)(result, ((self, 1 - result**2),))


@misconception(
    "inputs in a set or a dict",
    "In a + a both inputs are the same value, and a set or a dict holds it only once, so one of its two parts is lost.",
)
class Value(Engine):
    def __add__(self, other):
        other = self.wrap(other)
        return type(self)(self.data + other.data, tuple({self: 1.0, other: 1.0}.items()))

    def __mul__(self, other):
        other = self.wrap(other)
        return type(self)(self.data * other.data, tuple({self: other.data, other: self.data}.items()))


@misconception(
    "the inputs of a sum in a set or a dict",
    "In a + a both inputs are the same value, and a set or a dict holds it only once, so one of its two parts is lost.",
)
class Value(Engine):
    def __add__(self, other):
        other = self.wrap(other)
        return type(self)(self.data + other.data, tuple({self: 1.0, other: 1.0}.items()))


@misconception(
    "plain numbers do not fit in",
    "In `a * 3.0` the other operand is a Python float, which has neither data nor grad: make a value of it first.",
)
class Value(Engine):
    def wrap(self, other):
        return other if other.data is not None else None


@misconception(
    "only floats become values",
    "In `a * 3` the other operand is an int, which is a plain number as well and has neither data nor grad: make a value "
    "of it too.",
)
class Value(Engine):
    def wrap(self, other):
        return type(self)(other) if isinstance(other, float) else other


@misconception(
    "an operand instead of a new value",
    "Adding 0 or multiplying by 1 gives back the operand itself, not a new value. What flows to the result then lands in "
    "the operand's `grad` as well.",
)
class Value(Engine):
    def __add__(self, other):
        return self if self.wrap(other).data == 0 else super().__add__(other)

    def __mul__(self, other):
        return self if self.wrap(other).data == 1 else super().__mul__(other)


@misconception(
    "raises Python's limit",
    "A higher limit on nested calls holds for the whole program, and Python can crash where it is too high. A list as a "
    "stack needs no limit.",
)
class Value(Engine):
    def order(self):
        found, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for each, _ in node.inputs:
                    visit(each)
                found.append(node)

        sys.setrecursionlimit(20_000)
        visit(self)
        return found[::-1]


@misconception(
    "only the leaves",
    "Only the leaves got their gradients. Every value behind the result gets one, and so does the result itself.",
)
class Value(Engine):
    def backward(self):
        before = {node: node.grad for node in self.order()}
        super().backward()
        for node, grad in before.items():
            if node.inputs:
                node.grad = grad


@misconception(
    "only the leaves and the result",
    "A value in the middle, which was computed and of which others were computed, is left without its gradient. Every "
    "value behind the result gets one.",
)
class Value(Engine):
    def backward(self):
        before = {node: node.grad for node in self.order()}
        super().backward()
        for node, grad in before.items():
            if node.inputs and node is not self:
                node.grad = grad


@misconception(
    "overwrites all but the leaves",
    "The leaves add up what two calls of `backward()` bring, and the values that were computed do not: there the second "
    "call overwrites what the first one left. It is to be added in every `grad`.",
)
class Value(Engine):
    def backward(self):
        for node in self.order():
            if node.inputs:
                node.grad = 0.0
        super().backward()


@misconception(
    "overwrites in the middle",
    "The leaves add up what two calls of `backward()` bring, and the values in the middle do not: there the second call "
    "overwrites what the first one left. It is to be added in every `grad`.",
)
class Value(Engine):
    def backward(self):
        for node in self.order():
            if node.inputs and node is not self:
                node.grad = 0.0
        super().backward()


@misconception(
    "old gradients flow again",
    "What earlier calls left in `grad` was passed on a second time. What flows in one call and what has been added up "
    "are two numbers.",
)
class Value(Engine):
    def backward(self):
        self.grad = 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad += slope * node.grad


@misconception(
    "adds the 1 to old gradients",
    "What earlier calls left in `grad` was passed on a second time, the result's own too. What flows in one call and "
    "what has been added up are two numbers.",
)
class Value(Engine):
    def backward(self):
        self.grad += 1.0
        for node in self.order():
            for each, slope in node.inputs:
                each.grad += slope * node.grad


@misconception(
    "clears before it goes back",
    "What an earlier call left in `grad` is lost: it was overwritten or set to 0. As in PyTorch, gradients add "
    "up.",
)
class Value(Engine):
    def backward(self):
        order = self.order()
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in order:
            for each, slope in node.inputs:
                each.grad += slope * node.grad


@misconception(
    "changes its operand",
    "`a + b` overwrote a's own number. An operation makes a new value and leaves its operands as they were.",
)
class Value(Engine):
    def __add__(self, other):
        other = self.wrap(other)
        before = type(self)(self.data, self.inputs)
        self.data += other.data
        self.inputs = ((before, 1.0), (other, 1.0))
        return self


@misconception(
    "leaves itself out",
    "The derivative of the result for itself is 1, and it is to be added to its own `grad` too.",
)
class Value(Engine):
    def backward(self):
        before = self.grad
        super().backward()
        self.grad = before


def standardised(features):
    """Mean and standard deviation of each feature."""
    return features.mean(dim=0), features.std(dim=0)


def descend(rows, target, lr, steps, loss_of=lambda errors: errors.square().mean()):
    """Weights, bias and losses of a right descent on rows that are ready."""
    weights = torch.zeros(rows.shape[1], device=rows.device, requires_grad=True)
    bias = torch.zeros((), device=rows.device, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = loss_of(rows @ weights + bias - target)
        losses.append(loss.item())
        loss.backward()
        solution.gradient_step([weights, bias], lr)
    return weights.detach(), bias.detach(), losses


@alternative("a column of ones for the bias, gradients asked for")
def fit_linear(features, target, lr, steps):
    mean, std = features.mean(dim=0, keepdim=True), features.std(dim=0, correction=0, keepdim=True)

    def columns(rows):
        return torch.cat([(rows - mean) / std, torch.ones_like(rows[:, :1])], dim=1)

    weights, losses = torch.zeros(features.shape[1] + 1, 1, device=features.device), []
    for _ in range(steps):
        weights.requires_grad_()
        loss = (columns(features) @ weights - target[:, None]).pow(2).mean()
        losses.append(float(loss.detach()))
        weights = weights.detach() - lr * torch.autograd.grad(loss, weights)[0]
    return lambda new: (columns(new) @ weights).squeeze(1), losses


@alternative("a linear layer and an optimizer")
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    layer = torch.nn.Linear(features.shape[1], 1, device=features.device)
    torch.nn.init.zeros_(layer.weight)
    torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(layer((features - mean) / std).flatten(), target)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return torch.no_grad()(lambda new: layer((new - mean) / std)[:, 0]), losses


@alternative("the gradient by formula")
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows, weights, bias, losses = (features - mean) / std, torch.zeros(features.shape[1]), torch.zeros(()), []
    weights, bias = weights.to(features), bias.to(features)
    for _ in range(steps):
        errors = rows @ weights + bias - target
        losses.append(errors.square().mean().item())
        weights = weights - lr * 2 * rows.T @ errors / len(rows)
        bias = bias - lr * 2 * errors.mean()
    return lambda new: ((new - mean) / std) @ weights + bias, losses


@alternative("computes in float64, and hands out weights for rows in their own units")
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features.double())
    weights, bias, losses = descend(((features - mean) / std).float(), target, lr, steps)
    own = weights / std
    return lambda new: new @ own.to(new) + (bias - mean @ own).to(new), losses


@misconception(
    "features as they come",
    "One feature is much larger than another, so a step that suits one overshoots along the other, and the loss "
    "explodes. Standardise the features first.",
)
def fit_linear(features, target, lr, steps):
    weights, bias, losses = descend(features, target, lr, steps)
    return lambda new: new @ weights + bias, losses


@misconception(
    "no bias",
    "Standardised features have mean 0, so without a bias that learns the predictions keep mean 0, and the target "
    "has another mean.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, losses = torch.zeros(rows.shape[1], device=rows.device, requires_grad=True), []
    for _ in range(steps):
        loss = (rows @ weights - target).square().mean()
        losses.append(loss.item())
        loss.backward()
        solution.gradient_step([weights], lr)
    return lambda new: ((new - mean) / std) @ weights.detach(), losses


@misconception(
    "the sum of the squares",
    "A sum over all rows grows with their number, and so does its gradient: the learning rate that suits a mean is "
    "now too large.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, bias, losses = descend(rows, target, lr, steps, lambda errors: errors.square().sum())
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "the features have no influence",
    "Every row is predicted as the mean of the target, so the weights have stayed at 0. Two usual causes: the weights "
    "were made without `requires_grad=True`, or predictions of shape (n, 1) met a target of shape (n,), which makes an "
    "(n, n) table. Print `weights.grad` and the shape of the difference.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights = torch.zeros(rows.shape[1], 1, device=rows.device, requires_grad=True)
    bias = torch.zeros(1, device=rows.device, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (rows @ weights + bias - target).square().mean()
        losses.append(loss.item())
        loss.backward()
        solution.gradient_step([weights, bias], lr)
    return lambda new: ((new - mean) / std @ weights + bias).detach().flatten(), losses


@misconception(
    "statistics of the new rows",
    "New rows were standardised with their own mean and deviation. They need the numbers of the rows that the weights "
    "were fitted to; a single row has no deviation at all.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)

    def predict(new):
        if len(new) == 1:
            return torch.full((1,), torch.nan, device=new.device)
        return (new - new.mean(dim=0)) / new.std(dim=0) @ weights + bias

    return predict, losses


@misconception(
    "new rows are not standardised",
    "The weights belong to standardised features, and new rows come in their own units.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    return lambda new: new @ weights + bias, losses


@misconception(
    "one mean for all features",
    "One mean and one deviation over the whole table leave a large feature large and a small one small: each feature "
    "needs its own.",
)
def fit_linear(features, target, lr, steps):
    mean, std = features.mean(), features.std()
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "one mean for each row",
    "Mean and deviation were taken along each row, over features in different units. Each feature needs its own, over "
    "all rows.",
)
def fit_linear(features, target, lr, steps):
    def ready(rows):
        return (rows - rows.mean(dim=1, keepdim=True)) / rows.std(dim=1, keepdim=True)

    weights, bias, losses = descend(ready(features), target, lr, steps)
    return lambda new: ready(new) @ weights + bias, losses


@misconception(
    "the means of the old rows for new ones",
    "Mean and deviation were taken along each row, over features in different units, and new rows were given those of "
    "other rows. Each feature needs its own, over all rows.",
)
def fit_linear(features, target, lr, steps):
    mean, std = features.mean(dim=1, keepdim=True), features.std(dim=1, keepdim=True)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "divides by the variance",
    "The features were divided by their variance, the square of the standard deviation, so their sizes still differ.",
)
def fit_linear(features, target, lr, steps):
    mean, variance = features.mean(dim=0), features.var(dim=0)
    weights, bias, losses = descend((features - mean) / variance, target, lr, steps)
    return lambda new: (new - mean) / variance @ weights + bias, losses


@misconception(
    "squeezes between smallest and largest",
    "The features were brought between 0 and 1. That is another scaling than the one asked for, and a slower one here: "
    "mean 0 and standard deviation 1 are wanted.",
)
def fit_linear(features, target, lr, steps):
    low, high = features.amin(dim=0), features.amax(dim=0)
    weights, bias, losses = descend((features - low) / (high - low), target, lr, steps)
    return lambda new: (new - low) / (high - low) @ weights + bias, losses


@misconception(
    "half of the mean",
    "The loss is half of the mean squared error. Some books halve it to save a factor 2 in the gradient; PyTorch's and "
    "this one are not halved.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, bias, losses = descend(rows, target, lr, steps, lambda errors: errors.square().mean() / 2)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "steps uphill",
    "The loss grows with every step: weights and bias move along the gradient, and it points uphill.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, -lr, steps)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "new weights in each step",
    "`weights = weights - ...` under `no_grad` makes a new tensor that asks for no gradient, so the next step finds no way "
    "back. Change the weights in place.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights = torch.zeros(rows.shape[1], device=rows.device, requires_grad=True)
    bias = torch.zeros((), device=rows.device, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (rows @ weights + bias - target).square().mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            weights = weights - lr * weights.grad
            bias = bias - lr * bias.grad
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "the mean alone",
    "The features are centred, but still of very different size: divide each by its standard deviation.",
)
def fit_linear(features, target, lr, steps):
    mean = features.mean(dim=0)
    weights, bias, losses = descend(features - mean, target, lr, steps)
    return lambda new: (new - mean) @ weights + bias, losses


@misconception(
    "adds the mean",
    "The losses do not fall as they should. Is every column of your standardised features centred, with a mean of 0?",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features + mean) / std, target, lr, steps)
    return lambda new: (new + mean) / std @ weights + bias, losses


@misconception(
    "the deviation alone",
    "The features were divided by their deviation and not centred. Is the mean of every column of your standardised "
    "features 0?",
)
def fit_linear(features, target, lr, steps):
    _, std = standardised(features)
    weights, bias, losses = descend(features / std, target, lr, steps)
    return lambda new: new / std @ weights + bias, losses


@misconception(
    "another sign for new rows",
    "The fit is right, and yet the predictions for new rows are wrong. Are new rows treated with exactly the same formula "
    "as the rows of the fit?",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((mean - features) / std, target, lr, steps)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "stops early",
    "Fewer losses came back than there are steps. However small the loss has become, each step is to be taken: is there "
    "a `break`?",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, bias, losses = descend(rows, target, lr, steps)
    taken = next((i + 1 for i, loss in enumerate(losses) if loss < 1e-6), steps)
    weights, bias, losses = descend(rows, target, lr, taken)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "one step more than asked for",
    "There is one step more than asked for, and so there is one loss more.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps + 1)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "nothing moves",
    "The loss is the same before each step, so weights and bias stay where they are. Is there a `backward()` in the loop, "
    "and a step after it?",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, 0.0, steps)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "one update too many",
    "The predictions come from one update more than there are steps. Is there one outside the loop?",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps + 1)
    return lambda new: (new - mean) / std @ weights + bias, losses[:-1]


@misconception(
    "one update too few",
    "The predictions come from one update fewer than there are steps: each loss of the list is followed by an update, the "
    "last one too.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, bias, _ = descend(rows, target, lr, steps - 1)
    losses = descend(rows, target, lr, steps)[2]
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "squeezes a single row",
    "For a single new row the prediction has shape (). `squeeze()` takes away every dimension of size 1, also that of the "
    "rows where there is only one.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    return lambda new: ((new - mean) / std @ weights[:, None] + bias).squeeze(), losses


@misconception(
    "standardises the caller's rows in place",
    "After a prediction the caller's new rows are no longer what they were: `-=` and `/=` write into the tensor that was "
    "handed over.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)

    def predict(new):
        new -= mean
        new /= std
        return new @ weights + bias

    return predict, losses


@misconception(
    "names that the next fit overwrites",
    "A second fit changes what the first predictor says. Weights, mean or deviation stand in a global name, which all "
    "predictors share; each needs its own.",
)
def fit_linear(features, target, lr, steps):
    fit_linear.mean, fit_linear.std = standardised(features)
    rows = (features - fit_linear.mean) / fit_linear.std
    fit_linear.weights, fit_linear.bias, losses = descend(rows, target, lr, steps)

    def predict(new):
        return (new - fit_linear.mean) / fit_linear.std @ fit_linear.weights + fit_linear.bias

    return predict, losses


@misconception(
    "gradients pile up",
    "The gradients of earlier steps are still in `.grad`, so each step follows the sum of all of them, and swings.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights = torch.zeros(rows.shape[1], device=rows.device, requires_grad=True)
    bias = torch.zeros((), device=rows.device, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (rows @ weights + bias - target).square().mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            weights -= lr * weights.grad
            bias -= lr * bias.grad
    return lambda new: ((new - mean) / std @ weights + bias).detach(), losses


@misconception(
    "keeps the losses with their graphs",
    "The list holds tensors, and Python floats are wanted. A loss with its graph also keeps all that its step computed "
    "in memory; `.item()` takes out the number.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    return lambda new: (new - mean) / std @ weights + bias, [torch.tensor(each) for each in losses]


@misconception(
    "predictions with a graph",
    "The predictions still require gradients, so whoever keeps one keeps its graph, and `.numpy()` refuses it.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    weights.requires_grad_()
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "the loss after the step",
    "The first number of the list is the loss after a step. The loss before any step belongs there.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, bias, _ = descend(rows, target, lr, steps)
    losses = descend(rows, target, lr, steps + 1)[2]
    return lambda new: (new - mean) / std @ weights + bias, losses[1:]


@misconception(
    "one loss more than steps",
    "There is one loss for each step, the one before it. The loss after the last step is one too many.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    rows = (features - mean) / std
    weights, bias, _ = descend(rows, target, lr, steps)
    losses = descend(rows, target, lr, steps + 1)[2]
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "standardises the target",
    "The target was standardised too, so losses and predictions are in other units than the target's own.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    scaled = (target - target.mean()) / target.std()
    weights, bias, losses = descend((features - mean) / std, scaled, lr, steps)
    return lambda new: (new - mean) / std @ weights + bias, losses


@misconception(
    "losses of a standardised target",
    "The predictions are right, but the losses are those of a standardised target, in other units than the target's own.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    scaled = (target - target.mean()) / target.std()
    weights, bias, losses = descend((features - mean) / std, scaled, lr, steps)
    return lambda new: ((new - mean) / std @ weights + bias) * target.std() + target.mean(), losses


@misconception(
    "something random",
    "Two runs on the same table begin with different losses, so something in them is random. Weights and bias are to "
    "start at 0, and each step uses all rows.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    start = 1e-3 * torch.randn(features.shape[1]).to(features)
    rows = (features - mean) / std
    weights, bias, losses = descend(rows, target - rows @ start, lr, steps)
    return lambda new: (new - mean) / std @ (weights + start) + bias, losses


@misconception(
    "predictions as a column",
    "The predictions have shape (m, 1), and (m,) is wanted: one number for each row.",
)
def fit_linear(features, target, lr, steps):
    mean, std = standardised(features)
    weights, bias, losses = descend((features - mean) / std, target, lr, steps)
    return lambda new: ((new - mean) / std @ weights + bias)[:, None], losses
