"""Passages are found again, whatever is written around them."""

import pytest
from pycrdt import XmlElement, XmlText

from workspace.core import anchors, markup, prose, weave
from workspace.core.anchors import Anchor, Ends, Passage
from workspace.core.rewrite import reword, rewrite
from workspace.core.weave import Document

TEXT = "Le soir, tout ferme à 20 h 😀.\nDans les villages, il n’y a **plus rien** à vivre ensemble."


@pytest.fixture
def doc() -> Document:
    made = weave.document()
    rewrite(made, markup.parse(TEXT))
    return made


def found(doc: Document, words: str) -> Passage:
    every = (anchors.find(one, words) for one in anchors.paragraphs(doc))
    return next(one for one in every if one)


def held(doc: Document, words: str) -> Ends:
    return anchors.ends_of(doc, found(doc, words))


def now(doc: Document, ends: Ends, words: str = "") -> str:
    return anchors.words_of(anchors.passages(doc, [(ends, words)])[0])


def texts(doc: Document) -> list[XmlText]:
    return [one.text for one in anchors.paragraphs(doc)]


def write(doc: Document, words: str, *, before: str) -> None:
    ((text, at, _end),) = found(doc, before)
    text.insert(len(weave.content_of(text)[:at].encode()), words)


def take(doc: Document, words: str) -> None:
    ((text, start, end),) = found(doc, words)
    content = weave.content_of(text)
    del text[len(content[:start].encode()) : len(content[:end].encode())]


@pytest.mark.parametrize("words", ["Le", "soir", "😀", "😀.", "plus rien à", "ensemble.", " à "])
def test_a_passage_is_found_where_it_was(doc: Document, words: str) -> None:
    assert now(doc, held(doc, words)) == words


@pytest.mark.parametrize("words", ["soir", "tout ferme à 20 h 😀", "plus rien", "ensemble."])
def test_what_is_written_beside_does_not_belong_to_it(doc: Document, words: str) -> None:
    ends = held(doc, words)

    write(doc, "é😀 ", before=words)
    ((text, _start, end),) = found(doc, words)
    text.insert(len(weave.content_of(text)[:end].encode()), " é😀")

    assert now(doc, ends) == words


def test_words_are_found_as_they_are_printed(doc: Document) -> None:
    (paragraph, _other) = anchors.paragraphs(doc)

    assert anchors.words_of(anchors.find(paragraph, "à 20\u202fh\xa0😀")) == "à 20 h 😀"
    assert anchors.find(paragraph, "") == ()


def test_what_is_written_inside_belongs_to_it(doc: Document) -> None:
    ends = held(doc, "tout ferme")

    write(doc, "vite ", before="ferme")

    assert now(doc, ends) == "tout vite ferme"


def test_a_passage_lives_as_long_as_one_of_its_letters(doc: Document) -> None:
    ends = held(doc, "tout ferme")

    take(doc, "tout")
    assert now(doc, ends) == " ferme"
    take(doc, " ferme")
    assert now(doc, ends) == ""


def test_a_passage_may_go_from_one_paragraph_to_the_next(doc: Document) -> None:
    first, last = found(doc, "à 20 h 😀.")[0], found(doc, "Dans les villages")[0]

    ends = anchors.ends_of(doc, (first, last))

    assert now(doc, ends) == "à 20 h 😀.\nDans les villages"


def test_it_is_found_in_another_replica_and_after_a_merge(doc: Document) -> None:
    ends = held(doc, "plus rien")
    other = weave.document([doc.get_update()])

    write(other, "Jadis ou ", before="Dans les villages")
    write(doc, "vraiment ", before="rien")
    doc.apply_update(other.get_update())

    assert now(doc, ends) == "plus vraiment rien"


def test_a_paragraph_that_is_cut_in_two_keeps_its_passages(doc: Document) -> None:
    words = "il n’y a plus rien à vivre"
    ends = held(doc, words)

    split(doc, before=words)

    assert now(doc, ends, words) == words


def test_what_was_written_anew_is_told_by_its_words(doc: Document) -> None:
    words = "plus rien à vivre ensemble"
    ends = held(doc, words)

    holder = weave.root(doc)
    content = weave.content_of(texts(doc)[1])
    del holder.children[1]
    title = holder.children.insert(1, XmlElement("paragraph"))
    title.children.append(XmlText(content))

    assert now(doc, ends) == ""
    assert now(doc, ends, words) == words


def test_words_that_stand_twice_or_are_few_tell_nothing(doc: Document) -> None:
    nowhere: Ends = ({}, {})

    assert now(doc, nowhere, "soir") == ""
    write(doc, "plus rien à vivre, ", before="tout ferme")
    assert now(doc, nowhere, "plus rien à vivre") == ""


JUNK: list[Anchor] = [
    {},
    {"item": None},
    {"item": {}},
    {"item": {"client": "a", "clock": 1}},
    {"item": {"client": -1, "clock": 0}},
    {"item": {"client": 2**53, "clock": 2**31}},
    {"item": {"client": 10**400, "clock": 10**400}},
    {"item": {"client": 5, "clock": 99}},
    {"item": [1, 2]},
    {"type": {"client": 5, "clock": 99}},
    {"tname": "elsewhere"},
]


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_what_is_no_place_is_nowhere(doc: Document, junk: Anchor) -> None:
    good = held(doc, "soir")

    assert now(doc, (junk, good[1])) == ""
    assert now(doc, (good[0], junk)) == ""


def test_a_place_of_another_text_is_nowhere(doc: Document) -> None:
    other = weave.document()
    rewrite(other, markup.parse("Un autre texte, plus long que le premier."))

    assert now(doc, held(other, "autre texte")) == ""


def test_ends_that_are_crossed_hold_nothing(doc: Document) -> None:
    first, last = held(doc, "soir"), held(doc, "ensemble")

    assert now(doc, (last[0], first[1])) == ""


def test_other_words_are_set_as_those_they_replace(doc: Document) -> None:
    ((text, start, end),) = found(doc, "a plus rien à vivre")

    reword(doc, text, (start, end), "a trop peu à partager")

    typed = markup.typed(weave.read(doc))
    assert "il n’y a **trop peu** à partager ensemble." in typed


def test_marked_passages_are_read_within_their_marks(doc: Document) -> None:
    ((text, start, end),) = found(doc, "plus rien à vivre")
    content = weave.content_of(text)
    text.format(len(content[:start].encode()), len(content[:end].encode()), {"passage:7": {}})

    html = prose.html(weave.read(doc))

    assert '<mark data-passage="7"><strong>plus rien</strong></mark>' in html
    assert '<mark data-passage="7"> à vivre</mark> ensemble.' in html


def split(doc: Document, *, before: str) -> None:
    """Cut a paragraph as the editor does: what follows is written anew."""
    ((text, at, _end),) = found(doc, before)
    content = weave.content_of(text)
    del text[len(content[:at].encode()) : len(content.encode())]
    holder = weave.root(doc)
    added = holder.children.insert(2, XmlElement("paragraph"))
    added.children.append(XmlText(content[at:]))
