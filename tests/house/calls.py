"""Which changes end up telling the journal, through whatever they call."""

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.house.source import MODULES, ROOT, tree


class Function(NamedTuple):
    """A function of the product, by the module it stands in."""

    module: str
    name: str


JOURNAL = Function("workspace.core.journal", "record_all")


@cache
def telling() -> frozenset[Function]:
    """Return every function that tells the journal, by itself or through another."""
    calls = {function: called for module in MODULES for function, called in _calls(module).items()}
    found, before = {JOURNAL}, 0
    while len(found) > before:
        before = len(found)
        found |= {function for function, called in calls.items() if called & found}
    return frozenset(found)


def module_name(path: Path) -> str:
    """Return how a module is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def functions(path: Path) -> list[ast.FunctionDef]:
    """Return the functions of a module."""
    return [node for node in tree(path).body if isinstance(node, ast.FunctionDef)]


def _calls(path: Path) -> dict[Function, set[Function]]:
    module, known = module_name(path), _imports(path)
    return {
        Function(module, function.name): {
            _target(node.func, module, known)
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
        }
        for function in functions(path)
    }


def _imports(path: Path) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in tree(path).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _target(called: ast.expr, module: str, known: dict[str, str]) -> Function:
    match called:
        case ast.Name(name):
            whole = known.get(name, f"{module}.{name}")
        case ast.Attribute(ast.Name(owner), name):
            whole = f"{known.get(owner, owner)}.{name}"
        case _:
            whole = "."
    place, _, name = whole.rpartition(".")
    return Function(place, name)
