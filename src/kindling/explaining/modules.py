"""Messages about modules, their saved state, optimizers and data loaders."""

from kindling.explaining.meaning import Meaning

MODULES = (
    Meaning(
        r"cannot assign (?:module|parameters?|buffer) before (?:Module|\w+)\.__init__\(\) call"
        r"|object has no attribute '_(?:backward_hooks|forward_hooks|modules|parameters|buffers)'",
        "The module's `__init__` must begin with `super().__init__()`.",
    ),
    Meaning(
        r"Module \[(\w+)\] is missing the required \"forward\" function",
        "The class `{0}` has no method `forward`. Is its name misspelt, or is it indented under another one?",
    ),
    Meaning(
        r"cannot assign '.*?' as parameter '(\w+)'",
        "`{0}` is a parameter of the module: wrap the new tensor in `nn.Parameter(...)`.",
    ),
    Meaning(
        r"list is not a Module subclass",
        "`nn.Sequential` takes its layers one by one and not in a list: `nn.Sequential(*layers)`.",
    ),
    Meaning(
        r"is not a Module subclass",
        "Only modules can stand here. A function such as `torch.relu` has one of its own: `nn.ReLU()`.",
    ),
    Meaning(
        r"Unexpected key\(s\) in state_dict: \"module\.",
        "The names in the file begin with `module.`: it was saved from a model that DDP had wrapped. "
        "Save `model.module.state_dict()`.",
    ),
    Meaning(
        r"size mismatch for (\S+): copying a param with shape torch\.Size\((.*?)\) from checkpoint, "
        r"the shape in current model is torch\.Size\((.*?)\)",
        "`{0}` has shape {1} in what is loaded and {2} in the model: they were built with other sizes.",
    ),
    Meaning(
        r"Error\(s\) in loading state_dict",
        "The names in what is loaded and those in the model do not match: is it the same architecture?",
    ),
    Meaning(
        r"Expected state_dict to be dict-like",
        "`load_state_dict` wants what `model.state_dict()` gave, not a model.",
    ),
    Meaning(
        r"Weights only load failed",
        "The file holds more than tensors. Save `model.state_dict()` instead of the model.",
    ),
    Meaning(
        r"optimizer got an empty parameter list",
        "The model has no parameters to train. Layers in a plain Python list are not seen: "
        "`nn.ModuleList` shows them.",
    ),
    Meaning(
        r"can't optimize a non-leaf Tensor",
        "The optimizer got the result of a computation. It wants the tensors from which it starts.",
    ),
    Meaning(
        r"params argument given to the optimizer should be an iterable of Tensors",
        "The optimizer wants a list of tensors: put a single one in brackets, `[w]`.",
    ),
    Meaning(
        r"lr_scheduler\.step\(\).*before.*optimizer\.step\(\)",
        "The optimizer steps first, then the scheduler.",
    ),
    Meaning(
        r"Expected to have finished reduction in the prior iteration",
        "A parameter took no part in the loss, so DDP still waits for its gradient: use it, or remove it.",
    ),
    Meaning(
        r"default_collate: batch must contain .*; found <class '(\w+)'>",
        "A sample holds a {0}, which can't be stacked into a batch. Does `__getitem__` return all it should?",
    ),
    Meaning(
        r"Size mismatch between tensors",
        "The tensors of a TensorDataset need the same first size: each sample is one row of each.",
    ),
    Meaning(
        r"Sum of input lengths does not equal the length of the input dataset",
        "The lengths of the parts must add up to the length of the data set.",
    ),
    Meaning(
        r"index (-?\d+) is out of range",
        "There is no layer {0} here: n layers are counted from 0 to n - 1.",
    ),
    Meaning(
        r"expected 'f' to be string, path, or a file-like object",
        "`torch.save(what, where)` takes what to save first, and the file second.",
    ),
    Meaning(
        r"don't know how to restore data location of .* \(tagged with (\S+)\)",
        "`map_location` must name a device, such as 'cpu', and {0} is none.",
    ),
    Meaning(
        r"Expected positive integer total_steps, but got (\S+)",
        "A schedule's `total_steps` is a whole number above 0, and {0} came.",
    ),
    Meaning(
        r"You must define either total_steps OR",
        "The schedule must know how many steps will come in all: `total_steps=`.",
    ),
    Meaning(
        r"Tried to step (\d+) times\. The specified number of total steps is (\d+)",
        "The schedule was made for {1} steps, and one more came. All epochs together have how many batches?",
    ),
)
