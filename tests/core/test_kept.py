from collections.abc import Callable

from markupsafe import Markup

from workspace.core.kept import Kept


def drawn(times: list[str], name: str) -> Callable[[], Markup]:
    def draw() -> Markup:
        times.append(name)
        return Markup(name)  # noqa: S704 (a letter)

    return draw


def test_a_part_is_drawn_once_for_each_key() -> None:
    kept, times = Kept[Markup](most=2), list[str]()

    parts = [kept.get(key, drawn(times, key)) for key in "aab"]

    assert parts == ["a", "a", "b"]
    assert times == ["a", "b"]


def test_the_part_that_nobody_asked_for_longest_is_let_go() -> None:
    kept, times = Kept[Markup](most=2), list[str]()

    for key in "abacab":
        kept.get(key, drawn(times, key))

    assert times == ["a", "b", "c", "b"]
