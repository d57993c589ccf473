"""Messages of Python itself, and of torch about how its functions are called."""

from kindling.explaining.meaning import Meaning

LANGUAGE = (
    Meaning(
        r"argument 'tensors' \(position 1\) must be tuple of Tensors, not Tensor",
        "`cat` and `stack` take a list of tensors: put them in brackets, `[a, b]`.",
    ),
    Meaning(
        r"expected Tensor as element (\d+) in argument 0, but got torch\.return_types\.(\w+)",
        "Element {0} of the list is the pair that `{1}` gives, `values` and `indices`: pick one of them.",
    ),
    Meaning(
        r"expected Tensor as element (\d+) in argument 0, but got (\w+)",
        "A list of tensors is wanted, and element {0} is of type {1}. Did `.item()` make a number of it?",
    ),
    Meaning(
        r"(\w+)\(\): argument '\w+' \(position \d+\) must be Tensor, not (?:int|float)",
        "`torch.{0}` works on tensors and got a Python number. The module `math` is for those.",
    ),
    Meaning(
        r"(\w+)\(\): argument '(\w+)' (?:\(position \d+\) )?must be (.+?), not ([\w.]+)",
        "`{0}` wants a value of type {2} as `{1}`, and one of type {3} came.",
    ),
    Meaning(
        r"received an invalid combination of arguments - got (\(.*?\))",
        "This function can't be called with {0}: an argument is missing, too many, or of another type.",
    ),
    Meaning(
        r"missing (\d+) required (?:positional|keyword-only) arguments?: (.*)",
        "The call leaves out {1}; compare it with the first line of the definition.",
    ),
    Meaning(
        r"(\w+)\.__init__\(\) takes (?:from )?\d+(?: to \d+)? positional arguments? but \d+",
        "Too much is given to make a `{0}`. A layer is made first and called then, as in `nn.ReLU()(x)`.",
    ),
    Meaning(
        r"takes 1 positional argument but (\d+) were given",
        "It takes 1 argument and is called with {0}. In a method, `self` is the first of them.",
    ),
    Meaning(
        r"takes (?:from )?(\d+(?: to \d+)?) positional arguments? but (\d+) (?:was|were) given",
        "It takes {0} arguments and is called with {1}. In a method, `self` is the first of them.",
    ),
    Meaning(
        r"got an unexpected keyword argument '(\w+)'",
        "There is no parameter called `{0}`; compare the name with the first line of the definition.",
    ),
    Meaning(
        r"'NoneType' object has no attribute '(?:zero_|data|norm|clone|detach)'",
        "Something is None here. A function or method without `return` gives None, and a tensor's `.grad` is "
        "None until `backward()` has run.",
    ),
    Meaning(
        r"unsupported operand type\(s\) for (\S+): (?:.*'NoneType')",
        "One side of `{0}` is None. A `.grad` is None until `backward()` has run, and a function without "
        "`return` gives None.",
    ),
    Meaning(
        r"'NoneType' object|cannot unpack non-iterable NoneType",
        "Something is None here. A function without `return` gives None, and so does a list's `append`.",
    ),
    Meaning(
        r'"bitwise_xor_\w+" not implemented|unsupported operand type\(s\) for \^',
        "`^` compares bits in Python. A power is written `**`.",
    ),
    Meaning(
        r"unsupported operand type\(s\) for (\S+): (?:'type' and '\S+'|'\S+' and 'type')",
        "`{0}` has a type itself on one side, such as `dict`, and not a value of it: was a call left out?",
    ),
    Meaning(
        r"unsupported operand type\(s\) for (\S+): '(\S+)' and '(\S+)'",
        "`{0}` can't be used between {1:a} and {2:a}: print both.",
    ),
    Meaning(
        r"'(\S+)' not supported between instances of '(\S+)' and '(\S+)'",
        "A value of type {1} and one of type {2} can't be compared with `{0}`: print both.",
    ),
    Meaning(
        r"isinstance\(\) arg 2 must be a type",
        "`isinstance(value, type)` takes the value first, and the type second.",
    ),
    Meaning(
        r"attribute name must be string, not '(\S+)'",
        "`getattr(thing, name)` takes the name second, as text, and a {0} stands there.",
    ),
    Meaning(
        r"(?:argument must be a string.* real number|must be real number), not '?([\w.]+)",
        "A number is wanted here, and a value of type {0} came.",
    ),
    Meaning(
        r"(\w+)\(\) takes no keyword arguments",
        "`{0}` takes no arguments with names, such as `dim=`.",
    ),
    Meaning(
        r"can't multiply sequence by non-int of type",
        "A list can't be multiplied number by number: make a tensor of it first.",
    ),
    Meaning(
        r"can only concatenate (\w+) \(not \"(\w+)\"\) to",
        "`+` joins a {0} to another {0} only, and the other side is of type {1}.",
    ),
    Meaning(
        r"(list|tuple) indices must be integers or slices, not tuple",
        "A Python {0} takes one index at a time, `[i][j]`; only a tensor takes `[i, j]`.",
    ),
    Meaning(
        r"(list|tuple) indices must be integers or slices, not (\w+)",
        "A Python {0} takes whole numbers as indices, and this one is of type {1}.",
    ),
    Meaning(
        r"slice indices must be integers",
        "A slice begins and ends at whole numbers: `int(...)` and `//` make such.",
    ),
    Meaning(
        r"unhashable type: '(\w+)'",
        "A {0} can change, so it can't be a key: print what stands in the brackets.",
    ),
    Meaning(
        r"list index out of range|tuple index out of range",
        "The index is too large: a sequence of n items has the indices 0 to n - 1.",
    ),
    Meaning(
        r"too many values to unpack \(expected (\d+)\)",
        "More values come than the {0} names on the left. A tensor unpacks along its first dimension.",
    ),
    Meaning(
        r"not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)",
        "{0} names stand on the left, and only {1} came.",
    ),
    Meaning(
        r"cannot unpack non-iterable (\S+) object",
        "A single {0} can't be unpacked into several names.",
    ),
    Meaning(
        r"'torch\.(?:Size|dtype|device)' object is not callable",
        "`.shape`, `.dtype` and `.device` are values: write them without parentheses.",
    ),
    Meaning(
        r"'module' object is not callable",
        "A package is called as if it were a function: name the function in it, as in `copy.deepcopy(x)`.",
    ),
    Meaning(
        r"'(\S+)' object is not callable",
        "A value of type {0} is called as if it were a function. Is a name used twice, or a sign missing?",
    ),
    Meaning(
        r"'(method|builtin_function_or_method|function)' object is not (?:iterable|subscriptable)",
        "A function is used without being called: are its parentheses missing, or was something else meant?",
    ),
    Meaning(
        r"'(\S+)' object is not iterable",
        "A value of type {0} can't be looped over. An optimizer wants `model.parameters()`.",
    ),
    Meaning(
        r"'(\S+)' object is not subscriptable",
        "A value of type {0} can't be indexed with brackets.",
    ),
    Meaning(
        r"'(\S+)' object does not support item assignment",
        "A {0} can't be changed in place: make a list of it, or a new {0}.",
    ),
    Meaning(
        r"object of type '(\w+)' has no len\(\)",
        "A value of type {0} has no length.",
    ),
    Meaning(
        r"does not support the context manager protocol",
        "What stands after `with` can't be used so. Parentheses belong to it: `with torch.no_grad():`.",
    ),
    Meaning(
        r"'torch\.return_types\.(\w+)' object has no attribute",
        "Along a dimension, `{0}` gives two things, `values` and `indices`: pick one of them.",
    ),
    Meaning(
        r"'(list|tuple|float|int|bool)' object has no attribute '(\w+)'",
        "This is a Python {0}, which has no `{1}`: was a tensor meant, or another argument?",
    ),
    Meaning(
        r"'Tensor' object has no attribute 'astype'",
        "`astype` is NumPy's word. A tensor has `.to(dtype)`, and `.float()` or `.long()` for short.",
    ),
    Meaning(
        r"'Tensor' object has no attribute '(\w+)'",
        "Tensors have nothing called `{0}`: is it misspelt, or a function that stands elsewhere in torch?",
    ),
    Meaning(
        r"'(\S+)' object has no attribute '(\w+)'",
        "Nothing is called `{1}` in an object of type {0}: is the name misspelt, was it never assigned to "
        "`self`, or was another object meant?",
    ),
    Meaning(
        r"module 'torch\.nn' has no attribute '(\w+)'",
        "`torch.nn` has nothing called `{0}`: its layers begin with a capital letter, as in `nn.Linear`.",
    ),
    Meaning(
        r"module '(\S+)' has no attribute '(\w+)'",
        "`{0}` has nothing called `{1}`: is it misspelt?",
    ),
    Meaning(
        r"zip\(\) argument \d+ is (longer|shorter) than argument",
        "The sequences that `zip` goes through have different lengths.",
    ),
    Meaning(
        r"vmap: It looks like you're (?:calling \.item\(\)|attempting to use a Tensor in)",
        "Under `vmap` a tensor stands for many at once, so `.item()` and `if` can't look into it. "
        "`torch.where` chooses element by element.",
    ),
    Meaning(
        r"maximum recursion depth exceeded",
        "The function calls itself without end: what ends it?",
    ),
    Meaning(
        r"division by zero",
        "Something is divided by 0. Which count or length is 0 here?",
    ),
    Meaning(
        r"math domain error",
        "`math` gives no root of a number below 0, and no logarithm of 0 or less: print the number.",
    ),
    Meaning(
        r"No module named '(.*)'",
        "The package {0} is not installed here: is it misspelt? "
        "The exercises need only what the starter imports.",
    ),
    Meaning(
        r"name '(\w+)' is not defined",
        "Nothing is called `{0}` here: a typing slip, or a missing import?",
    ),
    Meaning(
        r"cannot import name '(\w+)' from '(\S+)'",
        "`{1}` has nothing called `{0}`: is it misspelt?",
    ),
    Meaning(
        r"cannot access (?:local|free) variable '(\w+)'",
        "`{0}` is used before it has a value. Is it assigned only in a branch or a loop that did not run?",
    ),
)
