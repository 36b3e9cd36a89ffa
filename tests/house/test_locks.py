"""What is installed is what was tried: every version is locked, and nothing names a place."""

import json
import re
import tomllib

import pytest

from tests.house.source import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
WANTED = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dev.txt": PROJECT["dependency-groups"]["dev"],
    "requirements-node.txt": PROJECT["dependency-groups"]["node"],
}
LOCKED = re.compile(
    r"^([\w.-]+==[\w.]+)( ; .*)? \\$((?:\n    --hash=sha256:[0-9a-f]{64}( \\)?)+)$", re.MULTILINE
)
PLACE = re.compile(r"https?:|file:|--index-url|--find-links|[\s\"=]/\w")
EXTRAS = re.compile(r"\[.*?\]")


@pytest.mark.parametrize("lock", WANTED)
def test_each_package_that_is_asked_for_is_locked_with_its_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    locked = {found[0] for found in LOCKED.findall(text)}

    assert len(locked) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
    assert {EXTRAS.sub("", wanted) for wanted in WANTED[lock]} <= locked


@pytest.mark.parametrize("lock", [*WANTED, "package-lock.json", ".npmrc"])
def test_a_lock_names_no_place(lock: str) -> None:
    assert PLACE.findall((ROOT / lock).read_text(encoding="utf-8")) == []


def test_each_package_of_the_pages_is_locked_with_its_hash() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    assert [name for name, told in packages.items() if name and "integrity" not in told] == []
