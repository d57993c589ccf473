"""Probes of the first network: what they try, and what they see."""

import os
from collections.abc import Callable
from itertools import groupby, pairwise
from pathlib import Path
from pickle import UnpicklingError
from unittest import mock

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from kindling import at_least, data, equal, probe


def _pattern(shape: tuple[int, ...]) -> Tensor:
    """Numbers between -1 and 1 that depend on the places alone, the same for a matrix and its transpose."""
    places = torch.meshgrid(*[torch.arange(size) for size in shape], indexing="ij")
    return torch.stack(places).sum(0).float().cos()


def _set(model: nn.Module) -> nn.Module:
    """Give every parameter fixed numbers, whatever it is called and in whichever order it was made."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(_pattern(parameter.shape))
    return model


def _batches(x: Tensor, y: Tensor, size: int, device: torch.device, *, shuffle: bool = False) -> DataLoader:
    return DataLoader(TensorDataset(x.to(device), y.to(device)), batch_size=size, shuffle=shuffle)


def _of_plain_numbers(
    x: Tensor, y: Tensor, size: int, device: torch.device, *, shuffle: bool = False
) -> DataLoader:
    """A loader whose data set holds plain Python numbers, which only the loader makes into tensors."""

    def collate(pairs: list[tuple[list[float], int]]) -> tuple[Tensor, Tensor]:
        examples, labels = zip(*pairs, strict=True)
        return torch.tensor(examples, dtype=x.dtype, device=device), torch.tensor(labels, device=device)

    pairs = list(zip(x.tolist(), y.tolist(), strict=True))
    return DataLoader(pairs, batch_size=size, shuffle=shuffle, collate_fn=collate)


def _mode(model: nn.Module) -> str:
    """The mode of a model and of every module in it."""
    modes = {module.training for module in model.modules()}
    if len(modes) == 2:
        return "training mode in some of its modules and not in others"
    return "training mode" if modes.pop() else "evaluation mode"


def _condition(model: nn.Module) -> dict[str, str]:
    """Of every parameter of a model, whether it is trained, and whether it holds a gradient."""
    return {
        name: f"{'trained' if parameter.requires_grad else 'frozen'}, "
        f"{'no' if parameter.grad is None or not parameter.grad.any() else 'with its'} gradient"
        for name, parameter in model.named_parameters()
    }


def _with_a_table(device: torch.device) -> tuple[nn.Module, Tensor, Tensor]:
    """A model that looks whole numbers up in a table, and examples of shape (2, 2) for it."""
    layers = [nn.Embedding(6, 2), nn.Flatten(2), nn.Linear(4, 3), nn.Flatten(), nn.Linear(6, 4)]
    x = torch.arange(20).reshape(5, 2, 2) % 6
    return _set(nn.Sequential(*layers)).to(device), x.to(device), torch.tensor([0, 3, 1, 1, 2], device=device)


class Notes:
    """What a model writes down about its use; a copy of the model writes into the same notes."""

    def __init__(self) -> None:
        self.modes: set[str] = set()
        self.events: list[str] = []
        self.inputs: list[Tensor] = []

    def __deepcopy__(self, memo: object) -> "Notes":
        return self


class Watched(nn.Module):
    """A linear classifier that writes down how it is used.

    Beside its linear layer it has two modules whose mode alone is looked at, and a buffer that changes
    whenever the model is used in training mode.
    """

    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.linear = nn.Linear(d_in, d_out)
        self.others = nn.ModuleList([nn.BatchNorm1d(d_in, affine=False), nn.Dropout()])
        self.register_buffer("trained_with", torch.zeros(()))
        self.notes = Notes()

    def forward(self, x: Tensor) -> Tensor:
        logits = self.linear(x)
        graph = "with a graph" if logits.requires_grad else "without a graph"
        self.notes.modes.add(f"{_mode(self)}, {graph}")
        self.notes.events.append("forward")
        self.notes.inputs.append(x.detach().clone())
        if self.training:
            self.trained_with.copy_(self.linear.weight.detach().sum())
        if logits.requires_grad:
            logits.register_hook(self._backward)
        return logits

    def _backward(self, gradient: Tensor) -> None:
        self.notes.events.append("backward")


# count_parameters


@probe
def parameters_of_one_layer(count_parameters):
    """A linear layer from 3 to 5: a weight of shape (5, 3) and a bias of shape (5,)."""
    return count_parameters(nn.Linear(3, 5))


@probe
def parameters_that_are_frozen(count_parameters):
    """Two linear layers, 4 to 3 and 3 to 2; the first one is frozen."""
    model = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
    model[0].requires_grad_(False)
    return count_parameters(model)


@probe
def parameters_that_are_frozen_in_part(count_parameters):
    """A linear layer from 3 to 5 whose weight, not its bias, is frozen after a first count: the second count."""
    layer = nn.Linear(3, 5)
    count_parameters(layer)
    layer.weight.requires_grad_(False)
    return count_parameters(layer)


@probe
def buffers_are_no_parameters(count_parameters):
    """Batch normalisation of 6 features in evaluation mode: weight and bias of 6, buffers of statistics."""
    return count_parameters(nn.BatchNorm1d(6).eval())


@probe
def parameters_beside_a_layer(count_parameters):
    """A module with a float64 parameter of shape (2, 3, 4) beside a linear layer from 3 to 5."""
    model = nn.Module()
    model.scale, model.layer = nn.Parameter(torch.ones(2, 3, 4, dtype=torch.float64)), nn.Linear(3, 5)
    return count_parameters(model)


@probe
def parameters_of_no_dimension(count_parameters):
    """A module with one number of its own, a parameter of shape (), beside a linear layer from 3 to 5."""
    model = nn.Module()
    model.scale, model.layer = nn.Parameter(torch.tensor(2.0)), nn.Linear(3, 5)
    return count_parameters(model)


@probe
def parameters_that_are_shared(count_parameters):
    """Two linear layers from 3 to 3 that share one weight, and have a bias each."""
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(3, 3))
    model[1].weight = model[0].weight
    return count_parameters(model)


@probe
def nothing_to_train(count_parameters):
    """A module that has no parameters: a ReLU."""
    return count_parameters(nn.ReLU())


# MLP


def _output(make: type[nn.Module], hidden: list[int], device: torch.device, *, mode: bool = True) -> object:
    """What a network from 3 to 2 gives for 4 examples, or in words why its weights cannot be set."""
    sizes = [3, *hidden, 2]
    model = make(3, list(hidden), 2)
    wanted = sum((a + 1) * b for a, b in pairwise(sizes))
    found = sum(parameter.numel() for parameter in model.parameters())
    if found != wanted:
        return f"a network of {found} parameters instead of {wanted}"
    x = torch.linspace(-60, 80, 12, dtype=torch.float64).reshape(4, 3).to(device)
    with torch.no_grad():
        return _set(model).to(device, torch.float64).train(mode)(x)


@probe
def mlp_registers_its_layers(MLP):
    """Three networks: how many numbers `parameters()` hands out."""
    networks = {"MLP(6, [], 4)": [], "MLP(6, [5], 4)": [5], "MLP(6, [5, 3], 4)": [5, 3]}
    return {
        name: sum(parameter.numel() for parameter in MLP(6, hidden, 4).parameters())
        for name, hidden in networks.items()
    }


@probe
def mlp_without_hidden_layers(MLP, device):
    """MLP(3, [], 2) with its weights set to fixed numbers, on a batch of 4 examples."""
    return _output(MLP, [], device)


@probe
def mlp_with_three_hidden_layers(MLP, device):
    """MLP(3, [4, 6, 5], 2) with its weights set to fixed numbers, on a batch of 4 examples."""
    return _output(MLP, [4, 6, 5], device)


@probe
def mlp_with_equal_widths(MLP, device):
    """MLP(3, [2, 2, 2], 2), whose hidden layers are as wide as its output, on the same batch."""
    return _output(MLP, [2, 2, 2], device)


@probe
def mlp_in_evaluation_mode(MLP, device):
    """MLP(3, [4], 2) in evaluation mode, with its weights set to fixed numbers, on the same batch."""
    return _output(MLP, [4], device, mode=False)


@probe
def mlp_lets_gradients_flow(MLP, device):
    """MLP(3, [5, 4], 2) on 4 examples, after `backward()`: how many numbers have a gradient."""
    model, x = MLP(3, [5, 4], 2).to(device), torch.ones(4, 3, device=device, requires_grad=True)
    model(x).sum().backward()
    having = {"its parameters": model.parameters(), "its input": [x]}
    return {
        name: sum(each.numel() for each in tensors if each.grad is not None)
        for name, tensors in having.items()
    }


@probe
def mlp_leaves_its_widths(MLP):
    """A list [5, 3] of widths, after MLP(6, widths, 4) was made with it."""
    widths = [5, 3]
    MLP(6, widths, 4)
    return widths


@probe
def mlp_on_batches_of_any_size(MLP, device):
    """MLP(6, [5], 1) on batches of 7 and of 1: shapes, and how far an example's two results lie apart."""
    model = MLP(6, [5], 1).to(device)
    x = torch.linspace(-1, 1, 42, device=device).reshape(7, 6)
    together, alone = model(x), model(x[:1])
    shapes = {"shape for 7": tuple(together.shape), "shape for 1": tuple(alone.shape)}
    return {**shapes, "distance": (together[:1] - alone).abs().max().detach()}


