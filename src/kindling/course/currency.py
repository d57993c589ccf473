"""Calls that old tutorials make and current PyTorch no longer wants, each with what to write today.

These tables are for torch 2.11 to 2.15 and torchvision 0.29; `authoring/outdated.py` looks for them in
a file. A line that shows an old call to teach it says so with the comment `# outdated on purpose`.
"""

from __future__ import annotations

import re

ON_PURPOSE = re.compile(r"#\s*outdated on purpose\b")

INITS = ("uniform", "normal", "constant", "eye", "dirac", "orthogonal", "sparse")
XAVIER_AND_KAIMING = ("xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal")

# A package that is imported.
PACKAGES = {
    "torchtext": "a vocabulary of your own, or the package tokenizers",
    "pytorch_lightning": "`lightning`",
}

# A dotted name, wherever it is used.
NAMES = {
    **{f"torch.nn.init.{name}": f"`torch.nn.init.{name}_`" for name in (*INITS, *XAVIER_AND_KAIMING)},
    "torch.autograd.Variable": "a tensor with `requires_grad=True`",
    "torch.cuda.amp.autocast": '`torch.amp.autocast("cuda")`',
    "torch.cuda.amp.GradScaler": '`torch.amp.GradScaler("cuda")`',
    "torch.cpu.amp.autocast": '`torch.amp.autocast("cpu")`',
    "torch.range": "`torch.arange`, which leaves out the end",
    "torch.symeig": "`torch.linalg.eigh`",
    "torch.eig": "`torch.linalg.eig`",
    "torch.qr": "`torch.linalg.qr`",
    "torch.svd": "`torch.linalg.svd`",
    "torch.lstsq": "`torch.linalg.lstsq`",
    "torch.nn.utils.clip_grad_norm": "`torch.nn.utils.clip_grad_norm_`",
    "torch.testing.assert_allclose": "`torch.testing.assert_close`",
    "torch.set_default_tensor_type": "`torch.set_default_dtype` and `torch.set_default_device`",
    "torch.jit.script": "`torch.compile` or `torch.export`",
    "torch.jit.trace": "`torch.compile` or `torch.export`",
    "torch.nn.DataParallel": "`DistributedDataParallel` with `torchrun`",
    "torchvision.io.read_video": "a reader of torchcodec; for images `torchvision.io.decode_image`",
    "torchvision.transforms.v2.ToTensor": "`v2.ToImage()` and `v2.ToDtype(torch.float32, scale=True)`",
    "transformers.AdamW": "`torch.optim.AdamW`",
}

# Version 1 of the transforms, which still works silently: every class of the module but this one.
FIRST_TRANSFORMS = re.compile(r"torchvision\.transforms\.(?!InterpolationMode)[A-Z]\w*")
SECOND_TRANSFORMS = "`torchvision.transforms.v2`"

# A dotted name that is called; naming it, in an annotation or isinstance, is fine.
CALLS = {
    "torch.Tensor": "`torch.tensor(values)`, or `torch.empty(sizes)`",
    "torch.FloatTensor": "`torch.tensor(values, dtype=torch.float32)`",
    "torch.DoubleTensor": "`torch.tensor(values, dtype=torch.float64)`",
    "torch.LongTensor": "`torch.tensor(values, dtype=torch.int64)`",
    "torch.IntTensor": "`torch.tensor(values, dtype=torch.int32)`",
    "torch.ByteTensor": "`torch.tensor(values, dtype=torch.uint8)`",
    "torch.BoolTensor": "`torch.tensor(values, dtype=torch.bool)`",
}

# A call that must give an argument: its name, its position, and what to write.
REQUIRED = {
    "torch.nn.functional.softmax": ("dim", 1, "`softmax(x, dim=...)`"),
    "torch.nn.functional.log_softmax": ("dim", 1, "`log_softmax(x, dim=...)`"),
    "torch.nn.functional.softmin": ("dim", 1, "`softmin(x, dim=...)`"),
    "torch.nn.Softmax": ("dim", 0, "`nn.Softmax(dim=...)`"),
    "torch.nn.LogSoftmax": ("dim", 0, "`nn.LogSoftmax(dim=...)`"),
    "torch.cross": ("dim", 2, "`torch.linalg.cross`"),
    "torch.meshgrid": ("indexing", -1, '`torch.meshgrid(..., indexing="ij")`'),
}

# An argument that no call takes any more.
ARGUMENTS = {
    "pretrained": "`weights=`, for example `weights=ResNet18_Weights.DEFAULT`",
    "volatile": "`torch.no_grad()`",
    "size_average": "`reduction=`",
    "evaluation_strategy": "`eval_strategy=`",
    "gpus": "`accelerator=` and `devices=`",
}

# A method that is called on, or defined in, anything.
METHODS = {
    "register_backward_hook": "`register_full_backward_hook`",
    "symeig": "`torch.linalg.eigh`",
    "training_epoch_end": "`on_train_epoch_end`",
    "validation_epoch_end": "`on_validation_epoch_end`",
}

# What only the shape of the code shows; `authoring/outdated.py` says how each is recognised.
TENSOR = re.compile(r"\b(grad|weight|bias|loss)\.data$")
DATA = "`with torch.no_grad():` around the change, or `.detach()` to read"
NO_CALL = re.compile(r"^super\(\)|(^|\.)[A-Z][^.]*$|remote|rpc")  # whose forward has to be called by its name
FORWARD = "a call of the module itself, which runs its hooks too"
SUPER = "`super()` without arguments"
NEXT = "`next(iterator)`"
LAST_LR = "`get_last_lr()`"
STEP = "`step()` without the epoch"
VERBOSE = "`get_last_lr()` in a print of your own"
