"""The watch in a real terminal, as a learner meets it."""

from __future__ import annotations

import json
import random
import re
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kindling.engine.places import socket_path

from .tmux import Terminal, terminal, until

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux: apt-get install tmux")
RIGHT, WRONG = "return 2 * x", "return x * x"
MISTAKE = "This multiplies x by itself"
COLOUR = re.compile(r"\x1b\[[0-9;]*(?:3|9)[0-7]m")


@pytest.fixture
def window(small_course: Path) -> Iterator[Terminal]:
    with terminal(small_course) as window:
        yield window


def test_a_learner_writes_a_wrong_answer_asks_for_a_hint_writes_a_right_one_and_goes_on(window):
    window.watch()
    shown = window.wait("not written yet  double", "What to write: Twice a tensor.")
    assert "n next · h hint · s solution · l list · a run all · r again · ? help · q quit" in shown
    window.write("double", WRONG)
    window.wait("not yet  double", MISTAKE)
    window.press("h")
    window.wait("hint 1 of 2", "How many times?", MISTAKE)
    window.press("h")
    window.wait("hint 2 of 2", "This is the last hint.")
    window.write("double", RIGHT)
    shown = window.wait(
        "passed  double", "Multiplication by a number works", "What you wrote: Twice a tensor."
    )
    assert "1 of 3 pass" in shown
    window.write("double", WRONG)
    window.wait(MISTAKE)
    window.write("double", "return x + x")
    window.wait("double passes. Stay as long as you like; n goes on.")
    window.press("n")
    window.wait("not written yet  row_means", without="double passes")
    window.press("q")
    window.wait(
        "The watch has ended. 1 of 3 exercises of w9d9_small pass. Go on with: kindling watch", "READY>"
    )


def test_the_solution_is_shown_when_asked_twice_and_the_list_tells_all_states_in_words(window):
    window.watch()
    window.write("double", WRONG)
    window.wait(MISTAKE)
    window.press("s")
    window.wait("double does not pass yet", "press s once more")
    window.press("s")
    window.wait("the solution", "return 2 * x")
    window.press("l")
    shown = window.wait("Enter picks")
    assert re.search(r">  1  ✗ not yet +double  \(current\)", shown)
    assert re.search(r"   3  ○ not checked +doubled_means", shown)
    window.press("Down", "Down", "Enter")
    window.wait("not written yet  doubled_means", without="Enter picks")


def test_after_the_last_exercise_all_are_checked_again_and_what_was_learned_is_told(window):
    window.watch()
    window.write("double", RIGHT)
    window.write("row_means", "return x.mean(dim=1, keepdim=True)")
    window.write("doubled_means", "return row_means(double(x))")
    for name in ("double", "row_means", "doubled_means"):
        window.wait(f"{name} passes.")
        window.press("n")
    shown = window.wait("All 3 exercises pass.", "w9d9_small is done. You can now")
    assert "1. double a tensor" in shown
    progress = json.loads((window.course / "work" / ".progress.json").read_text())
    assert "finished" in progress["workshops"]["w9d9_small"]
    window.write("row_means", "return x.mean(dim=1)")
    window.wait("not yet  row_means")
    window.press("n", "q")
    window.wait("READY>")


def test_saves_are_noticed_without_any_notice_from_the_system(window):
    """Bind mounts and network disks give none: the watch asks for none, and looks instead."""
    window.watch()
    window.wait("not written yet  double")
    descriptors = Path(f"/proc/{window.process().pid}/fd").iterdir()
    notices = [path for path in descriptors if "notify" in str(path.readlink())]
    assert notices == []
    window.write("double", RIGHT)
    window.wait("passed  double")


@pytest.mark.parametrize("endless", ["while True: x = x + 0", "while True: print('again and again ' * 99)"])
def test_an_endless_answer_is_let_go_when_a_better_one_is_saved(window, endless):
    window.watch()
    window.wait("not written yet  double")
    window.write("double", endless)
    window.wait("Checking double")
    window.write("double", RIGHT)
    window.wait("passed  double")


def test_an_endless_loop_is_ended_by_itself_while_keys_are_still_heard(window):
    window.watch()
    window.wait("not written yet  double")
    window.write("double", "while True: pass")
    window.wait("Checking double", "... 1 s")
    window.press("h")
    window.wait("Checking double", "hint 1 of 2")
    assert "double" in window.wait("stopped  double")


def test_a_file_that_is_gone_empty_or_broken_is_one_sentence_and_the_watch_goes_on(window):
    window.watch()
    window.wait("not written yet  double")
    text = window.starter.read_text()
    moved = window.starter.with_name("elsewhere.py")
    window.starter.rename(moved)
    window.wait("work/w9d9_small/starter.py is gone.")
    moved.rename(window.starter)
    window.wait("not written yet  double")
    window.starter.write_text("")
    window.wait("work/w9d9_small/starter.py is empty.")
    window.starter.write_text(text.replace("def double(x: Tensor)", "def double(x: Tensor", 1))
    window.wait("✗ not yet  double", without="is empty")
    window.starter.write_text(text)
    window.wait("not written yet  double")


