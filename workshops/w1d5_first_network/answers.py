"""Known answers: other right ones, and the mistakes that learners make, each with its name."""

import copy
import io
import math
import pickle
from itertools import pairwise

import solution
import torch
import torch.nn.functional as F
from torch import nn

from kindling import alternative, misconception

# count_parameters


@alternative("a loop over the shapes")
def count_parameters(model):
    count = 0
    for _, parameter in model.named_parameters():
        if parameter.requires_grad:
            count += math.prod(parameter.shape)
    return count


@misconception(
    "counts tensors, not numbers",
    "This counts how many parameter tensors there are. A weight of shape (5, 3) is one tensor that holds "
    "15 numbers.",
)
def count_parameters(model):
    return len([p for p in model.parameters() if p.requires_grad])


@misconception(
    "counts tensors, also frozen ones",
    "This counts how many parameter tensors there are, the frozen ones too. A weight of shape (5, 3) is one "
    "tensor that holds 15 numbers.",
)
def count_parameters(model):
    return len(list(model.parameters()))


@misconception(
    "only what is called weight",
    "Only parameters with `weight` in their name are counted. Biases are trained as well, and so are parameters "
    "of any other name.",
)
def count_parameters(model):
    return sum(p.numel() for name, p in model.named_parameters() if p.requires_grad and "weight" in name)


@misconception(
    "counts frozen parameters too",
    "Parameters with requires_grad set to False are counted as well, though training never changes them.",
)
def count_parameters(model):
    return sum(p.numel() for p in model.parameters())


@misconception(
    "counts the state dict",
    "A state dict also holds buffers, such as running statistics, and frozen parameters; training changes "
    "neither.",
)
def count_parameters(model):
    return sum(value.numel() for value in model.state_dict().values())


@misconception(
    "len() of each tensor",
    "len() of a tensor is the size of its first dimension alone: 5 for a weight of shape (5, 3).",
)
def count_parameters(model):
    return sum(len(p) for p in model.parameters() if p.requires_grad)


@misconception(
    "shape[0] of each tensor",
    "shape[0] is the size of a tensor's first dimension alone: 5 for a weight of shape (5, 3).",
)
def count_parameters(model):
    return sum(p.shape[0] for p in model.parameters() if p.requires_grad)


@misconception(
    "the first two dimensions",
    "Rows times columns is right for a matrix. A parameter may have any number of dimensions: the weight of a "
    "convolution has four.",
)
def count_parameters(model):
    count = 0
    for p in model.parameters():
        if p.requires_grad:
            count += p.shape[0] * p.shape[1] if p.dim() > 1 else p.numel()
    return count


@misconception(
    "a shared weight counts twice",
    "A weight that two layers share is counted once for each of them. There is only one tensor, and training "
    "changes it only once.",
)
def count_parameters(model):
    count = 0
    for module in model.modules():
        count += sum(p.numel() for p in module.parameters(recurse=False) if p.requires_grad)
    return count


@misconception(
    "weights without biases",
    "Only the matrices are counted. The biases and the scales of a normalisation have one dimension and "
    "are trained as well.",
)
def count_parameters(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad and p.dim() > 1)


@misconception(
    "stops after the first tensor",
    "Only the first parameter tensor is counted: the loop ends in its first round.",
)
def count_parameters(model):
    for parameter in model.parameters():
        if parameter.requires_grad:
            return parameter.numel()
        return 0


@misconception(
    "only what lies inside the model",
    "A model can be one single layer, or hold parameters of its own beside its layers. children() leaves those "
    "out.",
)
def count_parameters(model):
    return sum(p.numel() for child in model.children() for p in child.parameters() if p.requires_grad)


# MLP


@alternative("nn.Sequential")
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        layers, width = [], d_in
        for size in hidden:
            layers += [nn.Linear(width, size), nn.ReLU()]
            width = size
        self.network = nn.Sequential(*layers, nn.Linear(width, d_out))

    def forward(self, x):
        return self.network(x)


@alternative("matrices of its own, stored the other way round")
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        layers = [nn.Linear(a, b) for a, b in pairwise([d_in, *hidden, d_out])]
        self.biases = nn.ParameterList([nn.Parameter(layer.bias.detach()) for layer in layers])
        self.weights = nn.ParameterList([nn.Parameter(layer.weight.detach().T.clone()) for layer in layers])

    def forward(self, x):
        for number, (weight, bias) in enumerate(zip(self.weights, self.biases, strict=True)):
            x = x @ weight + bias
            if number < len(self.weights) - 1:
                x = torch.clamp(x, min=0)
        return x


@misconception(
    "layers in a Python list",
    "The network computes, but parameters() does not know the layers, so no optimizer can train them. A layer is "
    "registered when it, or a module that holds it, becomes an attribute of the object; a Python list is no module.",
)
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.layers = [nn.Linear(a, b) for a, b in pairwise([d_in, *hidden, d_out])]

    forward = solution.MLP.forward


@misconception(
    "only the output layer registered",
    "The output layer is an attribute of its own and gets trained; the hidden layers sit in a Python "
    "list, where parameters() does not find them.",
)
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        sizes = [d_in, *hidden]
        self.hidden = [nn.Linear(a, b) for a, b in pairwise(sizes)]
        self.out = nn.Linear(sizes[-1], d_out)

    def forward(self, x):
        for layer in self.hidden:
            x = layer(x).relu()
        return self.out(x)


@misconception(
    "layers made in forward",
    "Every call of forward makes new layers with new random weights, so nothing that is learned stays. "
    "Layers belong in __init__.",
)
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.sizes = [d_in, *hidden, d_out]

    def forward(self, x):
        layers = [nn.Linear(a, b, device=x.device) for a, b in pairwise(self.sizes)]
        for layer in layers[:-1]:
            x = layer(x).relu()
        return layers[-1](x)


@misconception(
    "no super().__init__()",
    "A module needs its own set-up before it can hold layers: nn.Module's __init__ has not run when the "
    "first layer is assigned.",
)
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise([d_in, *hidden, d_out]))

    forward = solution.MLP.forward


@misconception(
    "ReLU after the last layer",
    "The output passes through a ReLU as well, so no logit can be negative, and a class whose logit stays "
    "below zero gets no gradient.",
)
class MLP(solution.MLP):
    def forward(self, x):
        for layer in self.layers:
            x = layer(x).relu()
        return x


@misconception(
    "no ReLU between the layers",
    "Linear layers right behind one another act like a single linear layer, however many there are. "
    "Something must bend in between.",
)
class MLP(solution.MLP):
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


@misconception(
    "softmax inside the network",
    "The network gives probabilities where logits are wanted. The loss applies a softmax of its own, and "
    "two of them squash the gradients.",
)
class MLP(solution.MLP):
    def forward(self, x):
        return super().forward(x).softmax(dim=1)


