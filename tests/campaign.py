"""The long form of some tests: thousands of examples, twenty kills, for `make campaign`."""

from collections.abc import Callable

import pytest
from hypothesis import settings

LONG, ONLY = "--campaign", "campaign"
EXAMPLES = 5000

Rounds = Callable[[int, int], int]

settings.register_profile("short", deadline=None)
settings.register_profile("long", deadline=None, max_examples=EXAMPLES)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run ask for the long form."""
    parser.addoption(LONG, action="store_true", help="only what has a long form, in full")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples are drawn; a busy machine is no fault of theirs."""
    settings.load_profile("long" if config.getoption(LONG) else "short")
    config.addinivalue_line("markers", f"{ONLY}: needs what not every machine has")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep only what has a long form, or else what has a short one."""
    is_long = bool(config.getoption(LONG))
    kept = [item for item in items if (has_long_form(item) if is_long else has_short_form(item))]
    known = {id(item) for item in kept}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in known])
    items[:] = kept


def has_short_form(item: pytest.Item) -> bool:
    """Tell whether a test is for every run, not for a campaign alone."""
    return item.get_closest_marker(ONLY) is None


def has_long_form(item: pytest.Item) -> bool:
    """Tell whether a test draws examples, asks how many rounds to play, or is for campaigns."""
    asked = getattr(item, "fixturenames", ())
    marked = any(item.get_closest_marker(name) for name in ("hypothesis", ONLY))
    return "rounds" in asked or marked


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> Rounds:
    """Tell how often to play: `rounds(3, 20)` is 3 in every run, 20 in a campaign."""
    is_long = bool(request.config.getoption(LONG))
    return lambda few, many: many if is_long else few