def test_a_dead_engine_is_replaced_without_a_word(window):
    window.watch()
    window.wait("not written yet  double")
    kill_engine()
    window.write("double", WRONG)
    window.wait(MISTAKE)
    window.write("double", "while True: pass")
    window.wait("Checking double", "... 1 s")
    kill_engine()
    window.write("double", RIGHT)
    window.wait("passed  double", without="ngine")


def test_an_engine_that_dies_during_a_check_is_replaced_without_a_word(window):
    window.watch()
    window.wait("not written yet  double")
    window.write("double", "import time; time.sleep(3); return 2 * x")
    window.wait("Checking double", "... 1 s")
    kill_engine()
    window.wait("passed  double", without="ngine")


def kill_engine() -> None:
    """kill -9, as a system that is short of memory does."""
    socket = str(socket_path())
    for each in psutil.process_iter(["cmdline", "ppid"]):
        if socket in (each.info["cmdline"] or []) and each.info["ppid"] == 1:
            each.kill()
            each.wait(20)


@pytest.mark.parametrize("way", ["q", "C-c", "C-d", signal.SIGTERM, signal.SIGHUP], ids=str)
def test_the_terminal_is_as_it_was_on_every_way_out(window, way):
    before = window.settings()
    window.watch()
    assert window.settings() != before
    window.write("double", "while True: pass")
    window.wait("Checking double")
    window.process().send_signal(way) if isinstance(way, signal.Signals) else window.press(way)
    until(window.at_prompt, window.text)
    assert window.settings() == before
    assert "Traceback" not in window.text()


def test_the_terminal_is_as_it_was_after_a_crash_and_what_stood_there_is_not_wiped(window):
    window.type("echo what stood here before")
    window.wait("\nwhat stood here before\nREADY>")
    before = window.settings()
    crash = "from kindling.watch.terminal import Picture\nwith Picture(): raise RuntimeError('ours')\n"
    (window.course / "crash.py").write_text(crash)
    window.type(f"{sys.executable} crash.py")
    window.wait("RuntimeError: ours", "READY>")
    assert window.settings() == before
    assert "what stood here before" in window.text("-S", "-")


def test_it_can_be_suspended_and_taken_up_again(window):
    before = window.settings()
    window.watch()
    window.wait("not written yet  double")
    window.press("C-z")
    until(window.at_prompt, window.text)
    assert window.settings() == before
    window.write("double", RIGHT)
    window.type("fg")
    window.wait("passed  double")
    assert window.settings() != before


def test_a_narrow_terminal_and_one_that_changes_its_size(window):
    window.watch()
    window.write("double", WRONG)
    window.wait(MISTAKE)
    window.tmux("resize-window", "-x", "30", "-y", "24")
    shown = window.wait("? help · q quit", without="n next")
    assert max(map(len, shown.splitlines())) <= 30
    window.press("l")
    window.wait("double", "closes")
    window.press("l")
    window.tmux("resize-window", "-x", "100", "-y", "40")
    window.wait("a run all", MISTAKE)


@pytest.mark.parametrize("no_colour", [False, True], ids=["colours", "NO_COLOR"])
def test_no_colour_where_none_is_wanted(small_course, no_colour):
    variables = {"NO_COLOR": "1"} if no_colour else {}
    with terminal(small_course, **variables) as window:
        window.watch()
        window.write("double", WRONG)
        window.wait("✗ not yet  double")
        assert bool(COLOUR.search(window.text("-e"))) is not no_colour


def test_ctrl_c_at_ten_random_moments_leaves_everything_whole(window):
    chance = random.Random(2026)
    progress = window.course / "work" / ".progress.json"
    before = window.settings()
    for _ in range(10):
        window.watch()
        body = chance.choice([RIGHT, WRONG, "return x + x", "while True: pass"])
        window.write("double", body)
        saved = window.starter.read_text()
        for key in chance.sample(["h", "l", "n", "a", "r", "s"], 2):
            window.press(key)
        time.sleep(chance.uniform(0, 0.6))
        window.press("C-c")
        until(window.at_prompt, window.text)
        assert "Stopped. Your files are as they were, and what was checked is kept." in window.text()
        assert "Traceback" not in window.text()
        assert window.settings() == before
        assert window.starter.read_text() == saved
        if progress.exists():
            assert json.loads(progress.read_text())["version"] == 1
        leftovers = {path.name for path in (window.course / "work").rglob("*") if path.suffix == ".tmp"}
        assert leftovers == set()
    assert progress.exists()
