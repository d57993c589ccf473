"""The engine as its faces use it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from kindling import engine
from kindling.course import read
from kindling.course.model import Workshop
from kindling.engine.places import cache_folder, socket_path
from kindling.verdicts import Status, Verdict

Check = Callable[..., dict[str, Verdict]]
IDLE = 3  # the server, and a judge with its worker that wait for the next request

RIGHT = """
def double(x):
    return 2 * x


def row_means(x):
    return x.mean(dim=1, keepdim=True)


def doubled_means(x):
    return row_means(double(x))
"""


def test_right_answers_pass_in_the_order_of_the_workshop(check: Check) -> None:
    told = check(RIGHT)
    assert list(told) == ["double", "row_means", "doubled_means"]
    assert {each.status for each in told.values()} == {Status.PASSED}
    assert told["double"].note == "Multiplication by a number works on every element."


def test_a_misconception_is_called_by_its_name(check: Check) -> None:
    told = check(RIGHT.replace("dim=1, keepdim=True", "dim=1"), "row_means")["row_means"]
    assert told.status is Status.FAILED
    assert [each.name for each in told.diagnoses] == ["no keepdim"]
    assert told.sentence == "A column has two dimensions: (n, 1)."
    assert told.evidence is not None
    assert told.evidence.called == "row_means(tensor (3, 3) float32)"


def test_an_unknown_mistake_is_told_by_its_first_difference(check: Check) -> None:
    told = check("def double(x):\n    return x.T * 2\n", "double")["double"]
    assert told.diagnoses == ()
    assert told.sentence == "The shape is (3, 2) instead of (2, 3)."


def test_an_answer_may_use_scikit_learn(check: Check) -> None:
    classify = "NearestCentroid().fit([[0.0], [1.0], [3.0]], [0, 0, 1]).predict([[2.5]])"
    imported = "from sklearn.neighbors import NearestCentroid"
    told = check(f"{imported}\n\n\ndef double(x):\n    return x * (1 + {classify}.item())\n", "double")[
        "double"
    ]
    assert told.status is Status.PASSED, told.sentence
    assert told.remarks == ()


def test_an_exercise_waits_for_the_earlier_ones_that_it_uses(check: Check) -> None:
    told = check(RIGHT.replace("2 * x", "3 * x"))["doubled_means"]
    assert told.status is Status.WAITING
    assert told.waits_for == ("double",)
    assert "finish that first" in told.sentence


def test_one_that_uses_no_earlier_exercise_waits_for_none(check: Check) -> None:
    text = RIGHT.replace("return 2 * x", "return 3 * x").replace(
        "row_means(double(x))", "(2 * x).mean(1, True)"
    )
    assert check(text)["doubled_means"].status is Status.PASSED


def test_an_untouched_starter_is_not_written_yet(workshop: Workshop) -> None:
    told = list(engine.check(workshop, workshop.starter))
    assert {each.status for each in told} == {Status.NOT_WRITTEN}
    lines = workshop.starter.read_text().splitlines()
    assert all("NotImplementedError" in lines[each.line - 1] for each in told)


def test_verdicts_are_the_same_as_json(check: Check) -> None:
    for verdict in check(RIGHT.replace("2 * x", "x * x")).values():
        assert Verdict.from_json(verdict.to_json()) == verdict


def test_a_dead_engine_is_replaced_without_a_word(check: Check) -> None:
    check(RIGHT, "double")
    for each in _servers():
        each.kill()
    assert check(RIGHT, "double")["double"].status is Status.PASSED


def test_a_stale_socket_is_replaced_without_a_word(check: Check) -> None:
    engine.stop()
    _wait(lambda: not _servers())
    socket_path().unlink(missing_ok=True)
    socket_path().write_text("not a socket")
    assert check(RIGHT, "double")["double"].status is Status.PASSED


def test_stopping_leaves_no_process(check: Check) -> None:
    check(RIGHT, "double")
    assert _servers()
    engine.stop()
    _wait(lambda: not _servers())


def test_no_folder_is_left_behind_even_by_an_engine_that_was_killed(
    check: Check, monkeypatch, tmp_path: Path
) -> None:
    for name, variable in (("run", "KINDLING_RUNTIME"), ("tmp", "TMPDIR")):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(variable, str(tmp_path / name))

    def left() -> list[Path]:
        return list((tmp_path / "tmp").iterdir())

    check(RIGHT, "double")
    (killed,) = left()
    for each in _servers():
        each.kill()
    _wait(lambda: not _servers())
    check(RIGHT, "double")
    (present,) = left()
    assert present != killed
    engine.stop()
    _wait(lambda: not left())


ASK = """
import sys
from pathlib import Path
from kindling import course, engine
list(engine.check(course.read(Path(sys.argv[1])), Path(sys.argv[2]), ["double"]))
"""


def test_whoever_hangs_up_stops_the_work(workshop: Workshop, tmp_path: Path) -> None:
    workshop.checks.write_text(workshop.checks.read_text().replace("seconds=1", "seconds=600"))
    starter = tmp_path / "starter.py"
    starter.write_text("def double(x):\n    while True: pass\n")
    list(engine.check(workshop, workshop.solution))
    _wait(lambda: len(_servers()) == IDLE)
    asking = subprocess.Popen([sys.executable, "-c", ASK, str(workshop.folder), str(starter)])
    try:
        _wait(lambda: len(_servers()) > IDLE + 2)
    finally:
        asking.kill()
        asking.wait()
    _wait(lambda: len(_servers()) == IDLE)


def test_a_check_that_nobody_wants_any_more_ends_with_all_that_it_runs(
    workshop: Workshop, tmp_path: Path
) -> None:
    starter = tmp_path / "starter.py"
    starter.write_text("def double(x):\n    while True: pass\n")
    hung_up = threading.Event()
    told: list[Verdict] = []
    checking = threading.Thread(target=lambda: told.extend(engine.check(workshop, starter, hung_up=hung_up)))
    list(engine.check(workshop, workshop.solution))
    _wait(lambda: len(_servers()) == IDLE)
    checking.start()
    _wait(lambda: len(_servers()) > IDLE + 2)
    hung_up.set()
    checking.join(5)
    assert not checking.is_alive()
    assert told == []
    _wait(lambda: len(_servers()) == IDLE)


def test_what_was_told_before_an_engine_died_is_not_told_again(workshop: Workshop, tmp_path: Path) -> None:
    starter = tmp_path / "starter.py"
    slow = RIGHT.replace("    return row_means", "    import time; time.sleep(2)\n    return row_means")
    starter.write_text(slow)
    told = []
    for verdict in engine.check(workshop, starter):
        told.append(verdict.exercise)
        if len(told) == 1:
            for each in _servers():
                each.kill()
    assert told == ["double", "row_means", "doubled_means"]


def test_many_ask_at_once(workshop: Workshop) -> None:
    found: list[set[Status]] = []

    def ask() -> None:
        found.append({each.status for each in engine.check(workshop, workshop.solution)})

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == [{Status.PASSED}] * 4


def test_damaged_observations_are_made_again(check: Check) -> None:
    check(RIGHT)
    kept = [path for path in cache_folder().rglob("*") if path.is_file()]
    assert kept
    for index, path in enumerate(kept):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if index % 2 else b"\0" + data)
    assert {each.status for each in check(RIGHT).values()} == {Status.PASSED}


def test_a_cache_that_cannot_be_written_costs_no_verdict(check: Check, monkeypatch, tmp_path: Path) -> None:
    engine.stop()
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("KINDLING_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setenv("KINDLING_RUNTIME", str(tmp_path / "run"))
    assert check(RIGHT, "double")["double"].status is Status.PASSED
    engine.stop()


def test_a_changed_solution_changes_what_is_expected(workshop: Workshop, check: Check) -> None:
    assert check(RIGHT, "double")["double"].status is Status.PASSED
    workshop.solution.write_text(workshop.solution.read_text().replace("2 * x", "4 * x"))
    assert check(RIGHT, "double")["double"].status is Status.FAILED


def test_where_the_solution_fails_nobody_passes(workshop: Workshop, check: Check) -> None:
    workshop.solution.write_text(
        workshop.solution.read_text().replace("return 2 * x", "import os; os._exit(1)")
    )
    told = check(RIGHT, "double")["double"]
    assert told.status is Status.NOT_CHECKED
    assert "could not run its own solution" in told.sentence


def test_where_the_solution_raises_nobody_fails_and_nothing_is_kept(workshop: Workshop, check: Check) -> None:
    switch = workshop.folder / "switch"
    workshop.solution.write_text(
        workshop.solution.read_text().replace("return 2 * x", f"open({str(switch)!r}).close(); return 2 * x")
    )
    told = check(RIGHT, "double")["double"]
    assert told.status is Status.NOT_CHECKED
    assert "could not run its own solution of `double` here (FileNotFoundError" in told.sentence
    switch.touch()
    assert check(RIGHT, "double")["double"].status is Status.PASSED


def test_without_a_gpu_nothing_is_checked_on_it(workshop: Workshop, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    monkeypatch.setenv("KINDLING_RUNTIME", str(tmp_path / "run"))
    told = list(engine.check(workshop, workshop.solution, ["double", "row_means"], device="cuda"))
    assert [(each.exercise, each.status) for each in told] == [
        ("double", Status.NOT_CHECKED), ("row_means", Status.NOT_CHECKED),
    ]  # fmt: skip
    assert "There is no GPU here" in told[0].sentence
    assert told[0].diagnoses == ()
    engine.stop()


def test_a_file_that_is_missing_is_told(workshop: Workshop, tmp_path: Path) -> None:
    told = next(engine.check(workshop, tmp_path / "nothing.py", ["double"]))
    assert told.status is Status.FAILED
    assert "can't be read" in " ".join([told.sentence, *told.remarks])


def test_an_answer_may_be_a_lambda_or_an_alias(check: Check) -> None:
    assert check("double = lambda x: x + x\n", "double")["double"].status is Status.PASSED


def test_windows_line_ends_and_a_byte_order_mark_are_fine(workshop: Workshop, tmp_path: Path) -> None:
    starter = tmp_path / "starter.py"
    starter.write_bytes(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    assert {each.status for each in engine.check(read(workshop.folder), starter)} == {Status.PASSED}


def _servers() -> list[psutil.Process]:
    """The engine's processes that listen on the tests' own socket."""
    found = []
    for each in psutil.process_iter(["cmdline", "status"]):
        command = each.info["cmdline"] or []
        if str(socket_path()) in command and each.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(each)
    return found


def _wait(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds; processes end when the system comes to it."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to hold"
        time.sleep(0.05)