@probe
def mlp_starts_at_random(MLP):
    """A fresh MLP(2, [16], 3) on two examples: whether it tells them apart before any training."""
    first, second = MLP(2, [16], 3)(torch.tensor([[1.0, -2.0], [-3.0, 1.0]]))
    return "two results" if (first - second).abs().max() > 0 else "the same result twice"


@probe
def mlp_starts_as_linear_layers_do(MLP):
    """A fresh MLP(100, [], 50): its random numbers beside those of a fresh `nn.Linear(100, 50)`."""
    numbers = torch.cat([each.detach().flatten() for each in MLP(100, [], 50).parameters()])
    largest, spread = numbers.abs().max(), numbers.std()
    return (
        "as large" if largest <= 0.1 and 0.055 < spread < 0.061 else "larger" if largest > 0.1 else "smaller"
    )


@probe
def mlp_starts_with_random_biases(MLP):
    """A fresh MLP(100, [], 50): how many of its numbers are exactly 0."""
    return sum(int((each == 0).sum()) for each in MLP(100, [], 50).parameters())


@probe
def mlp_starts_differently_each_time(MLP):
    """Two fresh MLP(6, [5], 4), one made after the other: whether they start with the same weights."""
    starts = [torch.cat([each.flatten() for each in MLP(6, [5], 4).parameters()]) for _ in range(2)]
    return "the same start twice" if torch.equal(*starts) else "two starts"


