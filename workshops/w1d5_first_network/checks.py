"""Probes of the first network: what they try, and what they see."""

import os
from itertools import pairwise
from pathlib import Path
from pickle import UnpicklingError
from unittest import mock

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from kindling import at_least, data, probe


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


class Watched(nn.Module):
    """A linear classifier that writes down how it is used."""

    def __init__(self, d_in: int, d_out: int) -> None:
        super().__init__()
        self.linear = nn.Linear(d_in, d_out)
        self.modes: set[str] = set()
        self.events: list[str] = []
        self.inputs: list[Tensor] = []

    def forward(self, x: Tensor) -> Tensor:
        graph = "with a graph" if torch.is_grad_enabled() else "without a graph"
        self.modes.add(f"{'training' if self.training else 'evaluation'} mode, {graph}")
        self.events.append("forward")
        self.inputs.append(x.detach().clone())
        logits = self.linear(x)
        if logits.requires_grad:
            logits.register_hook(self._backward)
        return logits

    def _backward(self, gradient: Tensor) -> None:
        self.events.append("backward")


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
def buffers_are_no_parameters(count_parameters):
    """Batch normalisation of 6 features: a weight and a bias of 6, and running statistics in buffers."""
    return count_parameters(nn.BatchNorm1d(6))


@probe
def parameters_beside_a_layer(count_parameters):
    """A module with 7 numbers of its own beside a linear layer from 3 to 5."""
    model = nn.Module()
    model.scale, model.layer = nn.Parameter(torch.ones(7)), nn.Linear(3, 5)
    return count_parameters(model)


@probe
def nothing_to_train(count_parameters):
    """A module that has no parameters: a ReLU."""
    return count_parameters(nn.ReLU())


# MLP


def _output(make: type[nn.Module], hidden: list[int], device: torch.device) -> object:
    """What a network from 3 to 2 gives for 4 examples, or in words why its weights cannot be set."""
    sizes = [3, *hidden, 2]
    model = make(3, list(hidden), 2)
    wanted = sum((a + 1) * b for a, b in pairwise(sizes))
    found = sum(parameter.numel() for parameter in model.parameters())
    if found != wanted:
        return f"a network of {found} parameters instead of {wanted}"
    with torch.no_grad():
        return _set(model).to(device)(torch.linspace(-2, 2, 12, device=device).reshape(4, 3))


@probe
def mlp_registers_its_layers(MLP):
    """How many numbers `parameters()` hands out for MLP(6, [], 4), MLP(6, [5], 4) and MLP(6, [5, 3], 4)."""
    models = [MLP(6, hidden, 4) for hidden in ([], [5], [5, 3])]
    return [sum(parameter.numel() for parameter in model.parameters()) for model in models]


@probe
def mlp_without_hidden_layers(MLP, device):
    """MLP(3, [], 2) with its weights set to fixed numbers, on a batch of 4 examples."""
    return _output(MLP, [], device)


@probe
def mlp_with_two_hidden_layers(MLP, device):
    """MLP(3, [5, 4], 2) with its weights set to fixed numbers, on a batch of 4 examples."""
    return _output(MLP, [5, 4], device)


@probe
def mlp_with_equal_widths(MLP, device):
    """MLP(3, [2, 2], 2), whose hidden layers are as wide as its output, on the same batch."""
    return _output(MLP, [2, 2], device)


@probe
def mlp_leaves_its_widths(MLP):
    """A list [5, 3] of widths, after MLP(6, widths, 4) was made with it."""
    widths = [5, 3]
    MLP(6, widths, 4)
    return widths


@probe
def mlp_on_batches_of_any_size(MLP, device):
    """Batches of 7 and of 1: the shapes, and how far an example's result lies from its result in the batch."""
    model = MLP(6, [5], 4).to(device)
    x = torch.linspace(-1, 1, 42, device=device).reshape(7, 6)
    together, alone = model(x), model(x[:1])
    return tuple(together.shape), tuple(alone.shape), (together[:1] - alone).abs().max().detach()


@probe
def mlp_starts_at_random(MLP):
    """A fresh MLP(2, [16], 3) on two examples: whether it tells them apart before any training."""
    first, second = MLP(2, [16], 3)(torch.tensor([[1.0, -2.0], [-3.0, 1.0]]))
    return "two results" if (first - second).abs().max() > 0 else "the same result twice"


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
    """Four logits of shape (4, 1) and four integer targets, 0 or 1, of shape (4,)."""
    outputs = torch.tensor([[2.0], [-1.0], [0.5], [-3.0]], device=device)
    return loss_for("binary", outputs, torch.tensor([1, 0, 0, 1], device=device))


@probe
def loss_of_a_choice(loss_for, device):
    """Logits of shape (4, 3) and four class ids of shape (4,)."""
    outputs = torch.tensor(
        [[2.0, 0.5, -1.0], [0.0, 3.0, 1.0], [-2.0, 0.0, 1.5], [1.0, 1.0, 1.0]], device=device
    )
    return loss_for("multiclass", outputs, torch.tensor([0, 1, 0, 2], device=device))


