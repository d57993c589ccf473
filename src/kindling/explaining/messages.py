"""Messages of torch 2.11 to 2.15 and of Python, and what they mean to somebody who meets them for the first time."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """A part of a message, as a regular expression, and the sentence for it; groups fill the sentence."""

    pattern: str
    sentence: str


_MEANINGS = (
    Meaning(
        r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)",
        "A matrix product needs inner sizes that match, but these are {1} and {2}: ({0}, {1}) times ({2}, {3}). "
        "Print the shape just before this layer; is a flatten from dimension 1 missing?",
    ),
    Meaning(
        r"(?:expected m1 and m2 to have the same dtype|mat1 and mat2 must have the same dtype).*?(Double|double)",
        "One matrix is float64, the other float32. NumPy's numbers are float64; `.float()` makes them float32.",
    ),
    Meaning(
        r"(?:expected m1 and m2|mat1 and mat2 must) (?:to )?have the same dtype",
        "The two matrices of a product have different dtypes; print both and convert one.",
    ),
    Meaning(
        r"expected (?:target|scalar type|.*target) .*Long.*(Float|Double)",
        "Class labels must be integers (int64), and these are floats.",
    ),
    Meaning(
        r"0D or 1D target tensor expected, multi-target not supported",
        "The labels have shape (n, 1), but a class label per sample has shape (n,): squeeze the last dimension.",
    ),
    Meaning(
        r"Target (-?\d+) is out of bounds",
        "There is a label {0}, but the output has too few classes for it, or the labels do not start at 0.",
    ),
    Meaning(
        r"Target size \(torch\.Size\((.*?)\)\) must be the same as input size \(torch\.Size\((.*?)\)\)",
        "This loss compares number by number, so targets {0} and outputs {1} must have the same shape.",
    ),
    Meaning(
        r"Using a target size \(torch\.Size\((.*?)\)\) that is different to the input size \(torch\.Size\((.*?)\)\)",
        "Targets have shape {0} and predictions {1}: broadcasting compares every prediction with every target.",
    ),
    Meaning(
        r"all elements of (?:input|target) should be between 0 and 1",
        "BCELoss wants probabilities between 0 and 1 and got raw scores: BCEWithLogitsLoss takes raw scores.",
    ),
    Meaning(
        r"result type (Float|Double) can'?t be cast to the desired output type (Long|Int|Bool|Byte|unsigned char)",
        "The result is a float, but the tensor that should hold it stores whole numbers ({1}): convert it with `.float()` first.",
    ),
    Meaning(
        r"element 0 of tensors does not require grad",
        "The way back from the loss is cut. `.item()`, `argmax`, a comparison, `torch.tensor(...)`, `.detach()` and "
        "`no_grad` cut it, and so does a model whose parameters are all frozen.",
    ),
    Meaning(
        r"a (?:view of a )?leaf Variable that requires grad is being used in an in-place operation",
        "A parameter may not be changed in place while torch records: put the update under `with torch.no_grad():`.",
    ),
    Meaning(
        r"Trying to backward through the graph a second time",
        "The graph of an earlier step is used again. Something computed there was kept: `detach` it, or compute it anew.",
    ),
    Meaning(
        r"modified by an inplace operation",
        "A value that the backward pass needs was changed in place (`+=`, `x[...] =`, a method that ends in `_`).",
    ),
    Meaning(
        r"grad can be implicitly created only for scalar outputs",
        "`backward()` starts from one number: reduce the loss with `mean()` or `sum()` first.",
    ),
    Meaning(
        r"The \.grad attribute of a Tensor that is not a leaf",
        "This tensor is the result of a computation, so it collects no `.grad`. Was a parameter rebound, as in `w = w - lr * g`?",
    ),
    Meaning(
        r"optimizer got an empty parameter list",
        "The model has no parameters to train. Layers in a plain Python list are not registered: use `nn.ModuleList`.",
    ),
    Meaning(
        r"cannot assign (?:module|parameters?) before (?:Module|\w+)\.__init__\(\) call",
        "`super().__init__()` must be the first line of the module's `__init__`.",
    ),
    Meaning(
        r"view size is not compatible with input tensor'?s size and stride",
        "`view` needs memory in order, and a transposed or permuted tensor has it in another: `reshape` copies where it must.",
    ),
    Meaning(
        r"shape '\[(.*?)\]' is invalid for input of size (\d+)",
        "{1} numbers do not fill a shape of [{0}]: the sizes must multiply to {1}.",
    ),
    Meaning(
        r"linear\(\): argument 'input'.*not tuple",
        "A layer got a tuple. Recurrent layers return two things, `output, hidden`: unpack them.",
    ),
    Meaning(
        r"expected input.*to have (\d+) channels, but got (\d+) channels",
        "The layer wants {0} channels and the image has {1} in that place. torch's images are (batch, channels, height, width).",
    ),
    Meaning(
        r"Expected more than 1 value per channel when training",
        "BatchNorm cannot learn from a batch of one. Use `drop_last=True` for training, or `eval()` for a single sample.",
    ),
    Meaning(
        r"(?:Subtraction|Negation).*bool tensor",
        "True and False cannot be subtracted; `~mask` is the opposite of a mask.",
    ),
    Meaning(
        r"stack expects each tensor to be equal size",
        "The samples of this batch have different sizes: pad them in a `collate_fn`.",
    ),
    Meaning(
        r"Weights only load failed",
        "The file holds more than tensors. Save `model.state_dict()`, not the model.",
    ),
    Meaning(
        r"Error\(s\) in loading state_dict",
        "The file's names and the model's do not match: is it the same architecture, saved with `state_dict()`?",
    ),
    Meaning(
        r"Inference tensors cannot be saved for backward",
        "A tensor made under `inference_mode` can never be trained through: use `no_grad`, or clone it.",
    ),
    Meaning(
        r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) at non-singleton dimension (\d+)",
        "Broadcasting lines shapes up from the right, and in dimension {2} sizes {0} and {1} do not fit: one of them must be 1.",
    ),
    Meaning(
        r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], but got (-?\d+)\)",
        "There is no dimension {2}: this tensor has dimensions {0} to {1}.",
    ),
    Meaning(
        r"index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)",
        "Index {0} does not exist in dimension {1}, which has size {2}: the last index is one less.",
    ),
    Meaning(
        r"mean\(\): could not infer output dtype",
        "The mean of whole numbers is a fraction, so torch wants floats: `.float()` first.",
    ),
    Meaning(
        r"Boolean value of Tensor with (?:more than one value|no values) is ambiguous",
        "`if` needs one True or False, and this is a tensor of many: reduce it with `.all()` or `.any()`, or use `torch.equal`.",
    ),
    Meaning(
        r"only (?:one element tensors|Tensors of floating point)",
        "Only tensors of floats can require gradients, and only a tensor of one element becomes a Python number.",
    ),
    Meaning(
        r"Can't call numpy\(\) on Tensor that requires grad",
        "NumPy knows no gradients: `.detach()` before `.numpy()`.",
    ),
    Meaning(
        r"negative strides",
        "torch cannot share memory that runs backwards: copy the array first.",
    ),
    Meaning(
        r"Expected all tensors to be on the same device",
        "One tensor is on the CPU and another on the GPU: move both to the same device with `.to(device)`.",
    ),
    Meaning(
        r"can't allocate memory|not enough memory|out of memory",
        "The computer has no room for a tensor of that size. Has a dimension been multiplied by mistake?",
    ),
    Meaning(
        r"Implicit dimension choice for (\w+)",
        "Say over which dimension: `dim=1` for rows of logits.",
    ),
    Meaning(
        r"lr_scheduler\.step\(\).*before.*optimizer\.step\(\)",
        "The optimizer steps first, then the scheduler.",
    ),
    Meaning(
        r"To copy construct from a tensor",
        "`torch.tensor` is for numbers and lists; a copy of a tensor is `x.clone()`, or `x.detach().clone()` without its graph.",
    ),
    Meaning(
        r"missing (\d+) required positional arguments?: (.*)",
        "The call leaves out {1}; compare the arguments with those of the function's definition.",
    ),
    Meaning(
        r"takes (\d+) positional arguments? but (\d+) (?:was|were) given",
        "It takes {0} arguments and is called with {1}: compare its first line with the starter's.",
    ),
    Meaning(
        r"'NoneType' object (?:is not callable|is not iterable|is not subscriptable|has no attribute '?(\w*)'?)",
        "Something is None here. A function without `return` gives None, and so does a method that changes its object in place.",
    ),
    Meaning(
        r"'(\w+)' object is not callable",
        "A value of type {0} is called as if it were a function; was a name used twice?",
    ),
    Meaning(
        r"maximum recursion depth exceeded",
        "The function calls itself without end: what ends it?",
    ),
    Meaning(
        r"No module named '(.*)'",
        "The package {0} is not installed here, and this exercise needs none but torch.",
    ),
    Meaning(
        r"name '(\w+)' is not defined", "Nothing is called `{0}` here: a typing slip, or a missing import?"
    ),
)

_COMPILED = tuple((re.compile(each.pattern), each.sentence) for each in _MEANINGS)


def explain(message: str) -> str | None:
    """The plain sentence for a message of torch or Python, or None where none is known."""
    for pattern, sentence in _COMPILED:
        match = pattern.search(message)
        if match:
            return sentence.format(*(group or "" for group in match.groups()))
    return None