@probe
def mlp_moves_as_a_whole(MLP, device):
    """A network that is moved to the device and to float64 by one call of `to`."""
    model = MLP(3, [4], 2).to(device, torch.float64)
    out = model(torch.ones(2, 3, dtype=torch.float64, device=device))
    return out.dtype, out.device


# loss_for


@probe
def loss_of_a_regression(loss_for, device):
    """Five predictions of shape (5, 1) and five targets of shape (5,)."""
    outputs = torch.tensor([[1.0], [2.0], [3.0], [4.0], [5.0]], device=device)
    return loss_for("regression", outputs, torch.tensor([1.5, 2.0, 2.0, 4.0, 8.0], device=device))


@probe
def loss_of_a_yes_or_no(loss_for, device):
    """Five logits of shape (5, 1) and five integer targets, 0 or 1, of shape (5,); more of them are 0."""
    outputs = torch.tensor([[2.0], [-1.0], [0.5], [-3.0], [1.5]], device=device)
    return loss_for("binary", outputs, torch.tensor([1, 0, 0, 1, 0], device=device))


@probe
def loss_of_a_choice(loss_for, device):
    """Logits of shape (4, 3) and four class ids of shape (4,)."""
    outputs = torch.tensor(
        [[2.0, 0.5, -1.0], [0.0, 3.0, 1.0], [-2.0, 0.0, 1.5], [1.0, 1.0, 1.0]], device=device
    )
    return loss_for("multiclass", outputs, torch.tensor([0, 1, 0, 2], device=device))


@probe
def loss_of_a_choice_of_two(loss_for, device):
    """Logits of shape (3, 2) and three class ids of shape (3,)."""
    outputs = torch.tensor([[2.0, 0.5], [-1.0, 3.0], [1.0, -2.0]], device=device)
    return loss_for("multiclass", outputs, torch.tensor([0, 1, 1], device=device))


@probe
def loss_of_a_confident_mistake(loss_for, device):
    """Binary logits of -200 and of -2000 where the answer is 1, beside one of -200 where it is 0."""
    outputs = torch.tensor([[-200.0], [-2000.0], [-200.0]], device=device)
    return loss_for("binary", outputs, torch.tensor([1, 1, 0], device=device))