@probe
def loss_of_a_confident_mistake(loss_for, device):
    """One binary logit of -200 where the answer is 1, beside one of -200 where it is 0."""
    outputs = torch.tensor([[-200.0], [-200.0]], device=device)
    return loss_for("binary", outputs, torch.tensor([1, 0], device=device))


@probe
def loss_of_a_confident_choice(loss_for, device):
    """Logits 300, 0 and -300 where the third class is right."""
    return loss_for(
        "multiclass", torch.tensor([[300.0, 0.0, -300.0]], device=device), torch.tensor([2], device=device)
    )


@probe
def loss_of_a_batch_of_one(loss_for, device):
    """One example: outputs of shape (1, 1) and a target of shape (1,), for regression and binary."""
    output = torch.tensor([[0.5]], device=device)
    regression = loss_for("regression", output, torch.tensor([2.0], device=device))
    return regression, loss_for("binary", output, torch.tensor([1], device=device))


@probe
def loss_gives_gradients(loss_for, device):
    """The gradients that reach two outputs of each kind by `backward()`."""
    gradients = {}
    for task, width in (("regression", 1), ("binary", 1), ("multiclass", 3)):
        outputs = _pattern((2, width)).to(device).requires_grad_()
        targets = torch.tensor([1, 0], device=device)
        loss_for(task, outputs, targets.float() if task == "regression" else targets).backward()
        gradients[task] = outputs.grad
    return gradients


@probe
def loss_of_an_unknown_task(loss_for, device):
    """The task "clustering", which is none of the three."""
    try:
        came = loss_for("clustering", torch.zeros(2, 2, device=device), torch.tensor([0, 1], device=device))
    except ValueError:
        return "a ValueError is raised"
    if isinstance(came, ValueError):
        return "a ValueError is returned"
    return "None is returned" if came is None else "a loss is returned"


# train_step


def _training(device: torch.device) -> tuple[Watched, torch.optim.Optimizer, Tensor, Tensor]:
    model = _set(Watched(3, 4)).to(device)
    x = torch.linspace(-1, 2, 15, device=device).reshape(5, 3)
    return model, torch.optim.SGD(model.parameters(), lr=0.5), x, torch.tensor([0, 3, 1, 1, 2], device=device)


@probe
def loss_that_comes_back(train_step, device):
    """One step of SGD with lr 0.5 on 5 examples: what is returned."""
    return train_step(*_training(device))


@probe
def step_in_order(train_step, device):
    """One step, watched: in which order forward, backward and the optimizer's step happen."""
    model, optimizer, x, y = _training(device)
    optimizer.register_step_post_hook(lambda *_: model.events.append("optimizer's step"))
    train_step(model, optimizer, x, y)
    return ", then ".join(model.events)


@probe
def weights_after_one_step(train_step, device):
    """One step of SGD with lr 0.5 on 5 examples: the weights afterwards."""
    model, optimizer, x, y = _training(device)
    train_step(model, optimizer, x, y)
    return model.linear.weight.detach()


@probe
def weights_after_two_steps(train_step, device):
    """Two steps on the same 5 examples: the weights afterwards."""
    model, optimizer, x, y = _training(device)
    train_step(model, optimizer, x, y)
    train_step(model, optimizer, x, y)
    return model.linear.weight.detach()


@probe
def step_in_training_mode(train_step, device):
    """One step with a model that comes in evaluation mode: how it is used."""
    model, optimizer, x, y = _training(device)
    model.eval()
    train_step(model, optimizer, x, y)
    return sorted(model.modes)


# evaluate


def _uneven(device: torch.device) -> DataLoader:
    x = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, -1.0], [-1.0, 1.0], [4.0, 3.0]])
    return _batches(x, torch.tensor([0, 1, 0, 1, 2]), 4, device)


def _watched_model(device: torch.device) -> Watched:
    model = Watched(2, 3)
    with torch.no_grad():
        model.linear.weight.copy_(torch.tensor([[2.0, -1.0], [-1.0, 2.0], [-1.0, -1.0]]))
        model.linear.bias.zero_()
    return model.to(device)


@probe
def evaluation_of_a_single_batch(evaluate, device):
    """Four examples in one batch, all answered right."""
    x = torch.tensor([[2.0, 0.0], [0.0, 2.0], [1.0, -1.0], [-3.0, -1.0]])
    return evaluate(_watched_model(device), _batches(x, torch.tensor([0, 1, 0, 2]), 4, device))


@probe
def loss_of_uneven_batches(evaluate, device):
    """Five examples in batches of 4 and 1; the last example has by far the largest loss: the loss."""
    return torch.as_tensor(evaluate(_watched_model(device), _uneven(device))[0]).item()


@probe
def accuracy_of_uneven_batches(evaluate, device):
    """Five examples in batches of 4 and 1; only the last one is answered wrong: the accuracy."""
    return torch.as_tensor(evaluate(_watched_model(device), _uneven(device))[1]).item()


@probe
def evaluation_mode(evaluate, device):
    """A model that comes in training mode, watched: in which mode it is used."""
    model = _watched_model(device).train()
    evaluate(model, _uneven(device))
    return sorted({use.split(", ")[0] for use in model.modes})


