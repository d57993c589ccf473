"""Messages of autograd."""

from kindling.explaining.meaning import Meaning

GRADIENTS = (
    Meaning(
        r"element 0 of tensors does not require grad",
        "The way back from the loss is cut. `.item()`, `argmax`, a comparison, `torch.tensor(...)`, "
        "`.detach()` and `no_grad` cut it, and so does a model whose parameters are all frozen.",
    ),
    Meaning(
        r"a (?:view of a )?leaf Variable that requires grad is being used in an in-place operation",
        "A parameter may not be changed in place while torch records: update it under `torch.no_grad()`.",
    ),
    Meaning(
        r"Trying to backward through the graph a second time",
        "A step runs back through a graph that an earlier `backward()` has used up. "
        "Compute it anew, or `detach` what is kept from the step before.",
    ),
    Meaning(
        r"modified by an inplace operation",
        "A value that the backward pass needs was changed in place: by `+=`, `x[...] =` or a method that "
        "ends in `_`. Make a new tensor there.",
    ),
    Meaning(
        r"grad can be implicitly created only for scalar outputs",
        "`backward()` starts from one number: reduce the loss with `mean()` or `sum()` first.",
    ),
    Meaning(
        r"Mismatch in shape: grad_output\[0\] has a shape of torch\.Size\((.*?)\) and output\[0\] has a "
        r"shape of torch\.Size\((.*?)\)",
        "`backward` got a gradient of shape {0} for a tensor of shape {1}; they must be the same.",
    ),
    Meaning(
        r"The \.grad attribute of a Tensor that is not a leaf",
        "This tensor is the result of a computation and collects no `.grad`. "
        "Was a parameter rebound, as in `w = w - lr * g`?",
    ),
    Meaning(
        r"appears to not have been used in the graph",
        "The result does not depend on this tensor. Was it detached, or another one used in its place?",
    ),
    Meaning(
        r"One of the differentiated Tensors does not require grad",
        "A gradient is asked for with respect to a tensor that does not require one: `requires_grad_()`.",
    ),
    Meaning(
        r"the derivative for '(\w+).*?' is not implemented",
        "torch knows no derivative for `{0}`: use another function, or `detach` that input.",
    ),
    Meaning(
        r"The function '(\w+)' is not differentiable with respect to argument '(\w+)'",
        "`{0}` gives no gradient for its argument `{1}`: `detach` that input.",
    ),
    Meaning(
        r"Inference tensors cannot be saved for backward",
        "A tensor made under `inference_mode` can't take part in training: make it under `no_grad` instead.",
    ),
    Meaning(
        r"inference tensor outside InferenceMode is not allowed",
        "A tensor made under `inference_mode` stays as it is: `clone()` gives one that can be changed.",
    ),
    Meaning(
        r"you can only change requires_grad flags of leaf variables",
        "This tensor is the result of a computation: `.detach()` gives one that requires no gradient.",
    ),
    Meaning(
        r"support the deepcopy protocol",
        "The result of a computation can't be deep-copied: `.detach().clone()` copies its numbers.",
    ),
    Meaning(
        r"Can't call numpy\(\) on Tensor that requires grad",
        "NumPy knows no gradients: `.detach()` before `.numpy()`.",
    ),
    Meaning(
        r"cannot register a hook on a tensor that doesn't require gradient",
        "A hook waits for a gradient, and this tensor requires none.",
    ),
    Meaning(
        r"functions with out=\.\.\. arguments don't support automatic differentiation",
        "`out=` can't be used where gradients are recorded: assign the result to a name.",
    ),
    Meaning(
        r"Jacobian mismatch",
        "The gradient that `backward` gives differs from the measured one. "
        "Make sure that the inputs are float64: with float32 a right gradient fails, too.",
    ),
    Meaning(
        r"returned an incorrect number of gradients \(expected (\d+), got (\d+)\)",
        "`backward` returns one gradient for each argument of `forward`, None included: {0}, and {1} came.",
    ),
    Meaning(
        r"You must implement either the backward or vjp method",
        "The Function has no `backward`. It is a static method that takes `ctx` first.",
    ),
    Meaning(
        r"Legacy autograd function with non-static forward",
        "A Function is not made but applied: `Name.apply(x)`.",
    ),
    Meaning(
        r"Expected f\(\*args\) to return a scalar",
        "`torch.func.grad` wants a function that returns one number: reduce its result with `sum()`.",
    ),
)
