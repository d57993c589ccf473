"""Measures the idioms of `kindling lint`: what they see of the course's known mistakes, and false alarms.

    python benchmarks/idioms.py                       # the course
    python benchmarks/idioms.py FOLDER [FOLDER ...]   # and public code: every finding, to be judged by hand

The first table counts, for each idiom, the misconceptions of the course that it is about (`ABOUT` below) and
those that it sees when the answer stands alone in a file, as a learner's would. The second counts findings in
right code: solutions, alternatives and lessons. The third counts findings in folders of public code.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kindling.linting import RULES, Finding, idioms
from kindling.linting.files import KINDS, alternatives, answers, course_files
from kindling.linting.reading import read

ROOT = Path(__file__).resolve().parents[1]
OUTDATED = {"outdated call", "old constructor", ".data", "no dim", "forward called by hand"}

HELPER = "the mistake is an argument of a helper, written once for many answers"
ELSEWHERE = "the other half of the mistake stands in another function or file"
UNKNOWN = "nothing in the file says what the value is"

# The misconceptions that an idiom is about: workshop, exercise, name; and why one is not seen.
ABOUT: dict[str, list[tuple[str, str, str, str]]] = {
    "softmax before cross-entropy": [
        ("w1d1", "mini_pipeline", "softmax before the cross-entropy", ""),
        ("w1d5", "MLP", "softmax inside the network", ELSEWHERE),
        ("w1d5", "loss_for", "softmax before cross_entropy", ""),
        ("w1d5", "train_step", "softmax before the loss", ""),
        ("w1d6", "train_digits", "a softmax at the end", ELSEWHERE),
    ],
    "log_softmax before cross-entropy": [("w1d5", "MLP", "log_softmax inside the network", ELSEWHERE)],
    "sigmoid before a loss with logits": [("w1d5", "loss_for", "sigmoid twice", "")],
    "ReLU before cross-entropy": [("w1d5", "MLP", "ReLU after the last layer", ELSEWHERE)],
    "nll_loss of probabilities": [
        ("w1d1", "mini_pipeline", "the second half of the cross-entropy", UNKNOWN),
        ("w1d5", "loss_for", "nll_loss on raw logits", UNKNOWN),
    ],
    "logarithm of a softmax": [("w1d5", "loss_for", "log of softmax", "")],
    "argmax before the loss": [("w1d1", "mini_pipeline", "classes instead of scores in the loss", "")],
    "prediction and target exchanged": [("w1d1", "mini_pipeline", "labels and scores exchanged", "")],
    "a column compared with a row": [
        ("w1d1", "share_right", "every reading against every label", ""),
        ("w1d5", "loss_for", "(n, 1) against (n,)", UNKNOWN),
        ("w1d5", "evaluate", "(n, 1) against (n,)", ""),
    ],
    "no zero_grad": [
        ("w1d1", "mini_pipeline", "never cleared", ""),
        ("w1d5", "train_step", "no zero_grad", ""),
        ("w1d6", "train_epoch", "gradients pile up", HELPER),
        ("w1d5", "overfit_one_batch", "no zero_grad", ""),
    ],
    "gradients never cleared in a hand-written update": [
        ("w1d4", "gradient_step", "clears nothing", ELSEWHERE),
        ("w1d4", "fit_linear", "gradients pile up", ""),
    ],
    "step before backward": [
        ("w1d1", "mini_pipeline", "step before backward", ""),
        ("w1d5", "train_step", "step before backward", ""),
        ("w1d5", "train_step", "step before backward, with old gradients", ""),
    ],
    "zero_grad between backward and step": [
        ("w1d1", "mini_pipeline", "cleared before they are used", ""),
        ("w1d5", "train_step", "zero_grad between backward and step", ""),
        ("w1d6", "train_epoch", "gradients that do not reach the step", ""),
    ],
    "no backward": [
        ("w1d1", "mini_pipeline", "no backward", ""),
        ("w1d5", "train_step", "no backward()", ""),
    ],
    "no step": [
        ("w1d1", "mini_pipeline", "no step", ""),
        ("w1d5", "train_step", "no optimizer.step()", ""),
    ],
    "scheduler before optimizer": [
        ("w1d6", "train_epoch", "the scheduler moves before the optimizer", HELPER)
    ],
    "optimizer made anew": [
        ("w1d5", "train_step", "an optimizer of its own", ""),
        ("w1d5", "overfit_one_batch", "a new optimizer in every step", ELSEWHERE),
    ],
    "loss cut off before backward": [("w1d5", "train_step", "item() before backward()", "")],
    "loss computed without a graph": [("w1d5", "train_step", "forward under no_grad", "")],
    "loss kept with its graph": [
        ("w1d1", "mini_pipeline", "tensors in the list of losses", ELSEWHERE),
        ("w1d4", "fit_linear", "keeps the losses with their graphs", HELPER),
        ("w1d5", "train_step", "returns the loss tensor", ELSEWHERE),
    ],
    "evaluation without eval()": [("w1d5", "evaluate", "no eval()", HELPER)],
    "evaluation with a graph": [("w1d5", "evaluate", "records a graph", HELPER)],
    "eval() without return to train()": [
        ("w1d5", "train_step", "stays in evaluation mode", ELSEWHERE),
        ("w1d5", "evaluate", "leaves the model in evaluation mode", HELPER),
        ("w1d5", "fit", "eval() once, never back to train()", ELSEWHERE),
        ("w1d6", "train_epoch", "training mode is forgotten", HELPER),
    ],
    "layers in a plain list": [
        ("w1d5", "MLP", "layers in a Python list", ""),
        ("w1d5", "MLP", "only the output layer registered", ""),
    ],
    "no super().__init__()": [("w1d5", "MLP", "no super().__init__()", "")],
    "layers made in forward": [("w1d5", "MLP", "layers made in forward", "")],
    "no return in forward": [("w1d5", "MLP", "no return in forward", ELSEWHERE)],
    "best weights not copied": [("w1d5", "fit", "the last weights, not the best", HELPER)],
    "the method, not its result": [
        ("w1d1", "env_report", "the question without its parentheses", ""),
        ("w1d1", "fix_me_3", "the question without its parentheses", UNKNOWN),
        ("w1d2", "TensorCard", "is_contiguous is not called", ""),
        ("w1d2", "TensorCard", "stride is not called", UNKNOWN),
        ("w1d5", "save_weights", "saves the method", ""),
    ],
    "a leaf changed in place": [("w1d4", "gradient_step", "records its own update", "")],
    "a parameter replaced by its update": [
        ("w1d4", "gradient_step", "binds the name anew", ""),
        ("w1d4", "gradient_step", "binds the name anew, whether there is a gradient or not", ""),
        ("w1d4", "gradient_step", "clears a new tensor's gradient", ""),
        ("w1d4", "gradient_step", "clears a new tensor's gradient, whether there is one or not", ""),
    ],
    "a gradient asked of whole numbers": [("w1d4", "slope", "an integer tensor", UNKNOWN)],
    "a result thrown away": [("w1d3", "sums_by_class", "result thrown away", "")],
    "a file opened without protection": [("w1d5", "load_weights", "weights_only=False", "")],
    "old constructor": [
        ("w1d1", "first_tensor", "decimal numbers, and not ones", ""),
        ("w1d2", "safe_from_numpy", "loses digits on the way", ""),
    ],
}

Answer = tuple[str, str, str]


def known_mistakes() -> dict[Answer, set[str]]:
    """Every misconception of the course, with the names of the idioms that speak about it."""
    return {
        (path.parent.name.partition("_")[0], answer.node.name, str(answer.texts[0])): {
            each.rule for each in told
        }
        for path in sorted((ROOT / "workshops").glob("w*/answers.py"))
        for answer, told in answers(path, path.name, "misconception")
    }


def right_code() -> dict[str, list[Finding]]:
    """What is found in right code, by kind."""
    paths = [path for path in course_files(ROOT) if path.name != "starter.py"]
    found = {kind: findings([path for path in paths if path.suffix == kind]) for kind in sorted(KINDS)}
    known = sorted((ROOT / "workshops").glob("w*/answers.py"))
    return {
        "solutions": found[".py"],
        "lessons": found[".ipynb"],
        "alternatives": alternatives(known, {path: str(path) for path in known}),
    }


def findings(paths: list[Path]) -> list[Finding]:
    """What the idioms find in some files."""
    return [each for path in paths for each in idioms(read(path, str(path))[0])]


def table(known: dict[Answer, set[str]]) -> Iterator[str]:
    """The rows of the first table, as Markdown."""
    yield "| idiom | about | seen | missed, and why |"
    yield "| --- | --- | --- | --- |"
    seen_of_all = about_all = 0
    for rule in RULES:
        about = ABOUT.get(rule.name, [])
        missed = [each for each in about if rule.name not in known[each[:3]]]
        seen_of_all, about_all = seen_of_all + len(about) - len(missed), about_all + len(about)
        why = "; ".join(f"{each[0]} {each[1]}, {each[2]}: {each[3]}" for each in missed)
        yield f"| {rule.name} | {len(about) or '–'} | {len(about) - len(missed) if about else '–'} | {why} |"
    yield f"| all | {about_all} | {seen_of_all} | |"


def main() -> None:
    """Print the tables."""
    known = known_mistakes()
    print("\n".join(table(known)))
    beside = {(name, rule) for name, rules in known.items() for rule in rules}
    beside -= {(each[:3], rule) for rule, about in ABOUT.items() for each in about}
    print(f"\nSeen under another name than expected: {sorted(beside) or 'none'}")
    print(f"Findings in right code: { {kind: len(found) for kind, found in right_code().items()} }")
    for folder in map(Path, sys.argv[1:]):
        paths = sorted(path for path in folder.rglob("*") if path.suffix in KINDS and path.is_file())
        start = time.perf_counter()
        found = findings(paths)
        seconds = time.perf_counter() - start
        outdated = sum(each.rule in OUTDATED for each in found)
        print(f"\n{folder.name}: {len(paths)} files in {seconds:.1f} s")
        print(f"  {len(found)} findings, {outdated} of them outdated calls")
        for name, count in Counter(each.rule for each in found).most_common():
            print(f"  {count:4} {name}")
        for each in (one for one in found if one.rule not in OUTDATED):
            place = f"cell {each.cell}:{each.line}" if each.cell else str(each.line)
            path = Path(each.path).relative_to(folder)
            print(f"    {path}:{place}: {each.rule}: {each.message[:100]}")


if __name__ == "__main__":
    main()
