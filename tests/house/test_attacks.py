"""What is said of attacks is shown by tests that exist."""

import ast
import re

import pytest

from tests.house.source import CODE, ROOT, tree

TABLE = (ROOT / "docs" / "attacks.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[^`]+\.py(?:::\w+)+)`", TABLE)))
FETCHING = {"aiohttp", "http", "httpx", "requests", "socket", "urllib3"}


@pytest.mark.parametrize("named", NAMED)
def test_a_test_that_is_named_exists(named: str) -> None:
    path, *names = named.split("::")
    found: ast.AST | None = tree(ROOT / path)

    for name in names:
        assert found
        inside = {
            node.name: node
            for node in ast.iter_child_nodes(found)
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
        }
        found = inside.get(name)

    assert isinstance(found, ast.FunctionDef)


def test_every_attack_has_its_test() -> None:
    rows = [line for line in TABLE.splitlines() if re.match(r"\| \d+ \|", line)]

    assert len(rows) > 50
    assert [row[:40] for row in rows if "`tests/" not in row] == []


def test_the_product_fetches_no_address() -> None:
    fetched = {
        (module.name, name)
        for module in CODE
        for node in ast.walk(tree(module))
        for name in imported(node)
        if name.partition(".")[0] in FETCHING or name.startswith("urllib.request")
    }

    assert fetched == set()


def imported(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module, names):
            return [f"{module}.{alias.name}" for alias in names]
        case _:
            return []
