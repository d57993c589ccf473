"""Rules for the repository as a whole: what its files hold, what it depends on, what imports what."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kindling.cli import parser
from kindling.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"

# Put together from parts, so that this file keeps its own rules.
REGISTRIES = [
    "pypi" + ".org", "python" + "hosted", "npm" + "js.org", "deb." + "debian", "conda." + "anaconda",
    "download." + "pytorch.org/whl", "pypi." + "nvidia", "gh" + "cr.io", "docker" + ".io",
]  # fmt: skip
BUILD_MACHINE = re.compile(
    r"(?<![\w.*}])(?:/root/|/Users/|/home/(?!learner\b)|/var/tmp/|/builds/|[A-Z]:\\Users\\|/work/(?:main|shared)\b)"
)
KNOWN_BAD = {
    "lightning": {"2.6.2", "2.6.3"},
    "pytorch-lightning": {"2.6.2", "2.6.3"},
    "ultralytics": {f"8.3.{patch}" for patch in range(41, 47)},
    "litellm": {"1.82.7", "1.82.8"},
}


def committed() -> list[Path]:
    """Every file that git holds or would take, outside a learner's work."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return [path for path in paths if path.is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    """Every committed text file, with what it holds."""
    for path in committed():
        content = path.read_bytes()
        if b"\0" not in content and path.suffix not in {".gz", ".png"}:
            yield path.relative_to(ROOT), content.decode()


# What files hold


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_a_package_registry(registry: str) -> None:
    assert [str(path) for path, text in texts() if registry in text.lower()] == []


def test_no_file_names_a_folder_of_the_machine_that_built_it() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path, text in texts()
        if path != Path("tests/test_repository.py")
        for number, line in enumerate(text.splitlines(), 1)
        if BUILD_MACHINE.search(line)
    ]
    assert found == []


def test_lines_end_alike_on_every_platform() -> None:
    assert [str(path) for path, text in texts() if "\r\n" in text] == []


def test_no_file_of_the_kit_is_longer_than_400_lines() -> None:
    """A workshop's answers are a catalogue and may be as long as there are mistakes."""
    kit = {"src", "tests", "docs", "noxfile.py"}
    lengths = {
        str(path): text.count("\n") for path, text in texts() if path.suffix == ".py" and path.parts[0] in kit
    }
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


def test_editor_settings_are_plain_json_and_leave_the_interpreter_to_the_container() -> None:
    for path in sorted((ROOT / ".vscode").glob("*.json")):
        settings = json.loads(path.read_text())
        assert not any("interpreter" in key.lower() for key in settings), path.name


def test_every_editor_task_is_a_command_of_kindling_or_a_session() -> None:
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text())["tasks"]
    sessions = set(re.findall(r"^@nox\.session\ndef (\w+)", (ROOT / "noxfile.py").read_text(), re.MULTILINE))
    for task in tasks:
        dash, module, *arguments = task["args"]
        if module == "nox":
            assert (dash, arguments[0], arguments[1] in sessions) == ("-m", "-s", True)
        else:
            assert (dash, module) == ("-m", "kindling")
            assert parser().parse_args(arguments).command == arguments[0]


def test_every_command_stands_in_the_readme_of_the_work() -> None:
    listed = re.findall(r"^kindling (\w+) ", (ROOT / "work" / "README.md").read_text(), re.MULTILINE)
    assert listed == list(COMMANDS)


def test_git_ignores_what_a_learner_writes_but_keeps_the_readme() -> None:
    def ignored(path: str) -> bool:
        command = ["git", "-c", "safe.directory=*", "check-ignore", "--quiet", "--no-index", path]
        return subprocess.run(command, cwd=ROOT, check=False).returncode == 0

    assert ignored("work/w1d2_tensors/starter.py")
    assert ignored("work/.backup/anything")
    assert not ignored("work/README.md")


# What it depends on


def pins() -> dict[str, str]:
    """The direct dependencies in requirements.in: name to version."""
    lines = (ROOT / "requirements.in").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9][0-9.]*", line) for line in wanted), "one exact pin a line"
    return dict(line.split("==") for line in wanted)


def locked() -> list[tuple[str, str, list[str]]]:
    """The lock's entries: name, version, hashes."""
    text = (ROOT / "requirements.lock").read_text()
    entries = re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;]+)((?:.*\\\n)*.*)$", text, re.MULTILINE)
    return [
        (name, version, re.findall(r"--hash=sha256:[0-9a-f]{64}\b", rest)) for name, version, rest in entries
    ]


def test_the_lock_holds_every_direct_pin() -> None:
    versions = {(name, version) for name, version, _ in locked()}
    assert set(pins().items()) - versions == set()


def test_every_entry_of_the_lock_has_hashes() -> None:
    assert len(locked()) > len(pins())
    assert [name for name, _, hashes in locked() if not hashes] == []


