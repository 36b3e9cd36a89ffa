"""What a text points to, found in it as it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.core.markup import parse
from workspace.core.prose import Block, Kind, Marks, Span, html, plain
from workspace.references.models import Found, Reference, pieces, references


def pointed(typed: str) -> list[Reference | None]:
    return [piece.reference for piece in pieces(html(parse(typed)))]


def test_a_text_is_cut_where_it_points_to_something() -> None:
    found = pieces(html(parse("Voir [la foire](action:12), puis [l’étude](https://exemple.fr).")))

    assert [piece.reference for piece in found] == [None, Reference("action", 12), None]
    assert found[1].html == "la foire"
    assert "https://exemple.fr" in found[2].html


def test_words_set_in_several_ways_point_to_one_object() -> None:
    found = pieces(html(parse("[La **foire** aux *livres*](action:12) [Escale](actor:3)")))

    assert [str(piece.reference) for piece in found[1:4]] == ["action:12", "None", "actor:3"]
    assert found[1].html == "La <strong>foire</strong> aux <em>livres</em>"


def test_words_of_which_some_are_discussed_point_to_one_object() -> None:
    spans = (
        Span("La ", Marks(link="action:12")),
        Span("foire", Marks(link="action:12", passages=(7,))),
    )

    found = pieces(html((Block(Kind.PARAGRAPH, spans=spans),)))

    assert [piece.html for piece in found if piece.reference] == ["La foire"]
    assert "".join(piece.html for piece in found if not piece.reference) == (
        '<p><mark data-passage="7"></mark></p>'
    )


def test_two_lines_point_to_the_same_object_each() -> None:
    assert pointed("- [a](action:1)\n- [b](action:1)").count(Reference("action", 1)) == 2


@pytest.mark.parametrize(
    "address",
    [
        "action:99999999999", "action:0", "action:-1", "action:1e3", "action:", "action:١٢",
        "action:12#x", "action://12", "javascript:1", "user:1", "ACTION:12", "case:../1",
        "data:12", 'action:12"onclick=x',
    ],
)  # fmt: skip
def test_what_is_no_reference_points_to_nothing(address: str) -> None:
    typed = f"[des mots]({address})"

    assert pointed(typed) == [None]
    assert "<a" not in html(parse(typed))
    assert "des mots" in plain(parse(typed))


@given(st.text(max_size=40), st.integers(1, 999_999_999))
def test_a_code_points_to_its_object_whatever_the_title(title: str, number: int) -> None:
    one = Found(Reference("finding", number), f"a {title} b", "")

    read = html(parse(one.code))

    assert references([read]) == {one.reference}
    assert set(pointed(one.code)) == {None, one.reference}


def test_pieces_put_together_hold_every_word() -> None:
    read = html(parse("- [a](action:1)\n- **[b](case:2)** c\n\n> [d](actor:3)"))

    assert [str(piece.html) for piece in pieces(read) if piece.reference] == [
        "a",
        "<strong>b</strong>",
        "d",
    ]
    assert Marks(link="action:1").link in read
