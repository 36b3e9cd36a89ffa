"""Typing a text in a plain form, and reading it again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace.core.lines import Line, fold, settle, unfold
from workspace.core.markup import parse, typed
from workspace.core.prose import Kind, Marks, Span, html, seen, tokens

WORDS = st.text(
    st.one_of(
        st.sampled_from("  aé’·-*[]()#>\\.1_\u0300\u00a0\n\t"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    ),
    max_size=12,
)
LINKS = st.sampled_from(
    ["", "", "https://exemple.fr/a_b*c", "mailto:a@exemple.fr", "action:12", "case:3"]
)
MARKS = st.builds(Marks, st.booleans(), st.booleans(), LINKS, st.just(()), st.just(0))
TEXTS = st.lists(st.builds(Span, WORDS, MARKS), max_size=4).map(tuple)
LINES = st.builds(
    Line,
    TEXTS,
    level=st.integers(0, 3),
    item=st.sampled_from([None, Kind.BULLETS, Kind.NUMBERS]),
    depth=st.integers(0, 5),
    is_quoted=st.booleans(),
)
WHOLE = """## Ce que nous voyons

Le soir, **tout ferme** à *dix-huit heures*, voir [l’étude](https://exemple.fr/etude).

- Les foyers ruraux
  - à Puyseilles
  - à Cazelles
  et partout ailleurs
- Le cinéma

1. D’abord
2. Ensuite

> Le soir, ici, il n’y a rien."""


@given(st.lists(LINES, max_size=8))
def test_what_is_written_is_read_again_as_it_was(lines: list[Line]) -> None:
    prose = fold(settle(lines))

    assert parse(typed(prose)) == prose


@given(st.lists(LINES, max_size=8))
def test_what_lines_make_is_made_of_these_lines(lines: list[Line]) -> None:
    settled = settle(lines)

    assert unfold(fold(settled)) == settled
    assert settle(settled) == settled


@given(TEXTS)
def test_words_settle_as_they_are_seen(spans: tuple[Span, ...]) -> None:
    words = [(sign, token.marks) for token in tokens(spans) for sign in token.text]

    assert [(sign, span.marks) for span in seen(spans) for sign in span.text] == words


@given(st.text())
def test_whatever_is_typed_settles(text: str) -> None:
    prose = parse(text)

    assert parse(typed(prose)) == prose
    assert settle(unfold(prose)) == unfold(prose)


def test_a_text_keeps_all_its_signs() -> None:
    assert typed(parse(WHOLE)) == WHOLE


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Un **mot** fort", "<p>Un <strong>mot</strong> fort</p>"),
        ("Un *mot* dit", "<p>Un <em>mot</em> dit</p>"),
        ("***Deux*** à la fois", "<p><strong><em>Deux</em></strong> à la fois</p>"),
        ("2 * 3 * 4 et 2*3*4", "<p>2 * 3 * 4 et 2*3*4</p>"),
        ("une étoile * seule", "<p>une étoile * seule</p>"),
        ("[sic] reste", "<p>[sic] reste</p>"),
        ("un_nom_de_fichier", "<p>un_nom_de_fichier</p>"),
        ("\\*ni l’un\\*", "<p>*ni l’un*</p>"),
        ("1990. Une année", "<p>1990. Une année</p>"),
        ("1\\. pas une liste", "<p>1. pas une liste</p>"),
        ("#mot", "<p>#mot</p>"),
        ("- ", "<p>-</p>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("- a\n1. b", "<ul><li><p>a</p></li></ul><ol><li><p>b</p></li></ol>"),
        ("      - a", "<ul><li><p>a</p></li></ul>"),
        ("> - a\n>\n> b", "<blockquote><ul><li><p>a</p></li></ul><p>b</p></blockquote>"),
        ("# Titre", "<h3>Titre</h3>"),
        ("### Titre", "<h5>Titre</h5>"),
        ("un\ndeux", "<p>un</p><p>deux</p>"),
        ("Prêts ?", "<p>Prêts\u202f?</p>"),
    ],
)
def test_signs_are_read_as_people_mean_them(line: str, shown: str) -> None:
    assert html(parse(line)) == shown


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
        "vbscript:x", "//autre.example", "/projects/1/", "https:", "&#106;avascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_address_makes_no_link(address: str) -> None:
    assert "<a" not in html(parse(f"[ici]({address})"))


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<base href=//x>",
        '<form action="//x"><input name=csrf_token>', "<p hx-get=/x data-hx-get=/y id=live>",
        '"><svg/onload=alert(1)>', "{{ config }}", "${7*7}", '[a](https://x"onclick="y)',
    ],
)  # fmt: skip
def test_markup_of_pages_is_only_text(text: str) -> None:
    shown = html(parse(f"{text}\n- {text}\n> **{text}**"))

    tags = {"<p>", "</p>", "<ul>", "</ul>", "<li>", "</li>", "<blockquote>", "</blockquote>"}
    tags |= {"<strong>", "</strong>"}
    for tag in tags:
        shown = shown.replace(tag, "")
    assert "<" not in shown


def test_a_link_is_followed_with_care() -> None:
    shown = html(parse("[l’étude](https://exemple.fr/a?b=1&c=2)"))

    assert 'href="https://exemple.fr/a?b=1&amp;c=2"' in shown
    assert 'rel="noopener noreferrer"' in shown