@misconception(
    "log_softmax inside the network",
    "The network gives logarithms of probabilities where logits are wanted. cross_entropy takes that step "
    "itself; doing it twice changes nothing there, but everywhere else the raw output is expected.",
)
class MLP(solution.MLP):
    def forward(self, x):
        return super().forward(x).log_softmax(dim=1)


@misconception(
    "softmax in evaluation mode",
    "In evaluation mode the network gives probabilities where logits are wanted. The mode changes nothing about "
    "what a network gives; whoever wants probabilities applies the softmax.",
)
class MLP(solution.MLP):
    def forward(self, x):
        out = super().forward(x)
        return out if self.training else out.softmax(dim=1)


@misconception(
    "the last dimension squeezed away",
    "A network with one output gives (n,) here. It is asked for (n, d_out), also where d_out is 1.",
)
class MLP(solution.MLP):
    def forward(self, x):
        return super().forward(x).squeeze(-1)


@misconception(
    "forward without a graph",
    "The result knows nothing of the weights that it came from: inside no_grad no graph is recorded, so "
    "backward() has nothing to go back through. Switching it off belongs to whoever measures.",
)
class MLP(solution.MLP):
    @torch.no_grad()
    def forward(self, x):
        return super().forward(x)


@misconception(
    "cut off behind each layer",
    "Gradients reach the last layer alone: detach() cuts what went through the layers before it out of the graph, "
    "so they never learn.",
)
class MLP(solution.MLP):
    def forward(self, x):
        for layer in self.layers[:-1]:
            x = layer(x).relu().detach()
        return self.layers[-1](x)


def _forward_with(function):
    """A forward pass with another function between the layers."""

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = function(layer(x))
        return self.layers[-1](x)

    return forward


@misconception(
    "a sigmoid between the layers",
    "The layers are right, but the function between them is a sigmoid: everything is squeezed between 0 and 1.",
)
class MLP(solution.MLP):
    forward = _forward_with(torch.sigmoid)


@misconception(
    "tanh between the layers",
    "The layers are right, but the function between them is tanh: everything is squeezed between -1 and 1.",
)
class MLP(solution.MLP):
    forward = _forward_with(torch.tanh)


@misconception(
    "GELU between the layers",
    "The layers are right, but the function between them is GELU, which lets a little of the negative numbers "
    "through.",
)
class MLP(solution.MLP):
    forward = _forward_with(F.gelu)


@misconception(
    "leaky ReLU between the layers",
    "The layers are right, but the function between them is a leaky ReLU, which lets a hundredth of each negative "
    "number through.",
)
class MLP(solution.MLP):
    forward = _forward_with(F.leaky_relu)


@misconception(
    "a start with other random weights",
    "The weights are drawn anew from a wider range than the one that nn.Linear gave them. Leave them as they came.",
)
class MLP(solution.MLP):
    def __init__(self, d_in, hidden, d_out):
        super().__init__(d_in, hidden, d_out)
        for layer in self.layers:
            nn.init.xavier_uniform_(layer.weight)


@misconception(
    "biases start at zero",
    "The biases are set to 0. nn.Linear gave them random numbers, as it did the weights; leave them as they came.",
)
class MLP(solution.MLP):
    def __init__(self, d_in, hidden, d_out):
        super().__init__(d_in, hidden, d_out)
        for layer in self.layers:
            nn.init.zeros_(layer.bias)


@misconception(
    "only the first hidden width", "Only hidden[0] is used. The list may hold no width at all, or several."
)
class MLP(nn.Module):
    def __init__(self, d_in, hidden, d_out):
        super().__init__()
        self.network = nn.Sequential(nn.Linear(d_in, hidden[0]), nn.ReLU(), nn.Linear(hidden[0], d_out))

    def forward(self, x):
        return self.network(x)


@misconception(
    "all weights start at zero",
    "With zeros everywhere all units of a layer compute the same and get the same gradient, so they never "
    "become different. Leave the random start of nn.Linear as it is.",
)
class MLP(solution.MLP):
    def __init__(self, d_in, hidden, d_out):
        super().__init__(d_in, hidden, d_out)
        for parameter in self.parameters():
            nn.init.zeros_(parameter)


@misconception(
    "no return in forward",
    "forward computes the result and lets it go: without a return, calling the network gives None.",
)
class MLP(solution.MLP):
    def forward(self, x):
        super().forward(x)


@misconception(
    "the last layer by its width",
    "Which layer is the last one is decided by its width here, and a hidden layer can be as wide as the output. "
    "Its place decides.",
)
class MLP(solution.MLP):
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
            if layer.out_features != self.layers[-1].out_features:
                x = x.relu()
        return x


@misconception(
    "changes the list of widths",
    "The list of widths belongs to the caller, and insert, append and += change that very list. Build one of "
    "your own.",
)
class MLP(solution.MLP):
    def __init__(self, d_in, hidden, d_out):
        hidden.insert(0, d_in)
        hidden.append(d_out)
        super().__init__(d_in, hidden[1:-1], d_out)


@misconception(
    "a seed of its own",
    "A seed in __init__ makes every network start with the same weights. A seed belongs at the start of the "
    "program.",
)
class MLP(solution.MLP):
    def __init__(self, d_in, hidden, d_out):
        torch.manual_seed(0)
        super().__init__(d_in, hidden, d_out)


# loss_for


@alternative("loss modules, and targets as a column")
def loss_for(task, outputs, targets):
    match task:
        case "regression":
            return nn.MSELoss()(outputs, targets.unsqueeze(1))
        case "binary":
            return nn.BCEWithLogitsLoss()(outputs, targets.float().view(-1, 1))
        case "multiclass":
            return nn.CrossEntropyLoss()(outputs, targets)
        case _:
            raise ValueError(task)


@alternative("formulas by hand")
def loss_for(task, outputs, targets):
    if task == "regression":
        return (outputs[:, 0] - targets).pow(2).mean()
    if task == "binary":
        return (F.softplus(outputs[:, 0]) - targets * outputs[:, 0]).mean()
    if task != "multiclass":
        raise ValueError("no such task")
    chosen = outputs.gather(1, targets[:, None])[:, 0]
    return (outputs.logsumexp(dim=1) - chosen).mean()


def _loss_with(regression=None, binary=None, multiclass=None):
    """The three losses, where one of them may be another one."""

    def loss(task, outputs, targets):
        if task == "regression":
            return (regression or (lambda o, t: F.mse_loss(o.squeeze(1), t)))(outputs, targets)
        if task == "binary":
            logits, answers = outputs.squeeze(1), targets.float()
            return binary(outputs, targets) if binary else F.binary_cross_entropy_with_logits(logits, answers)
        if task == "multiclass":
            return (multiclass or F.cross_entropy)(outputs, targets)
        raise ValueError(task)

    return loss


