"""What holds for the starter of any solution, assembled from pieces."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from kindling.course import derive_starter
from kindling.course.starter import ENDING
from kindling.marks import AuthoringError

HEADS = ("if x:", "for i in range(3):", "while x:", "with x:", "try:", "def inner(x):")


@dataclass(frozen=True)
class Piece:
    """Lines of a function's body, and the lines that its starter has in their place."""

    solution: tuple[str, ...]
    starter: tuple[str, ...]

    def inside(self, head: str) -> Piece:
        """The piece as the body of a compound statement."""
        tail = ("except ValueError:", "    kept = '# region solution'") if head == "try:" else ()
        return Piece((head, *_deeper(self.solution), *tail), (head, *_deeper(self.starter), *tail))


def _deeper(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"    {line}" if line else "" for line in lines)


kept = st.sampled_from(
    [
        ("kept = 1",),
        ("kept = (", "    1,", ")  # note: behind code"),
        ("# an ordinary comment", "kept = '# hint: in a string'"),
        ("kept = '''", "# region solution", "    # endregion", "'''", ""),
        ("", "kept = [x for x in ()]"),
    ]
).map(lambda lines: Piece(lines, lines))

hidden_code = st.sampled_from(
    [
        ("hidden = 1",),
        ("if hidden:", "    hidden = 2", "", "hidden = 3"),
        ("hidden = '''", "# endregion hidden", "'''"),
        ("# hidden remark", "hidden = (", "    4", ")", "# hidden end"),
    ]
)
TODO = ("# TODO: f", 'raise NotImplementedError("f")')
regions = hidden_code.map(lambda code: Piece(("# region solution", *code, "# endregion"), TODO))


def _joined(pieces: list[Piece]) -> Piece:
    return Piece(
        tuple(line for piece in pieces for line in piece.solution),
        tuple(line for piece in pieces for line in piece.starter),
    )


leaves = st.one_of(kept, regions)
nested = st.recursive(
    leaves,
    lambda inner: st.builds(
        lambda pieces, head: _joined(pieces).inside(head),
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(HEADS),
    ),
    max_leaves=6,
)
bodies = st.builds(
    lambda before, region, after: _joined([*before, region, *after]),
    st.lists(nested, max_size=2),
    regions,
    st.lists(nested, max_size=2),
)
ladders = st.lists(st.sampled_from(["# hint: A rung.", "# hint: `code` # region"]), max_size=4)
results = st.sampled_from([(), ("", "", "# region result", "print('hidden')", "", "", "# endregion", "")])


def _solution(ladder: list[str], body: Piece, result: tuple[str, ...], starter: bool) -> str:
    """A file with one exercise: the solution, or what its starter has to be."""
    lines = body.starter if starter else (*ladder, *body.solution)
    text = "\n".join(['"""Title."""', "", "", "def f(x):", '    """Statement."""', *_deeper(tuple(lines))])
    return text if starter else "\n".join([text, *result])


def _begins_with_code(body: Piece) -> Piece:
    """The piece without blank lines around it, where hints and the file's end take them along."""
    text = "\n".join(body.solution).strip("\n"), "\n".join(body.starter).strip("\n")
    return Piece(tuple(text[0].split("\n")), tuple(text[1].split("\n")))


@given(ladders, bodies.map(_begins_with_code), results, st.sampled_from(["\n", "\r\n", "\r"]))
def test_the_starter_is_the_solution_with_todos_and_nothing_else_changed(
    ladder: list[str], body: Piece, result: tuple[str, ...], line_end: str
) -> None:
    solution = _solution(ladder, body, result, starter=False)
    starter = derive_starter(solution.replace("\n", line_end))
    assert starter == _solution(ladder, body, result, starter=True) + "\n" + ENDING
    ast.parse(starter)
    assert "hidden" not in starter
    assert "hint: A rung" not in starter
    assert "\r" not in starter


@given(ladders, bodies, results)
def test_a_solution_that_is_as_deep_as_you_like_derives_to_a_starter(
    ladder: list[str], body: Piece, result: tuple[str, ...]
) -> None:
    starter = derive_starter(_solution(ladder, body, result, starter=False))
    ast.parse(starter)
    assert "hidden" not in starter
    assert starter.endswith(ENDING)
    assert derive_starter(_solution(ladder, body, result, starter=False)) == starter


@given(st.text("# region solutnedh:\n\"'\\(x=1)\r\t\x0c\x00\u2028é", max_size=200))
def test_any_text_derives_or_is_an_authoring_error(text: str) -> None:
    fault = _fault(text)
    if fault is not None:
        assert 1 <= fault.line <= text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 2
        assert fault.reason.endswith(".")


def _fault(text: str) -> AuthoringError | None:
    try:
        ast.parse(derive_starter(text))
    except AuthoringError as error:
        return error
    return None