@probe
def loss_of_a_confident_choice(loss_for, device):
    """Logits 2000, 0 and -2000 where the third class is right."""
    return loss_for(
        "multiclass", torch.tensor([[2000.0, 0.0, -2000.0]], device=device), torch.tensor([2], device=device)
    )


@probe
def loss_of_a_batch_of_one(loss_for, device):
    """One example, with outputs of shape (1, 1) and a target of shape (1,): the losses."""
    output = torch.tensor([[0.5]], device=device)
    return {
        "regression": loss_for("regression", output, torch.tensor([-150.0], device=device)),
        "binary": loss_for("binary", output, torch.tensor([1], device=device)),
    }


def _gradient(loss_for: Callable[..., Tensor], task: str, width: int, device: torch.device) -> Tensor | None:
    outputs = _pattern((2, width)).to(device).requires_grad_()
    targets = torch.tensor([1, 0], device=device)
    loss_for(task, outputs, targets.float() if task == "regression" else targets).backward()
    return outputs.grad


@probe
def gradient_of_a_regression(loss_for, device):
    """Two outputs of a regression, after `backward()` from their loss: the gradient that reaches them."""
    return _gradient(loss_for, "regression", 1, device)


@probe
def gradient_of_a_yes_or_no(loss_for, device):
    """Two binary outputs, after `backward()` from their loss: the gradient that reaches them."""
    return _gradient(loss_for, "binary", 1, device)


@probe
def gradient_of_a_choice(loss_for, device):
    """Two examples of three classes, after `backward()` from their loss: the gradient that reaches them."""
    return _gradient(loss_for, "multiclass", 3, device)


@probe
def loss_of_an_unknown_task(loss_for, device):
    """Four words that are none of the three tasks: what happens."""
    seen = {}
    for word in ("clustering", "regress", "Binary", "classification"):
        outputs, targets = torch.zeros(2, 1, device=device), torch.tensor([0, 0], device=device)
        try:
            came = loss_for(word, outputs, targets)
        except ValueError:
            seen[word] = "a ValueError is raised"
        else:
            returned = (
                "a ValueError" if isinstance(came, ValueError) else "None" if came is None else "a loss"
            )
            seen[word] = f"{returned} is returned"
    return seen


# train_step


def _training(device: torch.device) -> tuple[Watched, torch.optim.Optimizer, Tensor, Tensor]:
    model = _set(Watched(3, 4)).to(device, torch.float64)
    groups = [{"params": [model.linear.bias]}, {"params": [model.linear.weight]}]
    x = torch.linspace(-8, 16, 15, dtype=torch.float64).reshape(5, 3).to(device)
    y = torch.tensor([0, 3, 1, 1, 2], device=device)
    return model, torch.optim.SGD(groups, lr=0.5, momentum=0.9), x, y


def _weights(model: Watched) -> dict[str, Tensor]:
    return {"weight": model.linear.weight.detach(), "bias": model.linear.bias.detach()}


@probe(judge=equal(rtol=1e-6))
def loss_that_comes_back(train_step, device):
    """One step of SGD with lr 0.5 on 5 examples: what is returned."""
    return train_step(*_training(device))


@probe
def step_in_order(train_step, device):
    """One step, watched: in which order forward, backward and the optimizer's step happen."""
    model, optimizer, x, y = _training(device)
    optimizer.register_step_post_hook(lambda *_: model.notes.events.append("optimizer's step"))
    train_step(model, optimizer, x, y)
    return ", then ".join(event for event, _ in groupby(model.notes.events))


@probe
def weights_after_one_step(train_step, device):
    """One step of SGD with lr 0.5 on 5 examples: the numbers of the model afterwards."""
    model, optimizer, x, y = _training(device)
    train_step(model, optimizer, x, y)
    return _weights(model)


@probe
def weights_after_two_steps(train_step, device):
    """Two steps with momentum 0.9, on 5 examples and on one of them: the numbers of the model afterwards."""
    model, optimizer, x, y = _training(device)
    train_step(model, optimizer, x, y)
    train_step(model, optimizer, x[:1], y[:1])
    return _weights(model)


@probe
def step_in_training_mode(train_step, device):
    """One step with a model that comes in evaluation mode: how it is used."""
    model, optimizer, x, y = _training(device)
    model.eval()
    train_step(model, optimizer, x, y)
    return sorted(model.notes.modes)


