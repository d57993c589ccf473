"""Messages about devices and memory."""

from kindling.explaining.meaning import Meaning

DEVICES = (
    Meaning(
        r"Expected all tensors to be on the same device"
        r"|[Tt]ensor on device \w+(?::\d+)? is not on the expected device"
        r"|is on (?:CPU|cpu), but expected"
        r"|(?:Input|weight|bias) type \(torch\.cuda\.\w+\).*should be the same"
        r"|(?:weight|bias) type \(torch\.cuda\.\w+\) should be the same",
        "The tensors of one operation are on different devices: move them to one with `.to(device)`.",
    ),
    Meaning(
        r"can't convert \w+(?::\d+)? device type tensor to numpy",
        "NumPy knows only the CPU: `.cpu()` before `.numpy()`.",
    ),
    Meaning(
        r"device-side assert triggered",
        "The GPU met a number that can't be: mostly an index or a label beyond its range. "
        "Run it on the CPU to see which.",
    ),
    Meaning(
        r"Attempting to deserialize object on a CUDA device",
        'The file was saved on a GPU, and there is none here: `torch.load(..., map_location="cpu")`.',
    ),
    Meaning(
        r"Invalid device string: '((?:float|int|bool|uint|bfloat|complex)\d*)'",
        "A text in `.to(...)` names a device. The dtype is `torch.{0}`, without quotation marks.",
    ),
    Meaning(
        r"Found no NVIDIA driver|not compiled with CUDA enabled|No CUDA GPUs are available"
        r"|CUDA driver version is insufficient",
        "There is no GPU here. Choose the device by `torch.cuda.is_available()`.",
    ),
    Meaning(
        r"at start of device string: (\w+)",
        "No device is called `{0}`; the usual ones are `cpu` and `cuda`.",
    ),
    Meaning(
        r"Expected a '(\w+)' device type for generator but found '(\w+)'",
        "The generator belongs to {1} and the tensor to {0}: make both for the same device.",
    ),
    Meaning(
        r"can't allocate memory|not enough memory|out of memory",
        "There is no room for a tensor of that size. Has a dimension been multiplied by mistake?",
    ),
)
