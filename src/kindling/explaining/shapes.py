"""Messages about shapes, dimensions and positions."""

from kindling.explaining.meaning import Meaning

SHAPES = (
    Meaning(
        r"(?:zeros|ones|empty|full|randn?|reshape|view|expand|repeat|tile)\(\) takes \d+ positional argument"
        r"|tuple of ints, ?(?:not|but got) float",
        "Every size must be a whole number: `//` divides whole numbers into whole numbers, `/` never does.",
    ),
    Meaning(
        r"The size of tensor a \((\d+)\) must match the size of tensor b \((\d+)\) "
        r"at non-singleton dimension (\d+)",
        "Broadcasting lines shapes up from the right, and in dimension {2} the sizes {0} and {1} do not fit: "
        "they must be equal, or one of them 1.",
    ),
    Meaning(
        r"output with shape (\[.*?\]) doesn't match the broadcast shape (\[.*?\])",
        "An in-place operation keeps its tensor's shape {0}, and this result has shape {1}.",
    ),
    Meaning(
        r"The expanded size of the tensor .*Target sizes: (\[.*?\])\. +Tensor sizes: (\[.*?\])",
        "A tensor of shape {1} does not fit into shape {0}: only a dimension of size 1 can be stretched.",
    ),
    Meaning(
        r"size mismatch, got input \(\d+\), mat \((\d+)x(\d+)\), vec \((\d+)\)",
        "A ({0}, {1}) matrix can be multiplied by a vector of {1} numbers, and this one has {2}.",
    ),
    Meaning(
        r"inconsistent tensor size, expected tensor \[(\d+)\] and src \[(\d+)\]",
        "The product of two vectors needs equal lengths, and these have {0} and {1} numbers.",
    ),
    Meaning(
        r"Expected size for first two dimensions of batch2 tensor to be: \[(\d+), (\d+)\] but got: "
        r"\[(\d+), (\d+)\]",
        "In a product of batches the second factor should begin with sizes ({0}, {1}), the batch and the "
        "inner size, and begins with ({2}, {3}).",
    ),
    Meaning(
        r"batch[12] must be a 3D tensor",
        "`bmm` multiplies batches of matrices, so both have three dimensions. `@` is less strict.",
    ),
    Meaning(
        r"mat[12] must be a matrix, got (\d)-D|(\dD) and (\dD) tensors",
        "`mm` takes two matrices and `dot` two vectors. `@` takes both.",
    ),
    Meaning(
        r"Dimension out of range \(expected to be in range of \[(-?\d+), (-?\d+)\], but got (-?\d+)\)",
        "There is no dimension {2}: this tensor's dimensions go from {0} to {1}.",
    ),
    Meaning(
        r"index (-?\d+) is out of bounds for dimension (\d+) with size (\d+)",
        "Index {0} does not exist in dimension {1}, which has size {2}: indices are counted from 0.",
    ),
    Meaning(
        r"index out of range in self",
        "An index is too large or negative: indices are counted from 0 and end before the size.",
    ),
    Meaning(
        r"shape mismatch: indexing tensors could not be broadcast together with shapes (\[.*?\]), (\[.*?\])",
        "Two lists of places in one pair of brackets walk side by side, so they must be equally long; "
        "these have the shapes {0} and {1}.",
    ),
    Meaning(
        r"too many indices for tensor of dimension (\d+)",
        "There are more indices than dimensions: the tensor has {0}.",
    ),
    Meaning(
        r"invalid index of a 0-dim tensor",
        "This tensor is a single number, so it has nothing to index: `.item()` gives the number.",
    ),
    Meaning(
        r"iteration over a 0-d tensor|len\(\) of a 0-d tensor",
        "This tensor is a single number: it has no length and can't be looped over or unpacked.",
    ),
    Meaning(
        r"The shape of the mask (\[.*?\]) at index \d+ does not match the shape of the indexed tensor "
        r"(\[.*?\])",
        "The mask has shape {0} and the tensor {1}: a mask's sizes must be the tensor's first ones.",
    ),
    Meaning(
        r"value tensor of shape (\[.*?\]) cannot be broadcast to indexing result of shape (\[.*?\])",
        "The index picks a part of shape {1}, and values of shape {0} do not fit into it.",
    ),
    Meaning(
        r"shape '\[(.*-1.*?)\]' is invalid for input of size (\d+)",
        "{1} numbers can't fill a shape of [{0}], whatever the size in place of -1.",
    ),
    Meaning(
        r"shape '\[(.*?)\]' is invalid for input of size (\d+)",
        "{1} numbers do not fill a shape of [{0}]. Either the shape is wrong (its sizes must multiply to "
        "{1}), or what comes before has too many or too few numbers.",
    ),
    Meaning(
        r"only one dimension can be inferred",
        "-1 stands for one size that follows from the others, so it can be written once only.",
    ),
    Meaning(
        r"view size is not compatible with input tensor'?s size and stride",
        "`view` shares the memory and needs it in order, and here it is not, as after `transpose` or "
        "`permute`. `reshape` copies where it must.",
    ),
    Meaning(
        r"Sizes of tensors must match except in dimension (\d+)\. Expected size (\d+) but got size (\d+)",
        "`cat` joins along dimension {0}; all other sizes must be equal, and here are {1} and {2}.",
    ),
    Meaning(
        r"Tensors must have same number of dimensions: got (\d+) and (\d+)",
        "`cat` joins tensors with equally many dimensions, and these have {0} and {1}.",
    ),
    Meaning(
        r"stack expects each tensor to be equal size, but got (\[.*?\]) at entry \d+ and (\[.*?\])",
        "Only tensors of one shape can be stacked, also into a batch, and these are {0} and {1}. "
        "A `collate_fn` can pad samples.",
    ),
    Meaning(
        r"expected a non-empty list of Tensors|stack expects a non-empty TensorList",
        "The list of tensors to join is empty.",
    ),
    Meaning(
        r"Index tensor must have the same number of dimensions as (?:input|self) tensor",
        "This function wants an index with as many dimensions as the tensor: `unsqueeze` adds one.",
    ),
    Meaning(
        r"Size does not match at dimension (\d+) expected index (\[.*?\]) to be .* self (\[.*?\])",
        "The index has shape {1} and the tensor {2}: in dimension {0} the index is too large.",
    ),
    Meaning(
        r"Number of indices \((\d+)\) should be equal to source\.size\(dim\): \((\d+)\)",
        "Every slice that is added needs an index: there are {1} slices and {0} indices.",
    ),
    Meaning(
        r"source tensor shape must match self tensor shape, excluding the specified dimension\. "
        r"Got self\.shape = (\[.*?\]) source\.shape = (\[.*?\])",
        "What is added has shape {1} and the tensor {0}: they may differ only in the indexed dimension.",
    ),
    Meaning(
        r"Index is supposed to be a vector",
        "The index must have one dimension here.",
    ),
    Meaning(
        r"input\.dim\(\) = (\d+) is not equal to len\(dims\) = (\d+)",
        "`permute` names every dimension once: the tensor has {0}, and {1} are named.",
    ),
    Meaning(
        r"permute\(\): duplicate dims are not allowed",
        "`permute` names every dimension once, and here one is named twice.",
    ),
    Meaning(
        r"dim (\d+) appears multiple times in the list of dims",
        "Dimension {0} is named twice; -1 is another name for the last one.",
    ),
    Meaning(
        r"t\(\) expects a tensor with <= 2 dimensions, but self is (\d)D",
        "`t()` is for matrices, and this tensor has {0} dimensions: `transpose(a, b)` says which to swap.",
    ),
    Meaning(
        r"The use of `x\.T` on tensors of dimension other than 2",
        "`.T` is for matrices. `.mT` swaps the last two dimensions of a batch of them.",
    ),
    Meaning(
        r"tensor\.mT is only supported on matrices or batches of matrices\. Got (\d)-D",
        "`.mT` swaps the last two dimensions, and this tensor has {0}.",
    ),
    Meaning(
        r"X1 and X2 must have the same number of columns\. X1: (\d+) X2: (\d+)",
        "`cdist` measures distances between points of equally many numbers, and these have {0} and {1}.",
    ),
    Meaning(
        r"subscript (\w) has size (\d+) for operand \d+ which does not broadcast with previously seen size "
        r"(\d+)",
        "In this einsum the letter {0} stands for two sizes, {2} and {1}.",
    ),
    Meaning(
        r"number of subscripts in the equation \((\d+)\) does not match the number of dimensions \((\d+)\)",
        "This einsum writes {0} letters for a tensor of {1} dimensions.",
    ),
    Meaning(
        r"more than one element of the written-to tensor refers to a single memory location",
        "An expanded tensor shows one number in many places and can't be changed there: `clone()` it first.",
    ),
    Meaning(
        r"step must be greater than zero",
        "Slices of a tensor can't run backwards: `x.flip(0)` does.",
    ),
    Meaning(
        r"Dimension size must be non-negative|Trying to create tensor with negative dimension",
        "A size is negative. Print how it was computed.",
    ),
    Meaning(
        r"attribute 'shape' of .* is not writable",
        "A tensor's shape can't be assigned: `reshape` gives a tensor of another shape.",
    ),
    Meaning(
        r"Implicit dimension choice for (\w+)",
        "Say over which dimension {0} goes: for rows of numbers that is `dim=1`.",
    ),
    Meaning(
        r"maximum size for tensor at dimension (\d+) is (\d+) but size is (\d+)",
        "A window of {2} does not fit into dimension {0}, which has size {1}.",
    ),
    Meaning(
        r"step is 0 but must be > 0",
        "`unfold` moves its window by a step of 1 or more.",
    ),
    Meaning(
        r"selected index k out of range",
        "`topk` is asked for more numbers than there are in that dimension.",
    ),
)