@probe
def step_on_other_examples(train_step, device):
    """Examples of shape (2, 2), whole numbers that the model looks up in a table: what is returned."""
    model, x, y = _with_a_table(device)
    return train_step(model, torch.optim.SGD(model.parameters(), lr=0.5), x, y)


# evaluate


def _classifier(device: torch.device) -> Watched:
    """A model whose logits are its inputs."""
    model = Watched(4, 4).to(device, torch.float64)
    with torch.no_grad():
        model.linear.weight.copy_(torch.eye(4))
        model.linear.bias.zero_()
    return model


def _uneven(device: torch.device) -> DataLoader:
    """Batches of 4, 4 and 1: in each of the first two 3 are answered right, the last one is far off."""
    logits = [
        [0.4, 0.3, 0.2, 0.1],
        [-3.0, -1.0, -2.0, -4.0],
        [1.0, 0.5, 0.8, 0.0],
        [0.2, 0.1, 0.3, 2.0],
        [2.0, 0.0, 1.0, 1.0],
        [0.0, 1.5, 0.0, -1.0],
        [0.5, 0.0, 3.0, 1.0],
        [1.0, 0.0, 0.5, 0.9],
        [1.0, 9.0, 3.0, 2.0],
    ]
    labels = torch.tensor([0, 1, 2, 3, 0, 1, 2, 3, 0])
    return _batches(torch.tensor(logits, dtype=torch.float64), labels, 4, device)


@probe
def evaluation_of_a_single_batch(evaluate, device):
    """A model measured, changed and measured again on one batch of 4, all of which it then answers right."""
    x = torch.tensor(
        [[3.0, -1.0, 0.0, 2.0], [-1.0, 4.0, 2.0, 0.0], [3.0, 0.0, 0.5, -3.0], [-3.0, 0.0, 3.0, 2.0]]
    )
    loader = _of_plain_numbers(x.double(), torch.tensor([0, 1, 0, 2]), 4, device)
    model = _set(Watched(4, 4)).to(device, torch.float64)
    evaluate(model, loader)
    model.load_state_dict(_classifier(device).state_dict())
    return evaluate(model, loader)


@probe
def loss_of_uneven_batches(evaluate, device):
    """Nine examples in batches of 4, 4 and 1; the last example has by far the largest loss: the loss."""
    return torch.as_tensor(evaluate(_classifier(device), _uneven(device))[0]).item()


@probe
def accuracy_of_uneven_batches(evaluate, device):
    """Nine examples in batches of 4, 4 and 1, of which 3, 3 and none are answered right: the accuracy."""
    return torch.as_tensor(evaluate(_classifier(device), _uneven(device))[1]).item()


@probe
def evaluation_of_other_examples(evaluate, device):
    """Examples of shape (2, 2), whole numbers that the model looks up in a table."""
    model, x, y = _with_a_table(device)
    return evaluate(model, _batches(x, y, 3, device))


@probe
def evaluation_mode(evaluate, device):
    """A model that comes in training mode, watched: in which mode it is used."""
    model = _classifier(device).train()
    evaluate(model, _uneven(device))
    return sorted({use.split(", ")[0] for use in model.notes.modes})


@probe
def evaluation_without_a_graph(evaluate, device):
    """The same model, watched: whether a graph for gradients is recorded."""
    model = _classifier(device)
    evaluate(model, _uneven(device))
    return sorted({use.split(", ")[1] for use in model.notes.modes})


@probe
def evaluation_restores_the_mode(evaluate, device):
    """A model that came in training mode and one that came in evaluation mode: the mode afterwards."""
    modes = {}
    for came, training in (("came in training mode", True), ("came in evaluation mode", False)):
        model = _classifier(device).train(training)
        evaluate(model, _uneven(device))
        modes[came] = _mode(model)
    return modes


@probe
def model_after_evaluation(evaluate, device):
    """A model with a gradient and a frozen bias, evaluated: its parameters afterwards."""
    model = _classifier(device)
    model.linear.weight.grad = torch.ones_like(model.linear.weight)
    model.linear.bias.requires_grad_(False)
    evaluate(model, _uneven(device))
    return _condition(model)


@probe
def gradients_for_the_caller(evaluate, device):
    """An evaluation inside `torch.no_grad()`: whether gradients are off there afterwards as well."""
    with torch.no_grad():
        evaluate(_classifier(device), _uneven(device))
        return "they are on" if torch.is_grad_enabled() else "they are off"


# overfit_one_batch


