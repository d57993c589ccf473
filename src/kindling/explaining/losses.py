"""Messages of loss functions."""

from kindling.explaining.meaning import Meaning

LOSSES = (
    Meaning(
        r"expected target dtype to be Long or Byte, but got (\w+)",
        "Class labels are whole numbers of dtype int64, and these are {0:dtype}: `.long()` converts them.",
    ),
    Meaning(
        r"0D or 1D target tensor expected, multi-target not supported",
        "What stands in the labels' place has two dimensions; one label per sample has shape (n,). Is it the "
        "labels? If they are a column (n, 1), `squeeze(1)` makes (n,) of it.",
    ),
    Meaning(
        r"Target (-?\d+) is out of bounds",
        "There is a label {0}, and the output has no class of that number: classes are counted from 0.",
    ),
    Meaning(
        r"Expected input batch_size \((\d+)\) to match target batch_size \((\d+)\)",
        "There are outputs for {0} samples and labels for {1}. Has a reshape mixed the samples up?",
    ),
    Meaning(
        r"Target size \(torch\.Size\((.*?)\)\) must be the same as input size \(torch\.Size\((.*?)\)\)",
        "This loss compares number by number, so the targets {0} and the outputs {1} need the same shape.",
    ),
    Meaning(
        r"Using a target size \(torch\.Size\((.*?)\)\) that is different to the input size "
        r"\(torch\.Size\((.*?)\)\)",
        "The targets have shape {0} and the predictions {1}, and this loss compares number by number. "
        "Give both the same shape before the loss.",
    ),
    Meaning(
        r"all elements of input should be between 0 and 1",
        "BCELoss wants probabilities between 0 and 1 and got other numbers. "
        "BCEWithLogitsLoss takes a network's raw output.",
    ),
    Meaning(
        r"all elements of target should be between 0 and 1",
        "The targets of this loss are 0, 1 or between, and there are others among them.",
    ),
    Meaning(
        r"Found dtype (\w+) but expected Float",
        "This needs float32, and a tensor of dtype {0:dtype} came: `.float()` converts it.",
    ),
    Meaning(
        r"only batches of spatial targets supported \(3D tensors\) but got targets of dimension: (\d+)",
        "Outputs of more than two dimensions are scores for every pixel here. For one label per image their "
        "shape is (n, classes): print the shape that the model gives.",
    ),
    Meaning(
        r"(\S+) is not a valid value for reduction",
        "`reduction` can be 'mean', 'sum' or 'none', and {0} is none of these.",
    ),
)
