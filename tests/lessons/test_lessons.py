"""Every lesson in JupyterLab in a real browser: run to its end, its widget used by mouse and by keyboard."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser import Notebook
from PIL import Image

WORKSHOPS = sorted(each.name for each in (Path(__file__).parents[2] / "workshops").glob("w*d*_*"))
WARNING = re.compile(r"\b\w*Warning\b")


@pytest.mark.parametrize("workshop", WORKSHOPS)
def test_a_lesson_runs_and_its_widget_answers(opened: Callable[[str], Notebook], workshop: str) -> None:
    lesson = opened(workshop)
    lesson.run_all()
    cells = lesson.saved()
    assert [cell["source"] for cell in cells if not cell["execution_count"]] == []
    outputs = [output for cell in cells for output in cell["outputs"]]
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    assert [said(output) for output in outputs if WARNING.search(said(output))] == []
    assert exercises_that_do_not_pass(cells) == []
    assert pictures(outputs)
    assert [number for number, picture in enumerate(pictures(outputs)) if is_blank(picture)] == []
    assert images_amiss(lesson) == []
    use_the_widget[workshop](lesson)
    assert images_amiss(lesson) == []
    assert lesson.complaints == []


def said(output: dict[str, Any]) -> str:
    """What an output says in words."""
    return "".join(output.get("text", output.get("data", {}).get("text/plain", "")))


def exercises_that_do_not_pass(cells: list[dict[str, Any]]) -> list[str]:
    """The cells that check an exercise and do not say that it passed; here all are solved."""
    checks = [cell for cell in cells if re.match(r'check\("\w+"\)', "".join(cell["source"]))]
    assert checks
    return [
        "".join(each["source"]) for each in checks if "✓ passed" not in "".join(map(said, each["outputs"]))
    ]


def pictures(outputs: list[dict[str, Any]]) -> list[Image.Image]:
    """What was drawn outside widgets."""
    encoded = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    return [Image.open(io.BytesIO(base64.b64decode("".join(each)))).convert("L") for each in encoded]


def is_blank(picture: Image.Image) -> bool:
    """Whether nothing can be seen on it."""
    darkest, lightest = picture.getextrema()
    return lightest - darkest < 100


def images_amiss(lesson: Notebook) -> list[str]:
    """Images that the browser could not show, and those in widgets that have no alternative text."""
    return list(
        lesson.page.evaluate("""() => [...document.querySelectorAll('.jp-Notebook img')]
            .filter(image => !image.complete || !image.naturalWidth
                || (image.closest('.widget-html') && !image.alt.trim()))
            .map(image => image.outerHTML.slice(0, 120))""")
    )


# What a person does with each widget, and what they see


def error_clinic(lesson: Notebook) -> None:
    clinic = lesson.cell("reveal.on_click(show_words)")
    words = clinic.control("Which words matter?")
    clinic.choose("case", "a sum")
    assert clinic.says("torch.ones(3) + torch.ones(4)") and clinic.says("What will it complain about?")
    assert words.is_disabled()
    clinic.click("Run it")
    assert clinic.says("RuntimeError: The size of tensor a (3) must match the size of tensor b (4)")
    clinic.click("Which words matter?")
    clinic.output.locator("mark").first.wait_for()
    assert clinic.output.locator("mark").all_inner_texts() == ["(3)", "(4)"]
    clinic.pick("case", "ArrowDown")
    assert clinic.says("layer = nn.Linear(64, 10)") and not clinic.says("RuntimeError", seconds=0.5)
    clinic.press("Run it", "Space")
    assert clinic.says("mat1 and mat2 shapes cannot be multiplied (8x8 and 64x10)")
    clinic.press("Which words matter?", "Space")
    clinic.output.locator("mark").first.wait_for()
    assert clinic.output.locator("mark").all_inner_texts() == ["8x8", "64x10"]


def stride_explorer(lesson: Notebook) -> None:
    explorer = lesson.cell("picture = widgets.interactive_output(explore")
    assert explorer.says("shape (2, 3, 4), strides (12, 4, 1), offset 0, contiguous")
    assert explorer.redraws(lambda: explorer.choose("permute", "0 2 1"))
    assert explorer.says("shape (2, 4, 3), strides (12, 1, 4), offset 0, not contiguous")
    explorer.click("Can view(-1) flatten it?")
    assert explorer.says("No: no single stride follows that walk.")
    assert explorer.redraws(lambda: explorer.drag("columns", 0))
    assert explorer.says("shape (2, 1, 3)") and explorer.says("Decide first.")
    assert explorer.redraws(lambda: explorer.press("position", "ArrowRight", "ArrowRight"))
    assert explorer.says("element [0, 0, 2] lies at 0 + 0×3 + 0×1 + 2×1 = 2")
    assert explorer.redraws(lambda: explorer.pick("permute", "ArrowUp"))
    assert explorer.says("shape (2, 3, 1)")
    explorer.press("Can view(-1) flatten it?", "Space")
    assert explorer.says("Yes: a single stride of 1 walks through all of it.")


def broadcast_visualiser(lesson: Notebook) -> None:
    visualiser = lesson.cell("picture = widgets.interactive_output(broadcast")
    assert visualiser.redraws(lambda: visualiser.choose("example", "matrix and flat row means"))
    assert visualiser.says("Which axes fit, and what will the result be?")
    assert visualiser.redraws(lambda: visualiser.drag("step", 1))
    assert visualiser.says("The shapes do not fit: torch raises a RuntimeError.")
    assert visualiser.redraws(lambda: visualiser.write("b", "(3, 1)"))
    assert visualiser.says("result: (3, 4), 12 numbers; a and b hold 15")
    assert visualiser.redraws(lambda: visualiser.press("a", "Control+a", *"(2,1,4)", "Enter"))
    assert visualiser.says("result: (2, 3, 4), 24 numbers; a and b hold 11")
    assert visualiser.redraws(lambda: visualiser.press("step", "ArrowLeft", "ArrowLeft"))
    assert visualiser.says("Which axes fit, and what will the result be?")
    assert visualiser.redraws(lambda: visualiser.pick("example", "ArrowDown"))
    pairs = lesson.cell("drawn = widgets.interactive_output(compare")
    assert pairs.redraws(lambda: pairs.click("(n, 1) and (n,)"))
    assert pairs.says("(n, 1) and (n,) with n = 12: 144 comparisons")
    assert pairs.redraws(lambda: pairs.press("n", "ArrowRight"))
    assert pairs.says("(n, 1) and (n,) with n = 13: 169 comparisons")
    assert pairs.redraws(lambda: pairs.press("(n,) and (n,)", "Space"))
    assert pairs.says("(n,) and (n,) with n = 13: 13 comparisons")


def graph_stepper(lesson: Notebook) -> None:
    stepper = lesson.cell("picture = widgets.interactive_output(show")
    assert stepper.says("Step 1 of") and stepper.says("Forward: a = 2. A leaf that asks for a gradient.")
    assert stepper.redraws(lambda: stepper.choose("expression", "a * a + a"))
    assert stepper.redraws(lambda: stepper.click("Next"))
    assert stepper.says("Step 2 of 8. Forward: s = a * a = 3 * 3 = 9. Recorded.")
    assert stepper.redraws(lambda: stepper.drag("step", 1))
    assert stepper.says("Step 8 of 8. Backward: from s to a: upstream 1 × local derivative 3 = 3.")
    assert stepper.says("The gradient of a is now 4 + 3 = 7.")
    assert stepper.redraws(lambda: stepper.press("Back", "Space"))
    assert stepper.says("The gradient of a is now 1 + 3 = 4.")
    assert stepper.redraws(lambda: stepper.press("step", "ArrowRight"))
    assert stepper.says("The gradient of a is now 4 + 3 = 7.")
    assert stepper.redraws(lambda: stepper.pick("cut at", "ArrowDown", "ArrowDown"))
    assert stepper.says("The gradient of a is now 1.")
    assert stepper.redraws(lambda: stepper.press("Back", "Space"))
    assert stepper.says("Backward: from out to s nothing flows, for there s counts as a constant.")
    stepper.pick("by", "ArrowDown")
    assert stepper.redraws(lambda: stepper.press("step", "Home"))
    assert stepper.redraws(lambda: stepper.press("Next", "Space"))
    assert stepper.says(
        "Step 2 of 6. Forward: s = a * a = 3 * 3 = 9. Computed under no_grad: nothing is recorded."
    )


def decision_boundary_playground(lesson: Notebook) -> None:
    playground = lesson.cell("def show(*_):")
    assert playground.says("Width 8, depth 1, activation ReLU, learning rate 0.03: after 300 steps")
    assert playground.redraws(lambda: playground.choose("activation", "none"))
    assert playground.says("Width 8, depth 1, activation none")
    assert playground.redraws(lambda: playground.drag("step", 0))
    assert playground.says("after 0 steps")
    assert playground.redraws(lambda: playground.press("width", "ArrowRight"))
    assert playground.says("Width 16, depth 1, activation none, learning rate 0.03: after 0 steps")
    assert playground.redraws(lambda: playground.press("depth", "ArrowRight"))
    assert playground.redraws(lambda: playground.pick("activation", "ArrowUp"))
    assert playground.says("Width 16, depth 2, activation sigmoid")
    sentence = playground.output.locator("img").get_attribute("alt")
    assert sentence and sentence in playground.text
    names = lesson.cell("curve_choice = widgets.Dropdown")
    names.choose("curve", "C")
    names.choose("name", "nothing wrong")
    assert names.says("Curve C is not: nothing wrong.")
    names.pick("curve", "ArrowUp")
    assert names.says("Right. It starts at ln 10, falls fast, and comes near zero.")


def result_browser(lesson: Notebook) -> None:
    results = lesson.cell("widgets.interactive_output(browse")
    assert results.says("linear: ") and results.says("WRONG", seconds=0.5) is False
    assert results.redraws(lambda: results.choose("network", "conv 32"))
    assert results.says("conv 32: ")
    assert results.redraws(lambda: results.choose("it said", "anything"))
    assert results.says("page 1 of 36.")
    assert results.redraws(lambda: results.drag("page", 0.5))
    assert re.search(r"page (19|20|21|22) of 36", results.text)
    assert results.redraws(lambda: results.press("page", "Home"))
    assert results.says("page 1 of 36.")
    assert results.redraws(lambda: results.pick("true class", "ArrowDown"))
    assert results.says("is 0, said 0")
    assert results.redraws(lambda: results.press("at least sure", *["ArrowRight"] * 19))


use_the_widget = {
    "w1d1_introduction": error_clinic,
    "w1d2_tensors": stride_explorer,
    "w1d3_tensor_operations": broadcast_visualiser,
    "w1d4_autograd": graph_stepper,
    "w1d5_first_network": decision_boundary_playground,
    "w1d6_mnist_and_cifar10": result_browser,
}


def test_every_lesson_has_a_person_for_its_widget() -> None:
    assert list(use_the_widget) == WORKSHOPS
