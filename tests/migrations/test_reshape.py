"""Documents of the first schema become flat, and nested again, without losing a letter."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlText

from tests.core.test_markup import LINES
from workspace.core import markup, scroll, weave
from workspace.core.anchors import Stretch, ends_of, passages, words_of
from workspace.core.lines import Line, fold, settle
from workspace.core.prose import Block, plain
from workspace.core.rewrite import rewrite
from workspace.core.weave import Document
from workspace.migrations.reshape import Reshaped, flatten, nest

TYPED = """Avant.

## Ce que **nous** voyons

- les foyers d’*été* 😀
  - à Puyseilles
  et partout ailleurs
1. le cinéma

> Le soir,
>
> - rien [ici](case:1).

Après."""


def grow(holder: Any, block: Block) -> None:
    """Write a block as pages of the first schema did."""
    node = holder.children.append(XmlElement(block.kind.value))
    if block.level:
        node.attributes["level"] = block.level
    if not block.blocks:
        text = node.children.append(XmlText(""))
        for span in block.spans:
            marks: dict[str, Any] = {"strong": {}} if span.marks.strong else {}
            marks |= {"em": {}} if span.marks.em else {}
            link = {"href": span.marks.link, "title": None}
            marks |= {"link": link} if span.marks.link else {}
            text.insert(len(str(text_of(text)).encode()), span.text, marks)
    for child in block.blocks:
        grow(node, child)


def text_of(text: XmlText) -> str:
    return "".join(run for run, _marks in text.diff())


def of_old(typed: str) -> Document:
    """Return a document as the first schema had it."""
    doc: Document = Doc(client_id=1)
    for block in markup.parse(typed):
        grow(weave.root(doc), block)
    return doc


def add(doc: Document, client: int, words: str, chance: random.Random) -> None:
    """Have somebody write something somewhere."""
    other: Document = Doc(client_id=client)
    other.apply_update(doc.get_update())
    lines = [line for line in weave.lines(other) if line.text]
    text = chance.choice(lines).source.children[0]
    size = len(text_of(text))
    text.insert(len(text_of(text)[: chance.randint(0, size)].encode()), words, {})
    doc.apply_update(other.get_update(doc.get_state()))


def by(doc: Document, hands: dict[int, int]) -> list[tuple[str, int]]:
    """Return each letter with the first client who wrote it."""
    found = scroll.runs(scroll.unroll(doc.get_update()))
    return [(sign, hands.get(run.client, run.client)) for run in found for sign in run.text]


def follow(doc: Document, made: Reshaped | None) -> Document:
    """Return the document of somebody who receives what was made."""
    assert made
    page = weave.document([doc.get_update()])
    page.apply_update(made.update)
    return page


def test_a_document_becomes_flat_and_nested_again() -> None:
    doc = of_old(TYPED)
    text, hands = weave.read(doc), dict[int, int]()
    chance = random.Random(1)  # noqa: S311 (no secret)
    for client in (2, 3, 4, 2):
        add(doc, client, f"mot{client} 🎭 ", chance)
    text, letters = weave.read(doc), by(doc, hands)

    for reshape, is_flat in ((flatten, True), (nest, False), (flatten, True)):
        page = weave.document([doc.get_update()])
        made = reshape(doc, [])
        page = follow(page, made)
        hands |= {new: hands.get(old, old) for new, old in (made.hands if made else {}).items()}

        assert weave.read(doc) == weave.read(page) == text
        assert by(page, hands) == letters
        assert weave.is_flat(page) is is_flat
        assert (weave.strangers(page) == set()) is is_flat
        assert reshape(doc, []) is None
        doc = page


def test_a_damaged_document_keeps_its_words() -> None:
    doc = of_old(TYPED)
    text, line = weave.read(doc), weave.lines(doc)[1]
    line.source.children[0].insert_embed(0, {"a": 1})

    made = flatten(doc, [(({}, {}), "et partout ailleurs")])

    assert made
    assert weave.read(doc) == text
    assert weave.is_flat(doc)


def test_what_is_flat_already_stays_as_it_is() -> None:
    doc = of_old("Une ligne.\n\nUne autre.")

    assert flatten(doc, []) is None
    assert nest(doc, []) is None


@pytest.mark.parametrize(
    "words", ["Avant", "nous** voyons".replace("*", ""), "à Puyseilles", "ici"]
)
def test_passages_are_found_again(words: str) -> None:
    doc = of_old(TYPED)
    lines = weave.lines(doc)
    line = next(one for one in lines if words in one.text)
    at = line.text.index(words)
    ends = ends_of(doc, (Stretch(line.source.children[0], at, at + len(words)),))

    for reshape in (flatten, nest):
        made = reshape(doc, [(ends, "")])
        assert made
        ends = made.places[0] or ends

        assert words_of(passages(doc, [(ends, "")])[0]) == words


@given(st.lists(LINES, max_size=8))
def test_whatever_is_written_reads_the_same(lines: list[Line]) -> None:
    wanted = fold(settle(lines))
    doc = weave.document()
    rewrite(doc, wanted)

    nest(doc, [])
    assert weave.read(doc) == wanted
    flatten(doc, [])

    assert weave.read(doc) == wanted
    assert plain(wanted) == plain(weave.read(doc))
    assert not weave.root(doc).children or weave.is_flat(doc)
