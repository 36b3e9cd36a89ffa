"""Who may write, who may commit, and that nothing changes in silence."""

import ast
from pathlib import Path

import pytest

from tests.house.calls import Function, functions, module_name, telling
from tests.house.source import CODE, name, tree

WRITES = {"add", "add_all", "delete", "merge", "flush"}
STATEMENTS = {"insert", "update", "delete"}
ENDS = {"commit", "rollback"}
WRITERS = {"workspace/core/journal.py", "workspace/core/once.py"}
ENDERS = {"workspace/core/web.py", "workspace/core/apology.py"}
# What a person reads or mistypes is nobody's history: these changes are named for it.
QUIET = "note_"

CHANGES = [module for module in CODE if module.name == "changes.py"]


def called_on_session(module: Path, names: set[str]) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in names
        and "session" in ast.unparse(node.func.value)
    ]


def statements(module: Path) -> list[str]:
    return [
        alias.name
        for node in tree(module).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
        for alias in node.names
        if alias.name in STATEMENTS
    ]


def changes(module: Path) -> list[ast.FunctionDef]:
    return [
        function
        for function in functions(module)
        if not function.name.startswith("_")
        and [argument.arg for argument in function.args.args][:1] == ["session"]
    ]


@pytest.mark.parametrize("module", CODE, ids=name)
def test_only_changes_and_the_journal_write(module: Path) -> None:
    if module.name != "changes.py" and name(module) not in WRITERS:
        assert called_on_session(module, WRITES) == []
        assert statements(module) == []


@pytest.mark.parametrize("module", CODE, ids=name)
def test_only_the_web_ends_a_transaction(module: Path) -> None:
    if name(module) not in ENDERS:
        assert called_on_session(module, ENDS) == []


@pytest.mark.parametrize("module", CHANGES, ids=name)
def test_every_change_tells_the_journal(module: Path) -> None:
    silent = [
        change.name
        for change in changes(module)
        if Function(module_name(module), change.name) not in telling()
        and not change.name.startswith(QUIET)
    ]

    assert silent == []


@pytest.mark.parametrize("module", CHANGES, ids=name)
def test_what_is_only_noted_tells_nothing(module: Path) -> None:
    loud = [
        change.name
        for change in changes(module)
        if Function(module_name(module), change.name) in telling() and change.name.startswith(QUIET)
    ]

    assert loud == []
