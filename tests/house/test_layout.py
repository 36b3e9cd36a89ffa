"""A slice holds what its feature needs and nothing else, in files that are read at a glance."""

import re
from pathlib import Path

import pytest

from tests.house.source import CODE, MODULES, ROOT, TESTS, name, tree

SLICE = {
    "__init__.py", "models.py", "policy.py", "queries.py", "changes.py", "search.py", "forms.py",
    "views.py",
}  # fmt: skip
BESIDE = {
    "accounts/current.py", "live/carets.py", "live/stream.py", "live/tail.py", "projects/door.py",
}  # fmt: skip
NO_SLICE = {"core", "commands", "content", "migrations", "translations", "__pycache__"}
SLICES = [
    folder
    for folder in sorted((ROOT / "workspace").iterdir())
    if folder.is_dir() and folder.name not in NO_SLICE
]
LONGEST = 300
UNREASONED = re.compile(r"#\s*(noqa|type: ignore)(:\s*[A-Z0-9, ]+|\[[\w\-, ]+\])?\s*$")
SAID_LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")


@pytest.mark.parametrize("folder", SLICES, ids=name)
def test_a_slice_holds_no_other_file(folder: Path) -> None:
    files = {str(path.relative_to(folder.parent)) for path in folder.rglob("*.py")}
    allowed = {f"{folder.name}/{file}" for file in SLICE} | BESIDE

    assert files - allowed == set()


@pytest.mark.parametrize("folder", SLICES, ids=name)
def test_a_slice_says_what_it_is_for(folder: Path) -> None:
    body = tree(folder / "__init__.py").body

    assert len(body) == 1


@pytest.mark.parametrize("module", [*CODE, *TESTS], ids=name)
def test_modules_stay_small(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_an_exception_to_a_rule_says_why(module: Path) -> None:
    lines = module.read_text(encoding="utf-8").splitlines()

    assert [line.strip() for line in lines if UNREASONED.search(line)] == []


def test_nothing_is_left_for_later() -> None:
    own = [*MODULES, *TESTS, *ROOT.glob("static/js/**/*.js"), *ROOT.glob("static/css/**/*.css")]
    left = [name(path) for path in own if SAID_LATER.search(path.read_text(encoding="utf-8"))]

    assert left == [name(Path(__file__))]


def test_each_test_folder_mirrors_a_part_of_the_product() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
    parts = {path.name for path in (ROOT / "workspace").iterdir() if path.is_dir()}

    assert folders - parts - {"house", "browser"} == set()