def _noise(device: torch.device, size: int) -> DataLoader:
    """Random examples with random labels, kept as plain numbers, which only the loader makes into tensors."""
    generator = torch.Generator().manual_seed(1)
    x, y = torch.randn(256, 12, generator=generator), torch.randint(4, (256,), generator=generator)
    return _of_plain_numbers(x, y, size, device, shuffle=True)


def _known(device: torch.device) -> tuple[Watched, DataLoader]:
    """A model that knows the labels of all examples of a loader, which shuffles."""
    y = torch.arange(256) % 4
    return _classifier(device), _of_plain_numbers(20 * torch.eye(4).double()[y], y, 8, device, shuffle=True)


def _contradictory(device: torch.device) -> tuple[Watched, DataLoader]:
    """A model with small weights, and one batch in which equal examples have different labels."""
    model, _, x, y = _training(device)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.mul_(0.1)
    return model, _batches(5 * x[[3, 3, 3, 1, 1]], y, 5, device)


@probe
def losses_of_the_first_steps(overfit_one_batch, device):
    """A single batch of 5 in which equal examples have different labels: 20 losses, which fall and rise."""
    return overfit_one_batch(*_contradictory(device), 20)


@probe
def weights_after_overfitting(overfit_one_batch, device):
    """The same 20 steps: the numbers of the model afterwards."""
    model, loader = _contradictory(device)
    overfit_one_batch(model, loader, 20)
    return _weights(model)


@probe
def batches_that_it_trains_on(overfit_one_batch, device):
    """A loader that shuffles 256 examples into batches of 8, for 6 steps: how many batches are used."""
    model = Watched(12, 4).to(device)
    overfit_one_batch(model, _noise(device, 8), 6)
    batches = {tuple(sorted(map(tuple, x.tolist()))) for x in model.notes.inputs}
    return "one batch" if len(batches) == 1 else "several batches" if batches else "this model sees no batch"


@probe
def examples_with_their_labels(overfit_one_batch, device):
    """A model that knows all labels, and a loader that shuffles: the loss before the first step."""
    return "near 0" if overfit_one_batch(*_known(device), 1)[0] < 0.1 else "far from 0"


@probe
def losses_for_every_step(overfit_one_batch, device):
    """The same model and loader, for 0, 1 and 150 steps: how many losses come back."""
    return {f"for {steps} steps": len(overfit_one_batch(*_known(device), steps)) for steps in (0, 1, 150)}


@probe
def loss_when_known_by_heart(overfit_one_batch, device):
    """32 examples with random labels, a network with 64 hidden units: the last of 100 losses."""
    model = nn.Sequential(nn.Linear(12, 64), nn.ReLU(), nn.Linear(64, 4)).to(device)
    return "at most 0.02" if overfit_one_batch(model, _noise(device, 32), 100)[-1] <= 0.02 else "above 0.02"


# save_weights


def _with_buffers() -> nn.Module:
    return _set(nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)))


def _to_save(device: torch.device) -> nn.Module:
    """A model in float64 with a frozen bias, and with a buffer that does not belong to its state dict."""
    model = _with_buffers().to(device, torch.float64)
    with torch.no_grad():
        model[0].weight.div_(3)
    model[0].bias.requires_grad_(False)
    model.register_buffer("scratch", torch.zeros(2, device=device), persistent=False)
    return model


def _whereabouts(path: Path) -> str:
    """Where the file is that should be at a path."""
    if path.exists():
        return "at the path"
    return "at another path" if any(each.is_file() for each in Path().rglob("*")) else "nowhere"


@probe
def file_holds_the_weights(save_weights, device):
    """A linear layer in float64 with a frozen bias, and a batch normalisation: what `torch.load` gives."""
    save_weights(_to_save(device), "weights.pt")
    if not os.path.exists("weights.pt"):
        return _whereabouts(Path("weights.pt"))
    try:
        content = torch.load("weights.pt", map_location="cpu")
    except UnpicklingError:
        return "torch.load refuses the file"
    if not isinstance(content, dict):
        return f"a {type(content).__name__}"
    if not any(isinstance(value, Tensor) for value in content.values()):
        return "a dictionary that holds no tensor itself"
    return {
        name: value.detach() if isinstance(value, Tensor) else "no tensor" for name, value in content.items()
    }


@probe
def file_lies_at_the_path(save_weights):
    """A path object for a file in a folder, with a name of its own: where the file is afterwards."""
    path = Path("run") / "best"
    path.parent.mkdir(exist_ok=True)
    save_weights(nn.Linear(3, 2), path)
    return _whereabouts(path)


