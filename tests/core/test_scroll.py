"""Who wrote each letter of a document, and where places are in it."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import StickyIndex, XmlElement, XmlText

from tests.core.replicas import content, edit, merge, played, texts, typed
from tests.core.test_hostile_strokes import report
from tests.core.yjs import BASE, LETTERS, PARAGRAPH, TEXT, place, update, words
from workspace.core.lib0 import Unreadable
from workspace.core.scroll import (
    Place,
    Run,
    Scroll,
    locate,
    position_at,
    runs,
    unroll,
)
from workspace.core.structs import read as structs_of
from workspace.core.weave import Document, document, root

SEEDS = st.integers(0, 2**32)
SLOWEST = 0.06  # seconds, for 20,000 edits by 5 people


def written(scroll: Scroll) -> list[str]:
    found = [""] * len(scroll.texts)
    for run in runs(scroll):
        found[run.node] += run.text
    return found


@given(SEEDS, st.integers(1, 4), st.integers(1, 40))
def test_what_is_read_is_what_is_written(seed: int, people: int, edits: int) -> None:
    docs = played(seed, people, edits)

    for doc in docs:
        assert written(unroll(doc.get_update())) == [content(text) for text in texts(doc)]

    for doc in docs[1:]:
        merge(docs[0], doc)
    merged = unroll(docs[0].get_update())
    assert written(merged) == [content(text) for text in texts(docs[0])]


def test_each_letter_is_of_who_wrote_it() -> None:
    docs = [document(), document()]
    text = root(docs[0]).children.append(XmlElement("paragraph")).children.append(XmlText(""))
    text.insert(0, "Le soir 😀 ici.", {})
    merge(docs[1], docs[0])
    texts(docs[1])[0].insert(len(b"Le "), "beau ", {"em": {}})
    del texts(docs[1])[0][len("Le beau soir 😀".encode()) :]

    found = runs(unroll(docs[1].get_update()))

    one, other = (doc.client_id for doc in docs)
    assert found == (
        Run(one, 2, "Le ", 0), Run(other, 1, "beau ", 0), Run(one, 5, "soir 😀", 0),
    )  # fmt: skip


@given(SEEDS)
def test_a_place_is_found_where_it_was_taken(seed: int) -> None:
    scroll = unroll(played(seed, 2, 30)[0].get_update())
    for node, text in enumerate(written(scroll)):
        for at in range(len(text) + 1):
            for assoc in (0, -1):
                position = position_at(scroll, Place(node, at), assoc)

                assert locate(scroll, position) == Place(node, at)


@given(SEEDS)
def test_a_place_stays_beside_its_letter_as_yjs_has_it(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    doc = played(seed, 1, 20)[0]
    edit(chance, doc)
    scroll = unroll(doc.get_update())
    taken = [
        (held, position_at(scroll, Place(node, at), chance.choice([0, -1])))
        for node, held in enumerate(texts(doc))
        for at in range(len(content(held)) + 1)
    ]

    for _ in range(8):
        edit(chance, doc)

    after = unroll(doc.get_update())
    left = texts(doc)
    for held, position in taken:
        found = locate(after, position)
        assert (held in left) is (found is not None)
        if found and "item" in position:
            assert left[found.node] == held
            if content(held).isascii():  # elsewhere the package counts in two ways at once
                assert found.at == where(doc, position)


def where(doc: Document, position: dict[str, object]) -> int:
    with doc.transaction() as transaction:
        return StickyIndex.from_json(position).get_index(transaction)


def test_beside_a_letter_that_was_removed_is_where_it_stood() -> None:
    doc = document()
    text = root(doc).children.append(XmlElement("paragraph")).children.append(XmlText(""))
    text.insert(0, "Le beau soir", {})
    position = position_at(unroll(doc.get_update()), Place(0, 5))

    del text[3:8]

    assert locate(unroll(doc.get_update()), position) == Place(0, 3)


def test_in_a_text_that_is_gone_is_nowhere() -> None:
    doc = document()
    text = root(doc).children.append(XmlElement("paragraph")).children.append(XmlText(""))
    text.insert(0, "Le soir", {})
    scroll = unroll(doc.get_update())
    positions = [position_at(scroll, Place(0, at)) for at in (3, 7)]

    del root(doc).children[0]

    assert [locate(unroll(doc.get_update()), position) for position in positions] == [None, None]


@pytest.mark.parametrize(
    "position",
    [
        None,
        [],
        {},
        {"item": None},
        {"item": {"client": "7", "clock": 2}},
        {"item": {"client": 7, "clock": -1}},
        {"item": {"client": 7, "clock": True}},
        {"item": {"client": 7, "clock": 2**60}},
        {"item": {"client": 9, "clock": 0}},
        {"item": {"client": 7, "clock": 0}},  # a paragraph, which is no letter
        {"type": {"client": 7, "clock": 0}, "assoc": 0},
        {"tname": "prosemirror", "assoc": 0},
    ],
)
def test_what_is_no_place_of_a_text_is_nowhere(position: object) -> None:
    assert locate(unroll(update(*BASE)), position) is None


@pytest.mark.parametrize(
    "change",
    [
        b"",
        update(*BASE, clock=1),
        update(*BASE, b"\x84" + place(0, 9) + words("c")),
        update(b"\x0a\x01", *BASE),
    ],
)
def test_what_is_no_whole_document_is_refused(change: bytes) -> None:
    with pytest.raises(Unreadable):
        unroll(change)


def test_what_is_deleted_while_others_write_in_it_is_not_read() -> None:
    docs = [document(), document()]
    text = root(docs[0]).children.append(XmlElement("paragraph")).children.append(XmlText(""))
    text.insert(0, "Le soir", {})
    merge(docs[1], docs[0])
    del root(docs[0]).children[0]
    texts(docs[1])[0].insert(3, "beau ", {})
    merge(docs[0], docs[1])

    assert runs(unroll(docs[0].get_update())) == ()


def test_half_a_character_is_a_sign_that_stands_for_it() -> None:
    halved = update(
        PARAGRAPH, TEXT, b"\x04\x00" + place(1) + words("😀"), b"\x84" + place(2) + words("x")
    )

    assert written(unroll(halved)) == ["\ufffdx\ufffd"]


def test_an_update_that_repeats_what_is_known_adds_only_the_rest() -> None:
    scroll = unroll(update(PARAGRAPH, TEXT, LETTERS))
    longer = b"\x04\x00" + place(1) + words("abcd")

    scroll.items.merge(structs_of(update(PARAGRAPH, TEXT, longer)))

    assert written(scroll) == ["abcd"]


def test_a_heavy_document_is_read_quickly() -> None:
    doc = typed(20_000)
    state = doc.get_update()

    spent = min(time_of(state) for _ in range(3))  # a busy machine is no fault of ours

    size = sum(map(len, written(unroll(state))))
    report(f"{size} letters, 20000 edits, {len(state)} bytes, read in {1000 * spent:.0f} ms")
    assert size > 14_000
    assert spent < SLOWEST


def time_of(state: bytes) -> float:
    began = time.process_time()
    runs(unroll(state))
    return time.process_time() - began