def test_the_lock_serves_linux_macos_and_windows() -> None:
    text = (ROOT / "requirements.lock").read_text()
    for platform in ("linux", "darwin", "win32"):
        assert f"sys_platform == '{platform}'" in text
    wheels = {name: len(hashes) for name, _, hashes in locked()}
    assert wheels["torch"] >= 12, "one wheel for each platform and Python version"


def test_the_lock_holds_no_address_and_no_path() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert re.findall(r"\w+://|--(?:extra-)?index|--find-links|--trusted-host|(?<![\w.])/\w+/", text) == []


def test_the_lock_holds_no_release_that_is_known_to_be_harmful() -> None:
    assert [(name, version) for name, version, _ in locked() if version in KNOWN_BAD.get(name, ())] == []


def test_pins_stand_in_one_place() -> None:
    other_lists = [
        path.name for path in committed() if re.fullmatch(r"requirements.*\.txt|.*constraints.*", path.name)
    ]
    assert other_lists == []
    assert "==" not in (ROOT / "pyproject.toml").read_text()


def test_everything_imported_is_pinned() -> None:
    """A package that only another package needs may vanish with its next version."""
    owners = packages_distributions()
    pinned = {name.replace("-", "_") for name in pins()}
    unpinned = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in committed()
        if path.suffix == ".py" and not path.is_relative_to(ROOT / "work")
        for name in outside(path)
        if not {owner.lower().replace("-", "_") for owner in owners.get(name, [])} & pinned
    }
    assert unpinned == set()


def outside(path: Path) -> set[str]:
    """Packages that a file imports and that are neither Python's, nor Kindling's, nor its neighbours."""
    names = {name.split(".")[0] for name in imported(ast.parse(path.read_text()), package="")}
    neighbours = {each.stem for folder in (path.parent, ROOT / "tests") for each in folder.glob("*.py")}
    return (
        names - set(sys.stdlib_module_names) - neighbours - {"kindling", "starter", "solution", "noxfile", ""}
    )


# What imports what

MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in SOURCE.rglob("*.py")
}


def imported(tree: ast.AST, package: str) -> set[str]:
    """Names of what a file imports anywhere in it; `from a import b` gives both `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def reached_from(module: str) -> set[str]:
    """Every module of Kindling that importing this one can bring along."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        # The root package runs too, but imports nothing until a name is asked of it.
        if name in seen or name not in MODULES or name == "kindling":
            continue
        seen.add(name)
        path = MODULES[name]
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        waiting += [package, *imported(ast.parse(path.read_text()), package)]
    return seen


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("kindling.showing", ("kindling.judging", "kindling.engine", "kindling.observing")),
        ("kindling.judging", ("kindling.engine", "kindling.observing.run")),
        ("kindling.observing", ("kindling.judging", "kindling.engine", "kindling.showing")),
        ("kindling.marks", ("kindling.judging", "kindling.engine", "kindling.observing")),
        (
            "kindling.linting.table",
            ("kindling.judging", "kindling.engine", "kindling.observing", "kindling.learner"),
        ),
        ("kindling.course", ("kindling.judging", "kindling.engine", "kindling.observing")),
        ("kindling.data", ("kindling.judging", "kindling.engine", "kindling.observing")),
    ],
)
def test_data_flows_one_way(room: str, forbidden: tuple[str, ...]) -> None:
    """What shows does not judge; what judges does not run answers; what runs answers holds no verdict."""
    inside = [name for name in MODULES if name == room or name.startswith(f"{room}.")]
    assert inside, f"{room} is gone: change this rule with it"
    wrong = {
        f"{name} -> {other}" for name in inside for other in reached_from(name) if other.startswith(forbidden)
    }
    assert wrong == set()


def test_a_chain_of_imports_is_followed() -> None:
    assert "kindling.verdicts" in reached_from("kindling.marks") | reached_from("kindling.learner.progress")
    assert imported(ast.parse("from . import b\nfrom ..c import d"), "kindling.a") == {
        "kindling.a", "kindling.a.b", "kindling.c", "kindling.c.d",
    }  # fmt: skip


# How it is written


def public_functions(body: list[ast.stmt]) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a file and the methods of its public classes, without private ones."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node.body)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def untyped(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a parameter or the returned value has no type."""
    arguments = function.args
    given = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    given += [each for each in (arguments.vararg, arguments.kwarg) if each]
    return function.returns is None or any(
        each.annotation is None and each.arg not in {"self", "cls"} for each in given
    )


def test_every_public_function_has_types_and_a_docstring() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in [*sorted(SOURCE.rglob("*.py")), ROOT / "noxfile.py"]
        for function in public_functions(ast.parse(path.read_text()).body)
        if untyped(function) or not ast.get_docstring(function)
    ]
    assert missing == []
