"""Other forms of a whole definition."""

from __future__ import annotations

import ast
import copy
import textwrap

from kindling.mutants.source import Edit
from kindling.rewrites.operators.registry import Changes, Place, operator

_LOOKS_AT_NAMES = {"locals", "vars", "eval", "exec", "globals", "dir"}


@operator(ast.FunctionDef)
def locals_renamed(function: ast.FunctionDef, place: Place) -> Changes:
    """Every local gets another name; parameters keep theirs, and nothing asks for names by text."""
    if isinstance(place.parent, ast.FunctionDef) or _declares(function):
        return
    mine = {each.id for each in ast.walk(function) if isinstance(each, ast.Name) and _stores(each)}
    kept = {each.arg for each in ast.walk(function) if isinstance(each, ast.arg)}
    kept |= {each.name for each in ast.walk(function) if isinstance(each, (ast.FunctionDef, ast.ClassDef))}
    names = {name: place.fresh(f"my_{name.strip('_') or 'unused'}") for name in sorted(mine - kept)}
    if names:
        new = copy.deepcopy(function)
        for each in ast.walk(new):
            if isinstance(each, ast.Name):
                each.id = names.get(each.id, each.id)
        yield _whole(function, new, place)


def _stores(name: ast.Name) -> bool:
    return isinstance(name.ctx, (ast.Store, ast.Del))


def _declares(function: ast.FunctionDef) -> bool:
    nodes = list(ast.walk(function))
    asks = {each.id for each in nodes if isinstance(each, ast.Name)} & _LOOKS_AT_NAMES
    kinds = (ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.ExceptHandler, ast.Match)
    return bool(asks) or any(isinstance(each, kinds) for each in nodes)


@operator(ast.FunctionDef, ast.ClassDef)
def docstring_removed(definition: ast.FunctionDef | ast.ClassDef, place: Place) -> Changes:
    """The docstring goes: nothing reads it while the code runs."""
    if ast.get_docstring(definition) is not None:
        new = copy.deepcopy(definition)
        new.body = new.body[1:] or [ast.Pass()]
        yield _whole(definition, new, place)


@operator(ast.FunctionDef)
def hints_of_types_removed(function: ast.FunctionDef, place: Place) -> Changes:
    """The annotations go: Python does not look at them, and no library of the course does."""
    if isinstance(place.parent, ast.FunctionDef):
        return
    new = copy.deepcopy(function)
    for each in ast.walk(new):
        if isinstance(each, ast.arg):
            each.annotation = None
        elif isinstance(each, ast.FunctionDef):
            each.returns = None
    yield _whole(function, _WithoutHints().visit(new), place)


class _WithoutHints(ast.NodeTransformer):
    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return node
        return ast.copy_location(ast.Assign([node.target], node.value), node)


@operator(ast.FunctionDef, around=True)
def helper_around(function: ast.FunctionDef, place: Place) -> Changes:
    """The work moves to a helper, which the function calls with all that it was given."""
    if not isinstance(place.parent, ast.Module) or function.decorator_list:
        return
    helper = copy.deepcopy(function)
    helper.name = place.fresh(f"_{function.name}_by_a_helper")
    call = ast.Call(ast.Name(helper.name, ast.Load()), *_passed_on(function.args))
    front = copy.deepcopy(function)
    front.body = [ast.Return(call)]
    text = f"{_unparsed(helper, place)}\n\n\n{_unparsed(front, place)}"
    yield Edit(*place.text.lines_of(function), text)


def _passed_on(arguments: ast.arguments) -> tuple[list[ast.expr], list[ast.keyword]]:
    """The arguments of a call that passes on everything."""
    plain: list[ast.expr] = [
        ast.Name(each.arg, ast.Load()) for each in arguments.posonlyargs + arguments.args
    ]
    if arguments.vararg:
        plain.append(ast.Starred(ast.Name(arguments.vararg.arg, ast.Load()), ast.Load()))
    named = [ast.keyword(each.arg, ast.Name(each.arg, ast.Load())) for each in arguments.kwonlyargs]
    if arguments.kwarg:
        named.append(ast.keyword(None, ast.Name(arguments.kwarg.arg, ast.Load())))
    return plain, named


@operator(ast.FunctionDef, around=True)
def decorator_that_passes_through(function: ast.FunctionDef, place: Place) -> Changes:
    """A decorator of the learner's own hands on arguments and result as they are."""
    if not isinstance(place.parent, ast.Module) or function.decorator_list:
        return
    name = place.fresh("passed_on")
    decorator = (
        f"def {name}(function):\n"
        "    import functools\n\n"
        "    @functools.wraps(function)\n"
        "    def call(*arguments, **named):\n"
        "        return function(*arguments, **named)\n\n"
        "    return call"
    )
    decorated = copy.deepcopy(function)
    decorated.decorator_list = [ast.Name(name, ast.Load())]
    yield Edit(*place.text.lines_of(function), f"{decorator}\n\n\n{_unparsed(decorated, place)}")


@operator(ast.FunctionDef)
def lambda_for_a_function(function: ast.FunctionDef, place: Place) -> Changes:
    """`f = lambda x: ...` for a function that only returns: the same parameters, the same expression."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    if not isinstance(place.parent, ast.Module) or function.decorator_list or len(body) != 1:
        return
    if isinstance(body[0], ast.Return) and body[0].value is not None:
        arguments = copy.deepcopy(function.args)
        for each in ast.walk(arguments):
            if isinstance(each, ast.arg):
                each.annotation = None
        made = ast.unparse(ast.Lambda(arguments, body[0].value))
        yield Edit(*place.text.lines_of(function), f"{function.name} = {made}")


def _whole(old: ast.FunctionDef | ast.ClassDef, new: ast.AST, place: Place) -> Edit:
    return Edit(*place.text.lines_of(old), _unparsed(new, place))


def _unparsed(new: ast.AST, place: Place) -> str:
    return textwrap.indent(ast.unparse(ast.fix_missing_locations(new)), place.indent)