@probe
def file_replaces_an_old_one(save_weights):
    """A path where a file of other weights lies already: the weights that are there afterwards."""
    torch.save(nn.Linear(3, 2).state_dict(), "again.pt")
    save_weights(_set(nn.Linear(3, 2)), "again.pt")
    return torch.load("again.pt", weights_only=False)["weight"].detach()


@probe
def model_after_saving(save_weights):
    """A model in training mode: its mode after it was saved."""
    model = _with_buffers().train()
    save_weights(model, "training.pt")
    return _mode(model)


@probe
def parameters_after_saving(save_weights, device):
    """A float64 model with a gradient and a frozen bias, after it was saved: its parameters."""
    model = _to_save(device)
    model[0].weight.grad = torch.ones_like(model[0].weight)
    save_weights(model, "gradients.pt")
    return _condition(model), model[0].weight.detach()


@probe
def file_is_free_of_code(save_weights):
    """What kind of thing lies in the file, opened without any protection."""
    save_weights(nn.Linear(3, 2), "linear.pt")
    content = torch.load("linear.pt", weights_only=False)
    return "a dictionary" if isinstance(content, dict) else f"a {type(content).__name__}"


# load_weights


def _saved(state: object, name: str = "saved.pt") -> str:
    torch.save(state, name)
    return name


def _attempt(load_weights, state: object) -> str:
    try:
        load_weights(_with_buffers(), _saved(state))
    except Exception:
        return "raised"
    return "went through"


def _without(state: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    return {each: value for each, value in state.items() if each != name}


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("made-by-the-file",)


@probe
def weights_after_loading(load_weights, device):
    """Two fresh models, one after the other, from one file: the results of the second one that comes back."""
    saved = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2))
    path = _saved(_set(saved).state_dict())
    for _ in range(2):
        fresh = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2)).to(device)
        loaded = load_weights(fresh, path)
    return loaded(torch.linspace(-1, 1, 12, device=device).reshape(4, 3)).detach()


@probe
def model_that_was_given(load_weights, device):
    """A float64 model with zeros for weights, a path object: the weights of that very model afterwards."""
    saved, given = nn.Linear(3, 2).double(), nn.Linear(3, 2).to(device, torch.float64)
    nn.init.zeros_(given.weight)
    with torch.no_grad():
        _set(saved).weight.div_(3)
    load_weights(given, Path(_saved(saved.state_dict())))
    return given.weight.detach()


@probe
def model_that_comes_back(load_weights):
    """A model and its file: what comes back."""
    given = _with_buffers()
    came = load_weights(given, _saved(given.state_dict()))
    if came is given:
        return "the model that was given"
    return "another model" if isinstance(came, nn.Module) else f"a {type(came).__name__}"


@probe
def mode_after_loading(load_weights):
    """A model that comes in training mode: the mode of the one that comes back."""
    model = _with_buffers().train()
    came = load_weights(model, _saved(_with_buffers().state_dict()))
    return _mode(came) if isinstance(came, nn.Module) else f"a {type(came).__name__} has none"


@probe
def tensors_of_the_model(load_weights):
    """An optimizer that was made before loading: whether it still holds the model's weight."""
    model = nn.Linear(3, 2)
    weight = torch.optim.SGD(model.parameters(), lr=0.1).param_groups[0]["params"][0]
    load_weights(model, _saved(_set(nn.Linear(3, 2)).state_dict()))
    return (
        "it does"
        if model.weight is weight and torch.equal(model.weight, weight)
        else "it holds another tensor"
    )


@probe
def file_from_another_device(load_weights, device):
    """A float64 file from a machine's eighth GPU, `cuda:7`, for a float32 model: its weights afterwards."""
    given = nn.Linear(3, 2).to(device)
    with mock.patch("torch.serialization.location_tag", return_value="cuda:7"):
        path = _saved(_set(nn.Linear(3, 2)).double().state_dict(), "gpu.pt")
    load_weights(given, path)
    return given.weight.detach()