@misconception(
    "(n, 1) against (n,)",
    "Predictions of shape (n, 1) and targets of shape (n,) broadcast to (n, n): every prediction is "
    "compared with every target, and the best that training can do is the mean.",
)
def loss_for(task, outputs, targets):
    return _loss_with(regression=F.mse_loss)(task, outputs, targets)


@misconception(
    "absolute differences",
    "The mean of the absolute differences is taken. The mean squared error squares each difference first.",
)
def loss_for(task, outputs, targets):
    return _loss_with(regression=lambda o, t: F.l1_loss(o.squeeze(1), t))(task, outputs, targets)


@misconception(
    "squeeze() without a dimension",
    "squeeze() drops every dimension of size 1, so for a batch of one example the batch dimension goes as "
    "well. Name the dimension that you mean.",
)
def loss_for(task, outputs, targets):
    losses = _loss_with(
        regression=lambda o, t: F.mse_loss(o.squeeze(), t),
        binary=lambda o, t: F.binary_cross_entropy_with_logits(o.squeeze(), t.float()),
    )
    return losses(task, outputs, targets)


@misconception(
    "targets of (n,) for logits of (n, 1)",
    "The binary loss wants outputs and targets of the same shape, and refuses to broadcast (n, 1) with (n,).",
)
def loss_for(task, outputs, targets):
    return _loss_with(binary=lambda o, t: F.binary_cross_entropy_with_logits(o, t.float()))(
        task, outputs, targets
    )


@misconception(
    "integer targets for the binary loss",
    "The binary loss works with probabilities, so its targets must be floating point; the data set gives "
    "int64.",
)
def loss_for(task, outputs, targets):
    return _loss_with(binary=lambda o, t: F.binary_cross_entropy_with_logits(o.squeeze(1), t))(
        task, outputs, targets
    )


@misconception(
    "plain binary_cross_entropy on logits",
    "F.binary_cross_entropy wants probabilities between 0 and 1, and the network gives logits. There is a "
    "twin of it that takes logits.",
)
def loss_for(task, outputs, targets):
    return _loss_with(binary=lambda o, t: F.binary_cross_entropy(o.squeeze(1), t.float()))(
        task, outputs, targets
    )


@misconception(
    "sigmoid, then binary cross-entropy",
    "The sigmoid of a very negative logit rounds to exactly 0, so the size of a confident mistake is lost and "
    "its gradient with it. Let the loss take the logits.",
)
def loss_for(task, outputs, targets):
    losses = _loss_with(binary=lambda o, t: F.binary_cross_entropy(o.squeeze(1).sigmoid(), t.float()))
    return losses(task, outputs, targets)


@misconception(
    "sigmoid twice",
    "binary_cross_entropy_with_logits applies the sigmoid itself. Here the logits already went through one.",
)
def loss_for(task, outputs, targets):
    losses = _loss_with(
        binary=lambda o, t: F.binary_cross_entropy_with_logits(o.squeeze(1).sigmoid(), t.float()),
    )
    return losses(task, outputs, targets)


