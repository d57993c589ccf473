"""Messages about dtypes, masks, indices and Python numbers."""

from kindling.explaining.meaning import Meaning

DTYPES = (
    Meaning(
        r"result type (Float|Double|Half) can'?t be cast to the desired output type (\w+(?: char)?)",
        "The result is a float, and the tensor that should hold it stores {1:dtype}: "
        "convert it with `.float()` first.",
    ),
    Meaning(
        r"result type (\w+) can'?t be cast to the desired output type Bool",
        "The result is a number, but the tensor that should hold it stores True and False.",
    ),
    Meaning(
        r"(?:Subtraction|Negation).*bool tensor",
        "True and False can't be subtracted; `~mask` is the opposite of a mask.",
    ),
    Meaning(
        r"could not infer output dtype|only support floating point and complex"
        r"|Expected (?:a )?floating point|not implemented for '(?:Long|Int|Short|Byte|Char|Bool)'"
        r"|must be either float or double dtype",
        "This needs floats, and the tensor holds whole numbers or True and False: `.float()` converts it.",
    ),
    Meaning(
        r"expected scalar type (Long|Int) but found (\w+)",
        "Whole numbers are wanted here, as labels or indices, and {1:dtype} came: `.long()` converts them.",
    ),
    Meaning(
        r"expected scalar type (\w+) but found (\w+)",
        "A tensor of dtype {0:dtype} is wanted here, and one of dtype {1:dtype} came: convert it.",
    ),
    Meaning(
        r"Expected dtype int(?:32)?(?:/| or )?(?:int)?(?:64)? for index",
        "An index holds whole numbers: `.long()` converts it.",
    ),
    Meaning(
        r"tensors used as indices must be long, int, byte or bool tensors|are valid indices \(got",
        "An index is a whole number, a slice, or a mask of True and False.",
    ),
    Meaning(
        r"one_hot is only applicable to index tensor",
        "`one_hot` wants class numbers of dtype int64: `.long()` converts them.",
    ),
    Meaning(
        r"Class values must be (?:smaller than num_classes|non-negative)",
        "A class number is outside its range: classes are counted from 0 and end before `num_classes`.",
    ),
    Meaning(
        r"self\.dtype to be equal to src\.dtype|must have the same scalar type"
        r"|requires the source and destination dtypes match",
        "What is written into a tensor must have the tensor's dtype: `.to(x.dtype)` converts it.",
    ),
    Meaning(
        r"only supports boolean masks|condition to be a boolean tensor",
        "A mask holds True and False: a comparison such as `x > 0` makes one.",
    ),
    Meaning(
        r"[Oo]nly Tensors of floating point(?: and complex)? dtype can require gradients",
        "Only floats can require gradients: write 1.0 instead of 1, or `.float()`.",
    ),
    Meaning(
        r"only one element tensors can be converted to Python scalars"
        r"|a Tensor with \d+ elements cannot be converted to Scalar",
        "Only a tensor of one element becomes a Python number. "
        "`.tolist()` gives all of them; `torch.stack` makes one tensor of several.",
    ),
    Meaning(
        r"only integer tensors of a single element can be converted to an index",
        "Python wants one whole number here, and the tensor holds several, or floats.",
    ),
    Meaning(
        r"Boolean value of Tensor with (?:more than one value|no values) is ambiguous",
        "One True or False is wanted here, and the tensor does not hold just one. For `if`, reduce it with "
        "`.all()` or `.any()`; `&` and `|` combine masks.",
    ),
    Meaning(
        r"Could not infer dtype of (\w+)",
        "A tensor holds numbers, and there is a {0} among these.",
    ),
    Meaning(
        r"too many dimensions 'str'|invalid data type 'str'|np\.ndarray of type numpy\.str_",
        "A tensor holds numbers and no text: give every text a number first.",
    ),
    Meaning(
        r"expected sequence of length (\d+) at dim (\d+) \(got (\d+)\)",
        "The rows of a tensor are equally long, and these lists have lengths {0} and {2}.",
    ),
    Meaning(
        r"negative strides|strides? in the given numpy array is negative",
        "torch can't share memory that runs backwards: `.copy()` the array first.",
    ),
    Meaning(
        r"To copy construct from a tensor",
        "`torch.tensor` is for numbers and lists; `x.clone()` copies a tensor, `x.detach().clone()` without "
        "its gradients.",
    ),
    Meaning(
        r"list of numpy\.ndarrays is extremely slow",
        "A list of arrays is read number by number: make one array of it first, with `np.array(...)`.",
    ),
    Meaning(
        r"NumPy array is not writable",
        "The array is read-only, and the tensor would share its memory: `.copy()` the array first.",
    ),
    Meaning(
        r"normal expects std >= 0\.0",
        "A standard deviation can't be negative. Is it still a logarithm?",
    ),
    Meaning(
        r"probability tensor contains either|sum of probabilities <= 0",
        "These are no probabilities: some are negative, infinite or nan, or all are 0. "
        "`softmax` makes probabilities of raw outputs.",
    ),
    Meaning(
        r'"(?!bitwise_xor)\w+" not implemented for .(Float|Double)',
        "This needs whole numbers or True and False, and the tensor holds {0:dtype}.",
    ),
    Meaning(
        r"bincount only supports 1-d non-negative integral inputs",
        "`bincount` counts whole numbers from 0 in a single dimension. Is one of them negative?",
    ),
    Meaning(
        r"random_ expects 'from' to be less than 'to', but got from=(-?\d+) >= to=(-?\d+)",
        "`randint(low, high)` draws from low up to high, without high itself: {0} must be below {1}.",
    ),
    Meaning(
        r"At least one of 'min' or 'max' must not be None",
        "`clamp` needs a bound: `min=`, `max=` or both.",
    ),
)