@probe
def file_that_does_not_fit(load_weights):
    """Files with a weight too few, one too many, or one of another shape or name: what happens."""
    state = _with_buffers().state_dict()
    return {
        "without a bias": _attempt(load_weights, _without(state, "0.bias")),
        "without a running mean": _attempt(load_weights, _without(state, "1.running_mean")),
        "one too many": _attempt(load_weights, {**state, "2.bias": state["0.bias"]}),
        "another shape": _attempt(load_weights, {**state, "0.weight": state["0.weight"].T.contiguous()}),
        "a row for a matrix": _attempt(load_weights, {**state, "0.weight": state["0.weight"][:1]}),
        "other names": _attempt(load_weights, {f"module.{name}": each for name, each in state.items()}),
    }


@probe
def file_with_more_than_tensors(load_weights):
    """Files with an epoch beside the weights, and with the weights in an inner dictionary: what happens."""
    state = _with_buffers().state_dict()
    return {
        "with an epoch": _attempt(load_weights, {**state, "epoch": 3}),
        "inner dictionary": _attempt(load_weights, {"state_dict": state}),
    }


@probe
def file_with_a_trap(load_weights):
    """A file that, if it is opened without protection, makes a folder on your disk."""
    outcome = _attempt(load_weights, {**_with_buffers().state_dict(), "trap": _Trap()})
    return outcome, "the folder was made" if os.path.exists("made-by-the-file") else "nothing was made"


# fit


def _small(seed: int, count: int) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(count, 4, generator=generator), torch.randint(3, (count,), generator=generator)


def _fitted(fit, device: torch.device) -> tuple[Watched, dict[str, list[float]]]:
    """A run in which the best training loss, accuracy and validation loss are those of different epochs."""
    model = _set(Watched(4, 3)).to(device)
    train, validation = _batches(*_small(79, 12), 4, device), _batches(*_small(1106, 9), 6, device)
    return model, fit(model, train, validation, 8, lr=0.5)


def _getting_worse(fit: Callable[..., dict], device: torch.device) -> tuple[Watched, dict[str, list[float]]]:
    """A run of one epoch, after which the validation loss is large and larger than before."""
    model = _set(Watched(4, 3)).to(device, torch.float64)
    x, y = _small(3, 9)
    train = _batches(x.double(), y, 4, device)
    return model, fit(model, train, _batches(20 * x.double(), (y + 1) % 3, 9, device), 1, lr=0.1)


@probe
def history_of_eight_epochs(fit, device):
    """A linear model with fixed weights, 3 batches to train on, 8 epochs with lr 0.5: the history."""
    return _fitted(fit, device)[1]


@probe
def weights_of_the_best_epoch(fit, device):
    """The same run; its validation loss falls and rises again. The weights that the model ends with."""
    return _fitted(fit, device)[0].linear.weight.detach()


@probe
def modes_in_an_epoch(fit, device):
    """The same run, watched: how the model is used."""
    return sorted(_fitted(fit, device)[0].notes.modes)


@probe
def buffer_of_the_best_epoch(fit, device):
    """The same run; in training mode the network changes a buffer. The buffer that the model ends with."""
    return _fitted(fit, device)[0].trained_with


@probe
def history_of_a_second_call(fit, device):
    """Two calls, each with one epoch of batches of 4, 4 and 1: the second history."""
    _getting_worse(fit, device)
    return _getting_worse(fit, device)[1]


@probe
def weights_of_a_single_epoch(fit, device):
    """One epoch, after which the validation loss is larger than at the start: the weights afterwards."""
    return _getting_worse(fit, device)[0].linear.weight.detach()


@probe
def weights_after_small_gains(fit, device):
    """Three epochs with lr 0.0001, each a little better than the one before: the weights afterwards."""
    model = _set(Watched(4, 3)).to(device, torch.float64)
    x, y = _small(79, 12)
    train, validation = (_batches(x.double(), y, size, device) for size in (4, 12))
    fit(model, train, validation, 3, lr=0.0001)
    return model.linear.weight.detach()


@probe(judge=at_least(0.9, "the accuracy on test digits"), seconds=20)
def accuracy_on_digits(fit, device):
    """Four epochs on 1,237 digits, with 200 more for validation: the accuracy on 360 that it has not seen."""
    digits = data.digits()
    images, labels = digits.train_images.flatten(1), digits.train_labels
    model = nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10)).to(device)
    train = _batches(images[:-200], labels[:-200], 64, device, shuffle=True)
    fit(model, train, _batches(images[-200:], labels[-200:], 200, device), 4)
    guesses = model(digits.test_images.flatten(1).to(device)).argmax(dim=1).cpu()
    return (guesses == digits.test_labels).float().mean().item()