@misconception(
    "softmax before cross_entropy",
    "cross_entropy applies the softmax itself. Here the logits already went through one, so the loss "
    "cannot come near zero.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=lambda o, t: F.cross_entropy(o.softmax(dim=1), t))(task, outputs, targets)


@misconception(
    "nll_loss on raw logits",
    "nll_loss expects logarithms of probabilities. On logits it can be made as negative as one likes, so "
    "training runs away.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=F.nll_loss)(task, outputs, targets)


@misconception(
    "log of softmax",
    "exp() of a large number overflows, and a softmax can round to exactly 0; then the logarithm is infinite. One "
    "function takes both steps at once without that.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=lambda o, t: F.nll_loss(o.softmax(dim=1).log(), t))(task, outputs, targets)


@misconception(
    "float class ids",
    "Class ids are names of classes, not amounts: cross_entropy wants them as int64, as the data set "
    "gives them.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=lambda o, t: F.cross_entropy(o, t.float()))(task, outputs, targets)


@misconception(
    "class ids in another shape",
    "cross_entropy wants the class ids as the data set gives them, with shape (n,). Here it gets them as a column, "
    "or as rows that do not fit the logits.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=lambda o, t: F.cross_entropy(o, t.unsqueeze(1)))(task, outputs, targets)


@misconception(
    "one-hot targets without the number of classes",
    "F.one_hot makes as many columns as the largest class id in the batch asks for, and the logits may have more. "
    "cross_entropy takes the class ids as they are.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=lambda o, t: F.cross_entropy(o, F.one_hot(t).float()))(
        task, outputs, targets
    )


_SUMS = {
    "regression": lambda o, t: F.mse_loss(o.squeeze(1), t, reduction="sum"),
    "binary": lambda o, t: F.binary_cross_entropy_with_logits(o.squeeze(1), t.float(), reduction="sum"),
    "multiclass": lambda o, t: F.cross_entropy(o, t, reduction="sum"),
}


@misconception(
    "sum instead of mean",
    "The losses of the examples are added up. Then the gradient grows with the batch, and a learning rate "
    "fits only one batch size.",
)
def loss_for(task, outputs, targets):
    return _loss_with(**_SUMS)(task, outputs, targets)


@misconception(
    "sum instead of mean in a regression",
    "For a regression the losses of the examples are added up; their mean is asked for.",
)
def loss_for(task, outputs, targets):
    return _loss_with(regression=_SUMS["regression"])(task, outputs, targets)


@misconception(
    "sum instead of mean for yes or no",
    "For a yes-or-no question the losses of the examples are added up; their mean is asked for.",
)
def loss_for(task, outputs, targets):
    return _loss_with(binary=_SUMS["binary"])(task, outputs, targets)


@misconception(
    "sum instead of mean for a choice",
    "For a choice of classes the losses of the examples are added up; their mean is asked for.",
)
def loss_for(task, outputs, targets):
    return _loss_with(multiclass=_SUMS["multiclass"])(task, outputs, targets)


@misconception(
    "returns a number",
    "`item()` gives a Python number, which knows nothing of the graph behind it: backward() has nothing "
    "to start from.",
)
def loss_for(task, outputs, targets):
    return _loss_with()(task, outputs, targets).item()


@misconception(
    "every other word gets a loss",
    "A misspelt task is answered with some loss, as if it were one of the three. A word that is none of them "
    "deserves a ValueError.",
)
def loss_for(task, outputs, targets):
    return _loss_with()(task if task in ("regression", "binary") else "multiclass", outputs, targets)


@misconception(
    "returns the error",
    "`return` hands the ValueError over as if it were a loss, and the caller goes on with it. An error is raised.",
)
def loss_for(task, outputs, targets):
    if task not in ("regression", "binary", "multiclass"):
        return ValueError(task)
    return _loss_with()(task, outputs, targets)


@misconception(
    "silent about another word",
    "For a word that is none of the three, the function comes to its end without having done anything, and "
    "gives None. Such a word deserves a ValueError.",
)
def loss_for(task, outputs, targets):
    return _loss_with()(task, outputs, targets) if task in ("regression", "binary", "multiclass") else None


# train_step


@alternative("clears the gradients after its step")
def train_step(model, optimizer, x, y):
    model.train()
    loss = nn.CrossEntropyLoss()(model(x), y)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return float(loss.detach())


@alternative("a closure for the optimizer")
def train_step(model, optimizer, x, y):
    def closure():
        optimizer.zero_grad(set_to_none=False)
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        return loss

    model.train()
    return optimizer.step(closure).item()


@alternative("gradients by autograd.grad")
def train_step(model, optimizer, x, y):
    model.train(True)
    loss = -F.log_softmax(model(x), dim=1)[torch.arange(len(y)), y].mean()
    parameters = [p for p in model.parameters() if p.requires_grad]
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters), strict=True):
        parameter.grad = gradient
    optimizer.step()
    return loss.detach().cpu().item()


@alternative("one backward pass for each example")
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    losses = F.cross_entropy(model(x), y, reduction="none") / len(y)
    for loss in losses:
        loss.backward(retain_graph=True)
    optimizer.step()
    return losses.sum().item()


@misconception(
    "no zero_grad",
    "backward() adds to the gradients of the last call, so every step also repeats all steps before it. "
    "Nothing here clears them.",
)
def train_step(model, optimizer, x, y):
    model.train()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@misconception(
    "zero_grad between backward and step",
    "The gradients are computed and then cleared before the optimizer can use them, so the weights never "
    "move.",
)
def train_step(model, optimizer, x, y):
    model.train()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


@misconception(
    "step before backward",
    "The optimizer steps before backward() has computed this batch's gradients. Look at the order of the "
    "two calls.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    optimizer.step()
    loss.backward()
    return loss.item()


@misconception(
    "step before backward, with old gradients",
    "The optimizer steps with the gradients of the call before, because backward() comes after it. The "
    "first step does nothing, and all others are one batch late.",
)
def train_step(model, optimizer, x, y):
    model.train()
    loss = F.cross_entropy(model(x), y)
    optimizer.step()
    optimizer.zero_grad()
    loss.backward()
    return loss.item()


@misconception(
    "no optimizer.step()",
    "The gradients are computed, but nobody uses them: the optimizer never takes its step.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    return loss.item()


@misconception(
    "no backward()",
    "The optimizer takes a step, but backward() was never called, so there are no gradients to follow.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    optimizer.step()
    return loss.item()


@misconception(
    "returns the loss tensor",
    "A tensor comes back where a plain number is asked for. Unless it is detached, it carries the graph of its "
    "batch, and whoever collects such losses keeps every graph in memory.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss


@misconception(
    "item() before backward()",
    "After item() the loss is a plain Python number. backward() belongs to the tensor, so keep the tensor "
    "until then.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y).item()
    loss.backward()
    optimizer.step()
    return loss


@misconception(
    "the loss after the step",
    "The batch runs through the network again after the step, and that loss is returned. The loss before "
    "the step costs nothing extra, and is the one asked for.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    F.cross_entropy(model(x), y).backward()
    optimizer.step()
    return F.cross_entropy(model(x), y).item()


@misconception(
    "stays in evaluation mode",
    "A model that comes from an evaluation is still in evaluation mode when the batch goes through it: its "
    "dropout stays off and its batch statistics stand still.",
)
def train_step(model, optimizer, x, y):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@misconception(
    "training mode in some modules only",
    "Some modules are still in evaluation mode when the batch goes through. The model and each module inside it "
    "have a `training` of their own; setting one of these does not reach the others.",
)
def train_step(model, optimizer, x, y):
    model.training = True
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@misconception(
    "forward under no_grad",
    "Inside no_grad no graph is recorded, so backward() finds nothing to go back through. That is for "
    "evaluation.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    with torch.no_grad():
        loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@misconception(
    "an optimizer of its own",
    "The step is not taken by the optimizer that was handed in, so its learning rate and its memory of earlier "
    "steps are ignored.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


@misconception(
    "softmax before the loss",
    "The output goes through a softmax before cross_entropy, which applies one itself.",
)
def train_step(model, optimizer, x, y):
    model.train()
    optimizer.zero_grad()
    loss = F.cross_entropy(model(x).softmax(dim=1), y)
    loss.backward()
    optimizer.step()
    return loss.item()


# evaluate


@alternative("all logits at once, in inference mode")
@torch.inference_mode()
def evaluate(model, loader):
    mode = model.training
    model.train(False)
    logits, labels = zip(*[(model(x), y) for x, y in loader], strict=True)
    model.train(mode)
    logits, labels = torch.cat(logits), torch.cat(labels)
    return nn.CrossEntropyLoss()(logits, labels).item(), (
        logits.max(1).indices == labels
    ).float().mean().item()


@alternative("weighs the batch means by their sizes")
def evaluate(model, loader):
    before = model.training
    model.eval()
    total, right = 0.0, 0
    for x, y in loader:
        with torch.no_grad():
            out = model(x)
        total = total + F.cross_entropy(out, y) * x.shape[0]
        right = right + torch.eq(out.argmax(-1), y).sum()
    if before:
        model.train()
    return float(total / len(loader.dataset)), float(right) / len(loader.dataset)


@alternative("a copy that is measured")
def evaluate(model, loader):
    return _evaluate(copy.deepcopy(model), loader)


@alternative("parameters that need no gradient meanwhile")
def evaluate(model, loader):
    needed = [p.requires_grad for p in model.parameters()]
    model.requires_grad_(False)
    result = _evaluate(model, loader, graph=True)
    for parameter, need in zip(model.parameters(), needed, strict=True):
        parameter.requires_grad_(need)
    return result


def _evaluate(
    model, loader, *, eval_mode=True, graph=False, after=None, share=lambda logits, y: logits.argmax(1) == y
):
    before = model.training
    if eval_mode:
        model.eval()
    loss, right, seen = 0.0, 0, 0
    with torch.set_grad_enabled(graph):
        for x, y in loader:
            logits = model(x)
            loss += F.cross_entropy(logits, y, reduction="sum").item()
            right += share(logits, y).sum().item()
            seen += len(y)
    model.train(before if after is None else after)
    return loss / seen, right / seen


@misconception(
    "averages the batch losses",
    "Every batch counts the same, so a last batch with one example weighs as much as one with four. "
    "Add up over examples, and divide by their number.",
)
def evaluate(model, loader):
    losses = [solution.evaluate(model, [batch])[0] for batch in loader]
    return sum(losses) / len(losses), solution.evaluate(model, loader)[1]


@misconception(
    "averages the batch accuracies",
    "The accuracy of a last batch with one example counts as much as that of a batch with four. "
    "Count right answers over all batches.",
)
def evaluate(model, loader):
    accuracies = [solution.evaluate(model, [batch])[1] for batch in loader]
    return solution.evaluate(model, loader)[0], sum(accuracies) / len(accuracies)


@misconception(
    "batch means divided by the number of examples",
    "The loss of a batch is already a mean; adding up means and dividing by the number of examples divides twice.",
)
def evaluate(model, loader):
    losses = [solution.evaluate(model, [batch])[0] for batch in loader]
    return sum(losses) / len(loader.dataset), solution.evaluate(model, loader)[1]


@misconception(
    "loss divided by the number of batches",
    "The losses are added up over examples, but divided by len(loader), which is the number of batches.",
)
def evaluate(model, loader):
    loss, accuracy = solution.evaluate(model, loader)
    return loss * len(loader.dataset) / len(loader), accuracy


@misconception(
    "counts every batch as full",
    "The sum is divided by the batch size times the number of batches, as if the last batch were full. Count the "
    "examples that really come.",
)
def evaluate(model, loader):
    loss, accuracy = solution.evaluate(model, loader)
    share = len(loader.dataset) / (len(loader) * loader.batch_size)
    return loss * share, accuracy * share


@misconception(
    "returns after the first batch",
    "Only the first batch is measured: the loop ends in its first round.",
)
def evaluate(model, loader):
    return solution.evaluate(model, [next(iter(loader))])


@misconception(
    "leaves out the smaller last batch",
    "The last batch counts as well, though it is smaller than the others. Here only full batches are measured.",
)
def evaluate(model, loader):
    return solution.evaluate(model, [(x, y) for x, y in loader if len(y) == loader.batch_size])


@misconception(
    "right above one half",
    "An answer counts as right here where its class has a probability above 0.5. Among more than two classes the "
    "largest of all can be smaller than that.",
)
def evaluate(model, loader):
    return _evaluate(
        model, loader, share=lambda logits, y: logits.softmax(dim=1).gather(1, y.unsqueeze(1)) > 0.5
    )


@misconception(
    "right answers divided by the number of batches",
    "Right answers are counted per example, but divided by len(loader), which is the number of batches.",
)
def evaluate(model, loader):
    loss, accuracy = solution.evaluate(model, loader)
    return loss, accuracy * len(loader.dataset) / len(loader)


@misconception(
    "no eval()",
    "The model works in training mode: its dropout is on, and batch normalisation uses, and learns from, "
    "the examples that it is measured on.",
)
def evaluate(model, loader):
    return _evaluate(model, loader, eval_mode=False)


@misconception(
    "leaves the model in evaluation mode",
    "A model that came in training mode is handed back in evaluation mode, and would go on training like "
    "that.",
)
def evaluate(model, loader):
    return _evaluate(model, loader, after=False)


@misconception(
    "evaluation mode in some modules only",
    "Some modules are still in training mode during the measurement. The model and each module inside it have a "
    "`training` of their own; setting one of these does not reach the others.",
)
def evaluate(model, loader):
    before, model.training = model.training, False
    result = _evaluate(model, loader, eval_mode=False, after=before)
    return result


@misconception(
    "the old mode in some modules only",
    "Some modules are left in evaluation mode. The model and each module inside it have a `training` of their own; "
    "setting one of these does not reach the others.",
)
def evaluate(model, loader):
    before = model.training
    result = _evaluate(model, loader, after=False)
    model.training = before
    return result


@misconception(
    "always back to training mode",
    "A model that came in evaluation mode is handed back in training mode. Remember the mode in which it "
    "came.",
)
def evaluate(model, loader):
    return _evaluate(model, loader, after=True)


@misconception(
    "records a graph",
    "eval() does not switch gradients off: a graph is recorded for every batch, which costs time and "
    "memory for nothing.",
)
def evaluate(model, loader):
    return _evaluate(model, loader, graph=True)


@misconception(
    "switches gradients on at the end",
    "Gradients are on after the call, whatever they were before. Where the caller had switched them off, they must "
    "stay off.",
)
def evaluate(model, loader):
    torch.set_grad_enabled(False)
    result = _evaluate(model, loader)
    torch.set_grad_enabled(True)
    return result


@misconception(
    "clears the gradients",
    "The gradients that the model had are gone after the measurement. Whoever was about to take a step with them "
    "still needs them.",
)
def evaluate(model, loader):
    model.zero_grad()
    return _evaluate(model, loader)


@misconception(
    "(n, 1) against (n,)",
    "The guesses keep a dimension of size 1, so every guess is compared with every label. An accuracy "
    "above 1 gives it away, and it is not always above 1.",
)
def evaluate(model, loader):
    return _evaluate(model, loader, share=lambda logits, y: logits.argmax(dim=1, keepdim=True) == y)


@misconception(
    "only the last batch",
    "Every batch overwrites what the batches before it gave. Only the last one is left at the end.",
)
def evaluate(model, loader):
    for batch in loader:
        result = solution.evaluate(model, [batch])
    return result


@misconception(
    "returns tensors",
    "Tensors come back where plain numbers are asked for. item() turns a tensor with one element into a "
    "number.",
)
def evaluate(model, loader):
    loss, accuracy = _evaluate(model, loader)
    return torch.tensor(loss), torch.tensor(accuracy)


@misconception(
    "accuracy before loss",
    "The two numbers come in the wrong order: the loss is asked for first, then the accuracy.",
)
def evaluate(model, loader):
    return _evaluate(model, loader)[::-1]


@misconception(
    "accuracy in percent", "The accuracy is a percentage here; a share between 0 and 1 is asked for."
)
def evaluate(model, loader):
    loss, accuracy = _evaluate(model, loader)
    return loss, 100 * accuracy


# overfit_one_batch


@alternative("a loop that is left after the first batch")
def overfit_one_batch(model, loader, steps):
    for x, y in loader:
        break
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    losses = []
    model.train()
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return losses


@alternative("the rows of the batch in a new order each time")
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x, y = list(loader)[-1]
    losses = []
    while len(losses) < steps:
        order = torch.randperm(len(y), device=y.device)
        losses.append(solution.train_step(model, optimizer, x[order], y[order]))
    return losses


@misconception(
    "a fresh batch in every step",
    "More than one batch is used, from a loader that shuffles. Nothing can be learned by heart that way: the "
    "batch must be drawn once, before the first step.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for _ in range(steps):
        x, y = next(iter(loader))
        losses.append(solution.train_step(model, optimizer, x, y))
    return losses


@misconception(
    "goes through the loader",
    "Every step takes the next batch of the loader, as in ordinary training, and the steps end with the "
    "batches.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    return [
        solution.train_step(model, optimizer, x, y) for _, (x, y) in zip(range(steps), loader, strict=False)
    ]


@misconception(
    "a new optimizer in every step",
    "The optimizer is made inside the loop, so Adam forgets in every step what it learned about the "
    "gradients before.",
)
def overfit_one_batch(model, loader, steps):
    x, y = next(iter(loader))
    return [
        solution.train_step(model, torch.optim.Adam(model.parameters(), lr=0.01), x, y) for _ in range(steps)
    ]


@misconception(
    "Adam's default learning rate",
    "The learning rate is 0.001, which is what Adam takes where none is given. The statement asks for ten "
    "times as much.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters())
    x, y = next(iter(loader))
    return [solution.train_step(model, optimizer, x, y) for _ in range(steps)]


@misconception(
    "SGD instead of Adam",
    "The optimizer is SGD, which with this learning rate is far from knowing the batch by heart after so "
    "few steps.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    x, y = next(iter(loader))
    return [solution.train_step(model, optimizer, x, y) for _ in range(steps)]


@misconception(
    "only the last loss",
    "One loss comes back. The whole list shows how it fell, and the first one is worth as much as the last.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x, y = next(iter(loader))
    for _ in range(steps):
        loss = solution.train_step(model, optimizer, x, y)
    return loss


@misconception(
    "the losses after the steps",
    "Each loss is measured after its step. The loss before the first step is the one that tells whether the "
    "network starts as it should.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x, y = next(iter(loader))
    losses = []
    for _ in range(steps):
        solution.train_step(model, optimizer, x, y)
        losses.append(F.cross_entropy(model(x), y).item())
    return losses


@misconception(
    "the model stays as it was",
    "In the end the model that was handed in has the numbers that it had before: what was trained is a copy, or "
    "the old numbers were put back.",
)
def overfit_one_batch(model, loader, steps):
    return solution.overfit_one_batch(copy.deepcopy(model), loader, steps)


@misconception(
    "x of one batch, y of another",
    "The examples and the labels come from two different batches, so they do not belong together: every "
    "next(iter(loader)) draws a new one, and this loader shuffles.",
)
def overfit_one_batch(model, loader, steps):
    x = next(iter(loader))[0]
    y = next(iter(loader))[1]
    return solution.overfit_one_batch(model, [(x, y)], steps)


@misconception(
    "no zero_grad",
    "backward() adds to the gradients that are there already, and nothing clears them between the steps, so every "
    "step also repeats all steps before it.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x, y = next(iter(loader))
    losses = []
    for _ in range(steps):
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


@misconception(
    "stops when the loss is small",
    "The training ends before its last step, once the loss is small. `steps` says how many losses come back.",
)
def overfit_one_batch(model, loader, steps):
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    x, y = next(iter(loader))
    losses = []
    while len(losses) < steps and (not losses or losses[-1] > 0.01):
        losses.append(solution.train_step(model, optimizer, x, y))
    return losses


@misconception(
    "a slice of the data set",
    "The batch is cut out of loader.dataset. How examples are put together to a batch, only the loader knows; "
    "here its data set is a list of pairs.",
)
def overfit_one_batch(model, loader, steps):
    x, y = loader.dataset[: loader.batch_size]
    return solution.overfit_one_batch(model, [(x, y)], steps)


# save_weights


@alternative("tensors on the CPU under their names, to an open file")
def save_weights(model, path):
    with open(path, "wb") as file:
        torch.save({name: value.detach().cpu() for name, value in model.state_dict().items()}, file)


@misconception(
    "saves the whole model",
    "The file holds the model object: a pickle that needs the code of its classes. torch.load refuses to "
    "open it, because unpickling could run anything.",
)
def save_weights(model, path):
    torch.save(model, path)


@misconception(
    "saves the method",
    "The brackets are missing: the file holds the method state_dict, and with it the whole model, instead "
    "of what the method returns.",
)
def save_weights(model, path):
    torch.save(model.state_dict, path)


@misconception(
    "parameters without buffers",
    "Only the parameters are saved. A batch normalisation also has running statistics, in buffers, and "
    "predicts nonsense without them.",
)
def save_weights(model, path):
    torch.save(dict(model.named_parameters()), path)


@misconception(
    "tensors without names",
    "The parameters are saved as a list, so nobody knows which is which. Names are what loading goes by.",
)
def save_weights(model, path):
    torch.save(list(model.parameters()), path)


@misconception(
    "another file name",
    "A file is written, but not at the path that the caller chose.",
)
def save_weights(model, path):
    torch.save(model.state_dict(), "model.pth")


@misconception(
    "another ending or folder",
    "The file has another ending than the caller chose, or lies in another folder: at the path there is nothing. "
    "Any path will do; .pt is only a habit.",
)
def save_weights(model, path):
    path = str(path)
    torch.save(model.state_dict(), path if path.endswith(".pt") else path + ".pt")


@misconception(
    "wrapped in another dictionary",
    "The file holds a dictionary with the state dict inside. That is usual for checkpoints with more in "
    "them, but here the state dict itself is asked for.",
)
def save_weights(model, path):
    torch.save({"model_state_dict": model.state_dict()}, path)


@misconception(
    "writes nothing",
    "No file is written anywhere: the state dict still has to be put on the disk.",
)
def save_weights(model, path):
    return model.state_dict()


@misconception(
    "place and content swapped",
    "torch.save wants first what to save, then where. Here the two stand the other way round.",
)
def save_weights(model, path):
    torch.save(path, model.state_dict())


@misconception(
    "pickles the state dict by hand",
    "The content is right, but torch.load refuses the file: it has its own form, which torch.save writes.",
)
def save_weights(model, path):
    with open(path, "wb") as file:
        pickle.dump(model.state_dict(), file)


@misconception(
    "keeps the old file",
    "A file that lies at the path already is kept, and the new weights are lost without a word.",
)
def save_weights(model, path):
    try:
        open(path, "rb").close()
    except FileNotFoundError:
        torch.save(model.state_dict(), path)


@misconception(
    "changes the mode",
    "Saving switches the model to evaluation mode, and the training that saves it after every epoch would go on "
    "like that.",
)
def save_weights(model, path):
    torch.save(model.eval().state_dict(), path)


# load_weights


@alternative("step by step")
def load_weights(model, path):
    state = torch.load(path, map_location=torch.device("cpu"), weights_only=True)
    model.load_state_dict(state, strict=True)
    model.train(False)
    return model


@misconception(
    "strict=False",
    "A file that does not fit the model is accepted without a word, and some weights stay as they were. "
    "strict=False does that, and so does taking over only the names that fit.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"), strict=False)
    return model.eval()


@misconception(
    "a path for load_state_dict",
    "load_state_dict wants the dictionary, not the place where it lies. Read the file first.",
)
def load_weights(model, path):
    model.load_state_dict(path)
    return model.eval()


@misconception(
    "returns what was in the file",
    "torch.load gives the dictionary that was saved, not a model. It still has to go into one.",
)
def load_weights(model, path):
    return torch.load(path, map_location="cpu")


@misconception(
    "takes the file for the model",
    "torch.load gives the dictionary that was saved, with names and tensors. It is no model; it has to go into one.",
)
def load_weights(model, path):
    model = torch.load(path, map_location="cpu")
    return model.eval()


@misconception(
    "returns the report",
    "load_state_dict changes the model and returns a report about names, `<All keys matched "
    "successfully>`. The model is asked for.",
)
def load_weights(model, path):
    model.eval()
    return model.load_state_dict(torch.load(path, map_location="cpu"))


@misconception(
    "stays in training mode",
    "The weights are right, but the model is handed back in training mode: with dropout it would predict "
    "differently every time.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return model


@misconception(
    "evaluation mode in some modules only",
    "Some modules are still in training mode. The model and each module inside it have a `training` of their own; "
    "setting one of these does not reach the others.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    model.training = False
    return model


@misconception(
    "drops what does not belong there",
    "What is no tensor is taken out of the file's dictionary without a word. A file with more in it than weights "
    "was not written by `save_weights`, and the caller should hear of it.",
)
def load_weights(model, path):
    state = torch.load(path, map_location="cpu")
    model.load_state_dict({name: value for name, value in state.items() if isinstance(value, torch.Tensor)})
    return model.eval()


@misconception(
    "other tensors in place of the model's own",
    "The model gets the tensors of the file in place of its own. An optimizer that was made for the old ones would "
    "go on with those, and train nothing. Copy the numbers into the tensors that are there.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"), assign=True)
    return model.eval()


@misconception(
    "hands back a copy",
    "The weights arrive, but what is handed back is a copy. The model object that came in is asked for.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu"))
    return copy.deepcopy(model).eval()


@misconception(
    "weights_only=False",
    "With weights_only=False the file may hold any pickle, and opening it runs what is in it. Leave the "
    "protection on.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=False))
    return model.eval()


@misconception(
    "swallows the error",
    "The complaint about a file that does not fit is caught and dropped, so the caller goes on with "
    "random weights.",
)
def load_weights(model, path):
    try:
        model.load_state_dict(torch.load(path, map_location="cpu"))
    except RuntimeError:
        pass
    return model.eval()


@misconception(
    "looks for the device of the file",
    "A file remembers the device of each tensor, and torch.load wants to put it there again: on a machine "
    "without that GPU it fails. Say where the tensors shall go.",
)
def load_weights(model, path):
    model.load_state_dict(torch.load(path))
    return model.eval()


@misconception(
    "loads into a copy",
    "The weights go into a copy. The model that was handed in keeps its old ones.",
)
def load_weights(model, path):
    return solution.load_weights(copy.deepcopy(model), path)


# fit


def _fit(
    model,
    train,
    validation,
    epochs,
    lr,
    *,
    learn=None,
    keep=copy.deepcopy,
    measure=solution.evaluate,
    judge=None,
    restore=True,
):
    """`fit`, of which parts may be replaced."""
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best, weights = math.inf, None
    for _ in range(epochs):
        losses = (
            learn(model, optimizer)
            if learn
            else [solution.train_step(model, optimizer, x, y) for x, y in train]
        )
        loss, accuracy = measure(model, validation)
        history["train_loss"].append(sum(losses) / len(losses))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy)
        score = judge(history) if judge else loss
        if score < best:
            best, weights = score, keep(model.state_dict())
    if restore:
        model.load_state_dict(weights)
    return history


@alternative("keeps the best in a file in memory")
def fit(model, train, validation, epochs, lr=0.01):
    optimizer = torch.optim.Adam(model.parameters(), lr)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    for _ in range(epochs):
        total = 0.0
        for x, y in train:
            total += solution.train_step(model, optimizer, x, y)
        loss, accuracy = solution.evaluate(model, validation)
        if loss < min(history["validation_loss"], default=math.inf):
            best = io.BytesIO()
            torch.save(model.state_dict(), best)
        history["train_loss"].append(total / len(train))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy)
    best.seek(0)
    model.load_state_dict(torch.load(best))
    return history


@alternative("copies tensor by tensor")
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(
        model, train, validation, epochs, lr, keep=lambda state: {k: v.clone() for k, v in state.items()}
    )


@misconception(
    "the last weights, not the best",
    "The network ends with the weights of the last epoch. Nothing was put back, or what was kept is no copy "
    "(state_dict() hands out the weights themselves), or the last epoch counts as the best whatever its loss.",
)
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(model, train, validation, epochs, lr, keep=lambda state: state)


@misconception(
    "best by training loss",
    "The epoch is chosen by the loss on the training batches, which knows nothing about examples that the "
    "network has not seen.",
)
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(model, train, validation, epochs, lr, judge=lambda history: history["train_loss"][-1])


@misconception(
    "best by validation accuracy",
    "The epoch is chosen by the accuracy. The loss is asked for: it also tells a narrow right answer from "
    "a safe one, and hardly ever gives a draw.",
)
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(
        model, train, validation, epochs, lr, judge=lambda history: -history["validation_accuracy"][-1]
    )


@misconception(
    "keeps the worst epoch",
    "The comparison points the wrong way: weights are kept when the validation loss rises. A low loss is "
    "a good one.",
)
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(model, train, validation, epochs, lr, judge=lambda history: -history["validation_loss"][-1])


@misconception(
    "keeps every epoch that beats the one before",
    "An epoch counts as the best when it beats the epoch before it. It must beat the best so far, so "
    "remember the loss together with the weights.",
)
def fit(model, train, validation, epochs, lr=0.01):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    before = math.inf
    for _ in range(epochs):
        losses = [solution.train_step(model, optimizer, x, y) for x, y in train]
        loss, accuracy = solution.evaluate(model, validation)
        history["train_loss"].append(sum(losses) / len(losses))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy)
        if loss < before:
            weights = copy.deepcopy(model.state_dict())
        before = loss
    model.load_state_dict(weights)
    return history


@misconception(
    "goes back in every epoch",
    "The best weights are put back inside the loop, so after a worse epoch training starts again from the "
    "best one. That belongs after the last epoch.",
)
def fit(model, train, validation, epochs, lr=0.01):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    history = {"train_loss": [], "validation_loss": [], "validation_accuracy": []}
    best = math.inf
    for _ in range(epochs):
        losses = [solution.train_step(model, optimizer, x, y) for x, y in train]
        loss, accuracy = solution.evaluate(model, validation)
        history["train_loss"].append(sum(losses) / len(losses))
        history["validation_loss"].append(loss)
        history["validation_accuracy"].append(accuracy)
        if loss < best:
            best, weights = loss, copy.deepcopy(model.state_dict())
        model.load_state_dict(weights)
    return history


@misconception(
    "train_loss of the last batch",
    "The history holds the loss of each epoch's last batch. The mean over all batches of the epoch is "
    "asked for.",
)
def fit(model, train, validation, epochs, lr=0.01):
    learn = lambda model, optimizer: [[solution.train_step(model, optimizer, x, y) for x, y in train][-1]]  # noqa: E731
    return _fit(model, train, validation, epochs, lr, learn=learn)


@misconception(
    "one train_loss per batch",
    "Every batch leaves a number of its own under train_loss. One number per epoch is asked for, the mean of its "
    "batches.",
)
def fit(model, train, validation, epochs, lr=0.01):
    every = []

    def learn(model, optimizer):
        losses = [solution.train_step(model, optimizer, x, y) for x, y in train]
        every.extend(losses)
        return losses

    return _fit(model, train, validation, epochs, lr, learn=learn) | {"train_loss": every}


@misconception(
    "train_loss of all epochs so far",
    "The list of losses is never emptied, so from the second epoch on the mean also counts the epochs before.",
)
def fit(model, train, validation, epochs, lr=0.01):
    losses = []

    def learn(model, optimizer):
        losses.extend(solution.train_step(model, optimizer, x, y) for x, y in train)
        return losses

    return _fit(model, train, validation, epochs, lr, learn=learn)


@misconception(
    "train_loss as a sum",
    "The losses of the batches are added up under train_loss. Their mean is asked for, so that the number does "
    "not grow with the amount of data.",
)
def fit(model, train, validation, epochs, lr=0.01):
    learn = lambda model, optimizer: [sum(solution.train_step(model, optimizer, x, y) for x, y in train)]  # noqa: E731
    return _fit(model, train, validation, epochs, lr, learn=learn)


@misconception(
    "train_loss as a mean over examples",
    "The loss of every batch is weighed by its size under train_loss. The plain mean of what `train_step` returned "
    "is asked for.",
)
def fit(model, train, validation, epochs, lr=0.01):
    def learn(model, optimizer):
        weighed = [(solution.train_step(model, optimizer, x, y) * len(y), len(y)) for x, y in train]
        return [sum(loss for loss, _ in weighed) / sum(size for _, size in weighed)]

    return _fit(model, train, validation, epochs, lr, learn=learn)


@misconception(
    "the start can win",
    "The network ends with the weights from before the first epoch. Only an epoch can be the best one: the first "
    "becomes the best so far, whatever its loss.",
)
def fit(model, train, validation, epochs, lr=0.01):
    start, untrained = solution.evaluate(model, validation)[0], copy.deepcopy(model.state_dict())
    history = _fit(model, train, validation, epochs, lr)
    if min(history["validation_loss"]) >= start:
        model.load_state_dict(untrained)
    return history


@misconception(
    "buffers of the last epoch",
    "The weights are those of the best epoch, but the buffers are those of the last one. A state dict holds both; "
    "parameters() and named_parameters() leave the buffers out.",
)
def fit(model, train, validation, epochs, lr=0.01):
    buffers = {}

    def measure(model, loader):
        buffers.update({name: buffer.clone() for name, buffer in model.named_buffers()})
        return solution.evaluate(model, loader)

    history = _fit(model, train, validation, epochs, lr, measure=measure)
    model.load_state_dict(buffers, strict=False)
    return history


@misconception(
    "measures before the epoch",
    "The validation loss is measured before the epoch's training, and the weights are kept after it: so each "
    "number belongs to other weights than those beside it.",
)
def fit(model, train, validation, epochs, lr=0.01):
    measured = []

    def learn(model, optimizer):
        measured.append(solution.evaluate(model, validation))
        return [solution.train_step(model, optimizer, x, y) for x, y in train]

    return _fit(model, train, validation, epochs, lr, learn=learn, measure=lambda *_: measured[-1])


@misconception(
    "one batch per epoch", "Every epoch uses a single batch of the training loader and skips the others."
)
def fit(model, train, validation, epochs, lr=0.01):
    learn = lambda model, optimizer: [solution.train_step(model, optimizer, *next(iter(train)))]  # noqa: E731
    return _fit(model, train, validation, epochs, lr, learn=learn)


@misconception(
    "measures on the training batches",
    "The validation numbers are measured on the batches that the network learns from, so they say nothing "
    "about new examples.",
)
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(
        model, train, validation, epochs, lr, measure=lambda model, _: solution.evaluate(model, train)
    )


@misconception(
    "learns from the validation batches",
    "The network also takes training steps on the validation batches. Then they are no longer examples "
    "that it has not seen.",
)
def fit(model, train, validation, epochs, lr=0.01):
    def learn(model, optimizer):
        losses = [solution.train_step(model, optimizer, x, y) for x, y in train]
        for x, y in validation:
            solution.train_step(model, optimizer, x, y)
        return losses

    return _fit(model, train, validation, epochs, lr, learn=learn)


@misconception(
    "loss and accuracy swapped",
    "evaluate returns the loss first and the accuracy second. Here they are taken the other way round, "
    "and the epoch with the lowest accuracy wins.",
)
def fit(model, train, validation, epochs, lr=0.01):
    return _fit(
        model,
        train,
        validation,
        epochs,
        lr,
        measure=lambda model, loader: solution.evaluate(model, loader)[::-1],
    )


@misconception(
    "eval() once, never back to train()",
    "After the first evaluation the network stays in evaluation mode, also while it trains. The mode has "
    "to change twice in every epoch.",
)
def fit(model, train, validation, epochs, lr=0.01):
    def learn(model, optimizer):
        losses = []
        for x, y in train:
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        return losses

    def measure(model, loader):
        model.eval()
        return solution.evaluate(model, loader)

    return _fit(model, train, validation, epochs, lr, learn=learn, measure=measure)