@probe
def evaluation_without_a_graph(evaluate, device):
    """The same model, watched: whether a graph for gradients is recorded."""
    model = _watched_model(device)
    evaluate(model, _uneven(device))
    return sorted({use.split(", ")[1] for use in model.modes})


@probe
def evaluation_restores_the_mode(evaluate, device):
    """The mode afterwards, of a model that came in training mode and of one in evaluation mode."""
    modes = []
    for training in (True, False):
        model = _watched_model(device).train(training)
        evaluate(model, _uneven(device))
        modes.append(f"came in {training=}, left in training={model.training}")
    return modes


# overfit_one_batch


def _noise(device: torch.device, size: int) -> DataLoader:
    """Random examples with random labels, kept as a list of pairs, which only the loader makes into batches."""
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(256, 12, generator=generator).to(device)
    y = torch.randint(4, (256,), generator=generator).to(device)
    return DataLoader(list(zip(x, y, strict=True)), batch_size=size, shuffle=True)


@probe
def losses_of_the_first_steps(overfit_one_batch, device):
    """A linear model with fixed weights and a loader with a single batch of 5: the losses of 20 steps."""
    model, _, x, y = _training(device)
    return overfit_one_batch(model, _batches(x, y, 5, device), 20)


@probe
def batches_that_it_trains_on(overfit_one_batch, device):
    """A loader that shuffles 256 examples into batches of 8, watched for 6 steps: how many batches are used."""
    model = Watched(12, 4).to(device)
    overfit_one_batch(model, _noise(device, 8), 6)
    batches = {tuple(x.flatten().tolist()) for x in model.inputs}
    return "one batch" if len(batches) == 1 else "several batches" if batches else "this model sees no batch"


@probe
def loss_when_known_by_heart(overfit_one_batch, device):
    """32 examples with random labels, a network with 64 hidden units: the last of 100 losses."""
    model = nn.Sequential(nn.Linear(12, 64), nn.ReLU(), nn.Linear(64, 4)).to(device)
    return "at most 0.02" if overfit_one_batch(model, _noise(device, 32), 100)[-1] <= 0.02 else "above 0.02"


# save_weights


def _with_buffers() -> nn.Module:
    return _set(nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2)))


def _whereabouts(path: Path) -> str:
    """Where the file is that should be at a path."""
    if path.exists():
        return "at the path"
    return "at another path" if any(each.is_file() for each in Path().rglob("*")) else "nowhere"


@probe
def file_holds_the_weights(save_weights, device):
    """The file of a linear layer and a batch normalisation, opened by `torch.load(path)`."""
    save_weights(_with_buffers().to(device), "weights.pt")
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
    """A path object for a file in a folder: where the file is afterwards."""
    path = Path("run") / "best.pt"
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
    return "training mode" if model.training else "evaluation mode"


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


class _Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("made-by-the-file",)


@probe
def weights_after_loading(load_weights, device):
    """A fresh model, and the file of one with fixed weights: the results of the model that comes back."""
    saved = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2))
    fresh = nn.Sequential(nn.Linear(3, 2), nn.Tanh(), nn.Linear(2, 2)).to(device)
    loaded = load_weights(fresh, _saved(_set(saved).state_dict()))
    return loaded(torch.linspace(-1, 1, 12, device=device).reshape(4, 3)).detach()


@probe
def model_that_was_given(load_weights, device):
    """A model with zeros for weights: the weights of that very model afterwards."""
    given = nn.Linear(3, 2).to(device)
    nn.init.zeros_(given.weight)
    load_weights(given, _saved(_set(nn.Linear(3, 2)).state_dict()))
    return given.weight.detach()


@probe
def mode_after_loading(load_weights):
    """A model that comes in training mode: its mode afterwards."""
    model = _with_buffers().train()
    load_weights(model, _saved(_with_buffers().state_dict()))
    return "training mode" if model.training else "evaluation mode"


@probe
def file_from_another_device(load_weights, device):
    """A file that was written on the machine's eighth GPU, `cuda:7`: the weights that come from it."""
    given = nn.Linear(3, 2).to(device)
    with mock.patch("torch.serialization.location_tag", return_value="cuda:7"):
        path = _saved(_set(nn.Linear(3, 2)).state_dict(), "gpu.pt")
    load_weights(given, path)
    return given.weight.detach()


@probe
def file_that_does_not_fit(load_weights):
    """A file that lacks a weight, and one that has a weight too many."""
    state = _with_buffers().state_dict()
    lacking = {name: value for name, value in state.items() if name != "0.bias"}
    return {
        "lacks one": _attempt(load_weights, lacking),
        "one too many": _attempt(load_weights, {**state, "2.bias": state["0.bias"]}),
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
    """A run in which other epochs have the best training loss, the best accuracy and the worst validation loss."""
    model = _set(Watched(4, 3)).to(device)
    train, validation = _batches(*_small(79, 12), 4, device), _batches(*_small(1106, 9), 6, device)
    return model, fit(model, train, validation, 8, lr=0.5)


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
    return sorted(_fitted(fit, device)[0].modes)


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
