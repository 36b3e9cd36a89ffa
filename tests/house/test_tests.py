"""A test is a sentence that can be false."""

import ast
from pathlib import Path

import pytest

from tests.house.source import TESTS, name, tree

FILES = [path for path in TESTS if path.name.startswith("test_")]
EXCUSES = {"skip", "skipif", "xfail", "importorskip", "skipIf", "skipTest"}
CHECKS = {"raises", "expect", "fail"}


def cases(path: Path) -> list[ast.FunctionDef]:
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def called(node: ast.AST) -> str:
    match node:
        case ast.Call(ast.Attribute(attr=name)) | ast.Call(ast.Name(name)):
            return name
        case _:
            return ""


def checks(case: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or called(node) in CHECKS
        or called(node).startswith(("assert_", "expect_", "wait_for"))
        for node in ast.walk(case)
    )


@pytest.mark.parametrize("path", TESTS, ids=name)
def test_nothing_is_excused(path: Path) -> None:
    excused = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute | ast.Name)
        and (node.attr if isinstance(node, ast.Attribute) else node.id) in EXCUSES
    ]

    assert excused == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_each_test_can_fail(path: Path) -> None:
    assert [case.name for case in cases(path) if not checks(case)] == []


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_true_is_tested(path: Path) -> None:
    constant = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant)
    ]

    assert constant == []
