"""Who wrote each word of a text."""

import pytest

from workspace.core import prose
from workspace.core.differences import Kind, compare
from workspace.core.lines import Line, unfold
from workspace.core.markup import parse
from workspace.core.prose import Span
from workspace.core.scroll import Run
from workspace.core.signing import (
    SignedRun,
    Stretch,
    attribute,
    by_client,
    by_remover,
    counted_by,
    hands,
    passages,
    sign,
)


def signed(typed: str, *stretches: tuple[str, int]) -> prose.Prose:
    return sign(unfold(parse(typed)), [Stretch(*one) for one in stretches])


def test_a_word_is_of_who_wrote_its_first_letter() -> None:
    found = signed("Le soir tombe", ("Le so", 1), ("ir to", 2), ("mbe", 1))

    assert list(passages(found)) == [Stretch("Le soir ", 1), Stretch("tombe", 2)]


def test_what_is_said_of_another_text_signs_nothing() -> None:
    found = signed("Le soir tombe", ("Le soir", 1))

    assert list(passages(found)) == [Stretch("Le soir tombe", 0)]


def test_marks_and_lists_keep_their_authors() -> None:
    found = signed("- un **deux**\n- trois", ("un ", 1), ("deux", 2), ("trois", 1))

    html = prose.html(found, {2: {"class": "by", "title": 'B "x" <i>'}})

    assert html == (
        '<ul><li><p>un <span class="by" title="B &quot;x&quot; &lt;i&gt;">'
        "<strong>deux</strong></span></p></li><li><p>trois</p></li></ul>"
    )


def test_each_character_of_the_words_alone_has_a_hand() -> None:
    found = signed("un\n\ndeux", ("un", 1), ("deux", 2))

    assert len(hands(found)) == len(prose.plain(found))
    assert hands(found) == [1, 1, 2, 2, 2, 2, 2]


def test_white_space_that_is_not_seen_signs_nothing() -> None:
    found = sign([Line((Span("  un  deux "),))], [Stretch("  un ", 1), Stretch(" deux ", 2)])

    assert list(passages(found)) == [Stretch("un ", 1), Stretch("deux", 2)]


def test_what_changed_is_attributed_on_both_sides() -> None:
    old = signed("un deux trois", ("un deux ", 0), ("trois", 3))
    new = signed("un quatre cinq", ("un ", 1), ("quatre ", 1), ("cinq", 2))

    found = attribute(compare(prose.plain(old), prose.plain(new)), old, new)

    assert found == [
        SignedRun(Kind.SAME, "un ", 0),
        SignedRun(Kind.REMOVED, "deux ", 0),
        SignedRun(Kind.REMOVED, "trois", 3),
        SignedRun(Kind.ADDED, "quatre ", 1),
        SignedRun(Kind.ADDED, "cinq", 2),
    ]
    assert counted_by(found) == {
        0: {Kind.REMOVED: 1},
        1: {Kind.ADDED: 1},
        2: {Kind.ADDED: 1},
        3: {Kind.REMOVED: 1},
    }


def test_clients_become_authors() -> None:
    runs = [Run(7, 0, "un", 0), Run(8, 0, " deux", 0)]

    assert by_client(runs, {7: 1}) == [Stretch("un", 1), Stretch(" deux", 0)]


@pytest.mark.parametrize("sign", ["a", "é", "😀"])
def test_who_removed_something_first_removed_it(sign: str) -> None:
    runs = [Run(7, 3, f"{sign}bc", 0)]
    second = 3 + len(sign.encode("utf-16-le")) // 2
    removals = [
        ({9: [(0, 100)]}, 4),
        ({7: [(second, second + 1)]}, 1),
        ({7: [(0, second + 1)]}, 2),
    ]

    assert by_remover(runs, removals) == [Stretch(sign, 2), Stretch("b", 1), Stretch("c", 0)]


def test_words_that_begin_a_line_are_signed_where_they_stand() -> None:
    old, new = signed("un", ("un", 1)), signed("un\n\ndeux", ("un", 1), ("deux", 2))

    found = attribute(compare(prose.plain(old), prose.plain(new)), old, new)

    assert found == [
        SignedRun(Kind.SAME, "un", 0),
        SignedRun(Kind.SAME, "\n", 0),
        SignedRun(Kind.ADDED, "deux", 2),
    ]
