"""Makes every changed solution of a workshop: one change each, none twice, none that Python can't read."""

from __future__ import annotations

import ast
import difflib
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterator

from kindling.course.model import Workshop
from kindling.course.outline import Part, outline
from kindling.course.regions import place
from kindling.course.source import Source, read_source, read_text
from kindling.mutants.model import Variant
from kindling.mutants.operators import OPERATORS
from kindling.mutants.source import Edit, Site, Text, sites


def mutants(workshop: Workshop) -> list[Variant]:
    """The changed solutions of a workshop, in the order of its exercises and of the lines in them.

    Raises:
        AuthoringError: `solution.py` is not as an author must write it.
    """
    source = read_source(read_text(workshop.solution), workshop.solution)
    found = outline(source).sound()
    text = Text("\n".join(source.lines))
    return [
        variant
        for part in found.parts
        for variant in _of_exercise(workshop.name, text, part, _sites(text, part, source))
    ]


def _sites(text: Text, part: Part, source: Source) -> list[Site]:
    """What the learner writes of an exercise, node by node."""
    found: list[Site] = []
    for where in [place(source, region) for region in part.regions]:
        for statement in [each for block in where.blocks for each in block]:
            found += sites(text, statement, where.around)
    return found


def _of_exercise(workshop: str, text: Text, part: Part, places: list[Site]) -> Iterator[Variant]:
    name, span = part.node.name, text.lines_of(part.node)
    seen = {_normalised(text.data[slice(*span)])}
    counts: Counter[tuple[str, str]] = Counter()
    for operator, edit in sorted(_edits(places), key=lambda each: (each[1].first, each[1].last)):
        changed = text.after(edit)
        longer = len(changed.encode()) - len(text.data)
        form = _normalised(changed.encode()[span[0] : span[1] + longer])
        if form is None or form in seen:
            continue
        seen.add(form)
        line, before, after = _difference(text.text, changed)
        counts[before, after] += 1
        yield Variant(workshop, name, operator, line, before, after, counts[before, after], changed)


def _edits(places: list[Site]) -> Iterator[tuple[str, Edit]]:
    for operator in OPERATORS:
        for site in places:
            if isinstance(site.node, operator.kinds):
                for change in operator.change(site.node, site):
                    yield operator.name, change if isinstance(change, Edit) else site.edit(change)


def _normalised(definition: bytes) -> str | None:
    """A changed exercise as Python reads it, so that spelling does not count; None where it cannot."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(definition)
            compile(tree, "solution.py", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError):
        return None
    return ast.dump(tree)


def _difference(text: str, changed: str) -> tuple[int, str, str]:
    """The first line that differs, the old lines and the new ones."""
    old, new = text.split("\n"), changed.split("\n")
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [each for each in blocks if each[0] != "equal"]
    first, last = changes[0], changes[-1]
    return (
        first[1] + 1,
        textwrap.dedent("\n".join(old[first[1] : last[2]])),
        textwrap.dedent("\n".join(new[first[3] : last[4]])),
    )
