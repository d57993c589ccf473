"""What a learner is told: one test for each way in which an exercise can stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from kindling.observations import Call, Ended, Observation, Raised, Warned
from kindling.observations.encoding import encode
from kindling.observations.values import decode
from kindling.verdicts import Status, Verdict, dumps, loads

VerdictOn = Callable[..., Verdict]
RIGHT = {"first": 2.0, "second": 4.0, "third": 6.0}


def called(value: Any, returned: str = "", probe: str = "first", **more: Any) -> Observation:
    """What the first probe saw, with the one call that it made."""
    whole = value if isinstance(value, Raised | Ended) else decode(*encode(value))
    nothing = more.pop("nothing", False)
    return Observation(probe, whole, (Call("double(1)", returned, nothing),), **more)


def test_passed(verdict_on: VerdictOn) -> None:
    told = verdict_on(RIGHT)
    assert (told.status, told.note, told.probes_passed, told.probes) == (Status.PASSED, "Well done.", 3, 3)
    assert (told.line, told.path) == (3, "starter.py")


def test_a_verdict_survives_json(verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": 3.0})
    assert loads(dumps(told)) == told


@pytest.mark.parametrize("message", ["", "double", "TODO: double", "todo"])
def test_not_written(message: str, verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": Raised("NotImplementedError", message, 7)})
    assert (told.status, told.line, told.remarks) == (Status.NOT_WRITTEN, 7, ())


def raised_by(mistake: Callable[[], object]) -> Raised:
    with pytest.raises(NotImplementedError) as caught:
        mistake()
    return Raised(caught.type.__name__, " ".join(str(caught.value).split()), 7)


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda: torch.tensor([1, 2]).mean(), "This needs floats"),
        (lambda: -torch.tensor([True]), "`~mask`"),
        (lambda: torch.nn.Module()(1), "no method `forward`"),
    ],
)
def test_what_torch_has_not_implemented_is_written_all_the_same(
    mistake: Callable[[], object], words: str, verdict_on: VerdictOn
) -> None:
    told = verdict_on({**RIGHT, "first": raised_by(mistake)})
    assert (told.status, told.line) == (Status.FAILED, 7)
    assert told.sentence.startswith("Line 7 raised ")
    assert words in told.sentence


def test_another_exercises_todo_is_not_this_ones(verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": Raised("NotImplementedError", "row_means", 7)})
    assert told.status is Status.FAILED


def test_not_defined(verdict_on: VerdictOn) -> None:
    told = verdict_on({}, defined_at=0)
    assert told.status is Status.FAILED
    assert told.sentence.startswith("The file defines no `double`. Was it renamed or deleted?")


def test_not_defined_because_its_definition_failed(verdict_on: VerdictOn) -> None:
    unrelated = Raised("ImportError", "cannot import name 'a' from 'b'", 1)
    own = Raised("NameError", "name 'nn' is not defined", 9, "nn", "double")
    told = verdict_on({}, defined_at=0, load_errors=(own, unrelated))
    assert told.sentence.startswith(
        "`double` is missing, because its definition failed. Line 9 raised NameError."
    )
    assert told.line == 9


def test_renamed_in_a_file_whose_end_fails(verdict_on: VerdictOn) -> None:
    """The error at the end is not why the exercise is missing, so it stands among the remarks."""
    told = verdict_on({}, defined_at=0, load_errors=(Raised("ZeroDivisionError", "division by zero", 40),))
    assert "Was it renamed or deleted?" in told.sentence
    [remark] = told.remarks
    assert remark.startswith("At the top level of the file: Line 40 raised ZeroDivisionError.")


def test_a_syntax_error_in_the_exercise(verdict_on: VerdictOn) -> None:
    error = Raised("SyntaxError", "expected ':'", 4, leaves_out="double")
    told = verdict_on(
        dict.fromkeys(RIGHT, Raised("TypeError", "'NoneType' object is not callable")), load_errors=(error,)
    )
    assert (told.status, told.line, told.evidence) == (Status.FAILED, 4, None)
    assert told.sentence == "Line 4 is not Python yet: a colon is missing at its end."


def test_a_syntax_error_elsewhere_is_a_remark(verdict_on: VerdictOn) -> None:
    error = Raised("SyntaxError", "'(' was never closed", 40)
    told = verdict_on(RIGHT, load_errors=(error,))
    assert told.status is Status.PASSED
    assert told.remarks == (
        "The file does not run as a whole yet. Line 40 is not Python yet: its bracket `(` is never closed.",
    )
    failed = verdict_on({**RIGHT, "first": 3.0}, load_errors=(error,))
    assert failed.sentence == "The result is 3 instead of 2."
    assert failed.remarks == told.remarks


def test_a_helper_that_is_not_python(verdict_on: VerdictOn) -> None:
    error = Raised("SyntaxError", "expected ':'", 20, leaves_out="helper")
    missing = Raised("NameError", "name 'helper' is not defined", 7, "helper")
    told = verdict_on({**RIGHT, "first": missing}, load_errors=(error,))
    assert told.sentence.startswith(
        "`helper` is missing. A part of the file could not be read: Line 20 is not"
    )


def test_an_import_failed(verdict_on: VerdictOn) -> None:
    error = Raised("ModuleNotFoundError", "No module named 'pandsa'", 1, "pandsa")
    missing = Raised("NameError", "name 'pd' is not defined", 7, "pd")
    told = verdict_on({**RIGHT, "first": missing}, load_errors=(error,))
    assert told.sentence.startswith(
        "`pd` is missing. An import of the file failed: Line 1 raised ModuleNotFoundError."
    )
    assert told.line == 7


def test_a_typing_slip_is_not_blamed_on_an_unrelated_error(verdict_on: VerdictOn) -> None:
    slip = Raised("NameError", "name 'tesnor' is not defined", 7, "tesnor")
    told = verdict_on({**RIGHT, "first": slip}, load_errors=(Raised("ValueError", "no", 40),))
    assert told.sentence.startswith("Line 7 raised NameError. Nothing is called `tesnor` here")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (Raised("ValueError", "the moon is not full", 7), "Line 7 raised ValueError: the moon is not full."),
        (Raised("ValueError", "", 7), "Line 7 raised ValueError."),
        (
            Raised("KeyError", "'lr'", 7),
            "Line 7 raised KeyError. There is no entry 'lr' here; print the keys.",
        ),
        (
            Raised("KeyError", "<starter.Value object at 0x7f5d50ce43d0>", 7),
            (
                "Line 7 raised KeyError. There is no entry for a Value here: "
                "it must be put in before it is looked up."
            ),
        ),
        (Raised("AssertionError", "", 7), "Line 7 raised AssertionError. An `assert` in it does not hold."),
        (
            Raised("SystemExit", "1", 7),
            "Line 7 ends the program (SystemExit); a function should return instead.",
        ),
    ],
)
def test_raised(value: Raised, sentence: str, verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": called(value)})
    assert (told.status, told.sentence, told.line) == (Status.FAILED, sentence, 7)
    assert told.evidence is not None
    assert (told.evidence.called, told.evidence.expected) == ("double(1)", "2")


def test_a_raise_of_the_answers_own_where_none_is_due(verdict_on: VerdictOn) -> None:
    refusal = Raised("ValueError", "unknown task", 7, deliberate=True)
    told = verdict_on({**RIGHT, "first": called(Raised("SystemExit", "1", 7, deliberate=True))})
    assert told.sentence.startswith("Line 7 ends the program (SystemExit)")
    deeper = Raised("ValueError", "unknown task", 7, deliberate=True, function="loss_for", called_in=30)
    told = verdict_on({**RIGHT, "first": called(deeper)})
    assert told.sentence.startswith("Line 30 leads to the `raise` in line 7 (ValueError: unknown task), but")
    told = verdict_on({**RIGHT, "first": called(refusal)})
    assert told.sentence == (
        "The `raise` in line 7 was reached (ValueError: unknown task), but no ValueError is due here: "
        "see how the code comes there."
    )


def test_an_exception_in_another_function_is_told_from_the_line_that_led_there(
    verdict_on: VerdictOn,
) -> None:
    value = Raised("TypeError", "no", 20, function="helper.inner", called_in=7)
    told = verdict_on({**RIGHT, "first": called(value)})
    assert told.sentence == "Line 7 leads into `helper.inner`, where line 20 raised TypeError: no."
    assert told.line == 20
    told = verdict_on({**RIGHT, "first": called(value)}, calls=("helper",))
    assert told.line == 7


@pytest.mark.parametrize("name", ["starter.Value", "__main__.Value", "starter.make.<locals>.Value"])
def test_no_place_in_memory_is_shown(name: str, verdict_on: VerdictOn) -> None:
    key = f"(<{name} object at 0x7f5d50ce43d0>, 1)"
    told = verdict_on({**RIGHT, "first": called(Raised("KeyError", key, 7))})
    assert told.evidence is not None
    assert told.evidence.came == "KeyError: (a Value, 1)"


def test_an_answer_that_takes_nothing_is_not_given_away(verdict_on: VerdictOn) -> None:
    right = Observation("first", decode(*encode("right")), (Call("double()", "the whole answer", False),))
    told = verdict_on(
        {**RIGHT, "first": Raised("NameError", "name 'y' is not defined", 7)},
        expected={**RIGHT, "first": right},
    )
    assert told.evidence is not None
    assert told.evidence.expected == "'right'"


def test_a_long_message_is_cut_in_the_evidence(verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": called(Raised("TypeError", "no " * 500, 7))})
    assert told.evidence is not None
    assert told.evidence.came.startswith("TypeError: no no")
    assert told.evidence.came.endswith("...")
    assert len(told.evidence.came) < 320


@pytest.mark.parametrize(
    ("message", "returned", "words"),
    [
        (
            "double() takes 1 positional argument but 2 were given",
            "",
            "Calling `double` as the exercise describes",
        ),
        (
            "'int' object is not callable",
            "3",
            "Calling `double` as the exercise describes it raised TypeError.",
        ),
        (
            "iteration over a 0-d tensor",
            "tensor 2.0 float32",
            "`double` returned tensor 2.0 float32, where 2 was",
        ),
        (
            "iteration over a 0-d tensor",
            "2",
            "What `double` gave cannot be used: This tensor is a single number",
        ),
    ],
)
def test_raised_outside_of_the_answer(message: str, returned: str, words: str, verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": called(Raised("TypeError", message), returned)})
    assert words in told.sentence
    assert told.line == 3


@pytest.mark.parametrize("value", [None, Raised("TypeError", "'NoneType' object is not iterable")])
def test_returned_nothing(value: Any, verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": called(value, "None", nothing=True)})
    asked = "is a `return` missing at the end, or is the value after it None?"
    assert told.sentence == f"It returned nothing (None): {asked}"
    printed = verdict_on({**RIGHT, "first": called(value, "None", nothing=True, printed=True)})
    assert "but printed something: end with `return`" in printed.sentence


def test_none_where_none_is_sometimes_right(verdict_on: VerdictOn) -> None:
    refused = {**RIGHT, "third": called(None, "None", "third", nothing=True)}
    told = verdict_on({**RIGHT, "first": called(None, "None", nothing=True)}, expected=refused)
    assert told.sentence == "It returned None, where 2 was expected."


def test_returned_where_an_exception_is_right(verdict_on: VerdictOn) -> None:
    refused = {**RIGHT, "first": called("refused", "")}
    unusable = called(Raised("TypeError", "float() argument must be a string"), "a ValueError")
    told = verdict_on({**RIGHT, "first": unusable}, expected=refused)
    assert told.sentence == "`double` returned a ValueError, where an exception was expected."


def test_nan(verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "first": float("nan")})
    assert told.sentence == "The result is nan (not a number)."


def test_the_first_failing_probe_is_told_with_its_evidence(verdict_on: VerdictOn) -> None:
    told = verdict_on({**RIGHT, "second": called(5.0, "5.0", "second"), "third": 7.0})
    assert told.sentence == "The result is 5 instead of 4."
    assert told.probes_passed == 1
    assert told.evidence is not None
    assert (told.evidence.probe, told.evidence.tried) == ("second", "What second tries.")
    assert (told.evidence.called, told.evidence.came, told.evidence.expected) == ("double(1)", "5.0", "4.0")


def test_stopped(verdict_on: VerdictOn) -> None:
    told = verdict_on({"first": 2.0, "second": Ended("time", "5 seconds", 8)})
    assert (told.status, told.line, told.probes_passed) == (Status.STOPPED, 8, 1)
    assert told.sentence == (
        "`double` was still running after 5 seconds of work, in line 8. Is there a loop that never ends?"
    )


@pytest.mark.parametrize(
    "kind", ["time", "memory", "output", "processes", "exit", "crash", "interfered", "engine", "replaced"]
)
def test_every_end_has_a_sentence(kind: str, verdict_on: VerdictOn) -> None:
    told = verdict_on({"first": Ended(kind, "some detail")})
    assert told.status is Status.STOPPED
    assert told.sentence.endswith((".", "?"))


def test_stopped_while_loading(verdict_on: VerdictOn) -> None:
    told = verdict_on({"first": Ended("time", "5 seconds", 2)}, defined_at=0)
    assert (told.status, told.line) == (Status.STOPPED, 2)
    assert told.sentence.startswith(
        "Loading the file did not come to its end. Its top level was still running"
    )


def test_remarks(verdict_on: VerdictOn) -> None:
    message = (
        "Using a target size (torch.Size([4])) that is different to the input size (torch.Size([4, 1]))."
    )
    warned = Warned("UserWarning", message, 5)
    told = verdict_on({**RIGHT, "first": called(2.0, "2", warnings=(warned, warned), reseeded=True)})
    assert told.status is Status.PASSED
    assert len(told.remarks) == 2
    assert told.remarks[0].startswith("Warning (line 5): The targets have shape [4]")
    assert told.remarks[1].startswith("It reseeds torch's global generator")


def test_an_unknown_warning_is_cut_and_a_usual_one_is_not_told(verdict_on: VerdictOn) -> None:
    long = Warned("UserWarning", "word " * 60 + "(Triggered internally at /a/b.cpp)")
    told = verdict_on({**RIGHT, "first": called(2.0, "2", warnings=(long,))})
    assert told.remarks[0].endswith("word ...")
    usual = {**RIGHT, "first": called(2.0, "2", warnings=(long,))}
    assert verdict_on(usual, expected=usual).remarks == ()


# Never passed unseen


@pytest.mark.parametrize("missing", ["first", "third"])
def test_a_probe_that_was_not_seen_is_never_passed(missing: str, verdict_on: VerdictOn) -> None:
    seen = {name: value for name, value in RIGHT.items() if name != missing}
    told = verdict_on(seen)
    assert (told.status, told.sentence) == (
        Status.NOT_CHECKED,
        "`double` could not be run to its end; check it again.",
    )


def test_where_the_solution_raised_too_it_is_not_the_answers_fault(verdict_on: VerdictOn) -> None:
    missing = Raised("DataMissing", "MNIST is not here, and there is no network.")
    told = verdict_on({**RIGHT, "third": missing}, expected={**RIGHT, "third": missing})
    assert told.status is Status.NOT_CHECKED
    assert "(DataMissing: MNIST is not here, and there is no network.)" in told.sentence
    assert verdict_on(RIGHT, expected={**RIGHT, "third": missing}).status is Status.NOT_CHECKED


def test_a_solution_that_was_not_seen_passes_nobody(verdict_on: VerdictOn) -> None:
    told = verdict_on(RIGHT, expected={**RIGHT, "third": Ended("memory", "4 GB")})
    assert told.status is Status.NOT_CHECKED
    assert "could not run its own solution" in told.sentence


def test_no_probes_pass_nobody(verdict_on: VerdictOn) -> None:
    from kindling.judging.verdict import Case, judge
    from kindling.observations import Sighting

    empty = Verdict("w", "double", Status.NOT_CHECKED, "")
    told = judge(Case(empty, [], Sighting(defined_at=1), Sighting(defined_at=1), list))
    assert told.status is Status.NOT_CHECKED
