"""Messages of the layers of torch.nn about what goes into them."""

from kindling.explaining.meaning import Meaning

LAYERS = (
    Meaning(
        r"mat1 and mat2 shapes cannot be multiplied \((\d+)x(\d+) and (\d+)x(\d+)\)",
        "A matrix product needs inner sizes that match, and these are {1} and {2}: ({0}, {1}) times "
        "({2}, {3}). If a Linear layer did this, print the shape just before it.",
    ),
    Meaning(
        r"linear\(\): argument 'input' \(position 1\) must be Tensor, not tuple",
        "A layer got a tuple. Recurrent layers return two things, `output, hidden`: unpack them first.",
    ),
    Meaning(
        r"expected input.*to have (\d+) channels, but got (\d+) channels",
        "The layer wants {0} channels, and dimension 1 of its input has size {1}. "
        "torch's images are (batch, channels, height, width).",
    ),
    Meaning(
        r"Expected 3D \(unbatched\) or 4D \(batched\) input to conv2d, but got input of size: \[(.*?)\]",
        "Conv2d wants (batch, channels, height, width) and got [{0}]. `unsqueeze` adds a dimension.",
    ),
    Meaning(
        r"input size per channel: \((.+?)\)\. Kernel size: \((.+?)\)\. Kernel size can't be greater",
        "The kernel is {1}, and the image with its padding only {0}. In `nn.Conv2d(in, out, kernel)` the "
        "third number is the kernel's size; if it is right, the image has shrunk too far before this layer.",
    ),
    Meaning(
        r"Output size is too small",
        "The image is too small to be pooled once more. Print the shape before this layer.",
    ),
    Meaning(
        r"Expected more than 1 value per channel when training",
        "BatchNorm can't learn from a batch of one. In training, leave out a last small batch "
        "(`drop_last=True`); for a single sample, call `model.eval()` first.",
    ),
    Meaning(
        r"running_mean should contain (\d+) elements not (\d+)",
        "The BatchNorm layer was made for {1} channels, and its input has {0}.",
    ),
    Meaning(
        r"expected (\dD(?: or \dD)?) input \(got (\dD) input\)",
        "This layer wants {0} input and got {1}. Is a dimension missing, or is the layer for another kind?",
    ),
    Meaning(
        r"Given normalized_shape=(\[.*?\]), expected input with shape .*?, but got input of size ?(\[.*?\])",
        "The LayerNorm layer was made for last sizes {0}, and its input has shape {1}.",
    ),
    Meaning(
        r"input\.size\(-1\) must be equal to input_size\. Expected (\d+), got (\d+)",
        "The recurrent layer wants {0} numbers per step, and the last dimension of its input has size {1}.",
    ),
    Meaning(
        r"Expected hidden size \((.*?)\), got \[(.*?)\]",
        "The hidden state should have shape ({0}) and has ({1}): layers, then batch, then hidden size.",
    ),
    Meaning(
        r"(?:RNN input dtype \(torch\.(\w+)\) does not match weight dtype \(torch\.(\w+)\)"
        r"|input must have the type torch\.(\w+), got type torch\.(\w+))",
        "The recurrent layer and its input have different dtypes: `.float()` makes an input float32.",
    ),
    Meaning(
        r"embed_dim must be divisible by num_heads",
        "The heads share the embedding equally, so its size must be a multiple of their number.",
    ),
    Meaning(
        r"unflatten: Provided sizes (\[.*?\]) don't multiply up to the size of dim (\d+) \((\d+)\)",
        "Dimension {1} has size {2}, and the sizes {0} do not multiply to that.",
    ),
    Meaning(
        r"Expected tensor for argument #1 'indices' to have one of the following scalar types",
        "An embedding looks rows up by whole numbers: `.long()` converts its input.",
    ),
    Meaning(
        r"(?:m1 and m2|mat1 and mat2|self and mat2).*same dtype.*(?:[Ll]ong|[Ii]nt)",
        "One factor holds whole numbers and the other floats: `.float()` converts the whole ones.",
    ),
    Meaning(
        r"(?:m1 and m2|mat1 and mat2|self and mat2).*same dtype.*[Dd]ouble",
        "One factor is float64 and the other is not. NumPy's floats are float64; `.float()` makes float32.",
    ),
    Meaning(
        r"(?:m1 and m2|mat1 and mat2|self and mat2).*same dtype",
        "The factors of a product have different dtypes: print both and convert one.",
    ),
    Meaning(
        r"Input type \((unsigned char|long int|int|short|bool)\) and (?:bias|weight) type",
        "The input holds whole numbers ({0:dtype}), and the layer wants floats: `.float()` converts it.",
    ),
    Meaning(
        r"Input type \((\w+)\) and (?:bias|weight) type \((\w+)\) should be the same",
        "The input is {0:dtype} and the layer {1:dtype}. `.float()` makes an input float32.",
    ),
    Meaning(
        r"dropout probability has to be between 0 and 1, but got (\S+)",
        "Dropout wants the share of numbers to drop, from 0 to 1, and got {0}.",
    ),
)
