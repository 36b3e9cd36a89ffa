"""Reading what an editor sends before anything is done with it."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text, XmlElement, XmlText, merge_updates

from tests.core.test_markup import LINES
from tests.core.yjs import BASE, PARAGRAPH, nested, number, place, update, words
from workspace.core.lib0 import Unreadable
from workspace.core.lines import Line, fold, settle
from workspace.core.markup import parse
from workspace.core.rewrite import rewrite
from workspace.core.strokes import DEEPEST, clocks, lacking, read, strangers
from workspace.core.weave import Document, document, root
from workspace.core.weave import read as read_text

TYPED = """## Les soirs d’été

Un *mot* **gras**, [là](https://exemple.fr), 👩🏽‍🌾

- a
- b"""


def a_document() -> Document:
    doc = document()
    rewrite(doc, parse(TYPED))
    return doc


def test_what_a_form_wrote_is_told() -> None:
    doc = document()

    found = read(rewrite(doc, parse("## Soir\n\nUn *mot* 😀")))

    assert found.clients == {doc.client_id: (0, 20)}
    assert found.needs == {}
    assert found.deleted == {}
    assert found.nodes == {"paragraph"}
    assert found.marks == (("em", {}), ("em", None))
    assert set(found.keys) == {"level"}
    assert found.values == (2.0,)
    assert found.texts == ("Soir", "Un ", "mot", " 😀")
    assert strangers(found) == set()


def test_what_a_change_builds_on_is_told() -> None:
    doc = document()
    rewrite(doc, parse("Un mot"))
    before = clocks(doc.get_state())

    found = read(rewrite(doc, parse("Un seul mot")))

    assert lacking(found, before) == set()
    assert lacking(found, {}) == {doc.client_id}
    assert lacking(found, {doc.client_id: before[doc.client_id] - 1}) == {doc.client_id}


def test_what_is_removed_is_told() -> None:
    doc = document()
    rewrite(doc, parse("Un seul mot"))

    found = read(rewrite(doc, parse("Un mot")))

    assert [list(ranges) for ranges in found.deleted.values()] == [[(5, 10)]]
    assert lacking(found, {doc.client_id: 9}) == {doc.client_id}
    assert lacking(found, {doc.client_id: 10}) == set()


def test_an_update_that_leaves_something_out_needs_it() -> None:
    doc = document()
    updates = [rewrite(doc, parse(text)) for text in ("a", "a b", "a b c")]

    found = read(merge_updates(updates[0], updates[2]))

    assert lacking(found, {}) == {doc.client_id}
    assert lacking(found, clocks(document(updates[:2]).get_state())) == set()


@given(st.lists(st.lists(LINES, max_size=5), min_size=1, max_size=4))
def test_whatever_forms_write_is_read(texts: list[list[Line]]) -> None:
    doc = document()
    for text in texts:
        before = clocks(doc.get_state())
        change = rewrite(doc, fold(settle(text)))

        found = read(change or b"\0\0")

        assert (strangers(found), lacking(found, before)) == (set(), set())
        assert before | {client: end for client, (_, end) in found.clients.items()} == clocks(
            doc.get_state()
        )
    whole = read(doc.get_update())
    assert {client: end for client, (_, end) in whole.clients.items()} == clocks(doc.get_state())


def test_what_no_page_of_ours_keeps_is_named() -> None:
    doc = document()
    figure = root(doc).children.append(XmlElement("figure", {"src": "x"}))
    text = figure.children.append(XmlText(""))
    text.insert(0, "a\0", {"blink": {}})
    text.insert(0, "b", {"link": {"href": "javascript:alert(1)", "title": None}})
    text.insert(0, "c", {"link": {"href": "https://exemple.fr", "onclick": "x"}})
    text.insert(0, "d", {"strong": {"style": "x"}})
    root(doc).children.append(XmlElement("heading", {"level": "7"}))

    found = strangers(read(doc.get_update()))

    assert found == {"figure", "src", "blink", "link", "strong", repr("\0")} | {
        "heading",
        "'7'",
        "'x'",
    }


def test_marks_that_overlap_are_known() -> None:
    doc = document()
    text = root(doc).children.append(XmlElement("paragraph")).children.append(XmlText(""))
    text.insert(0, "mot", {"strong--a1B2c3D4": {}})

    assert strangers(read(doc.get_update())) == set()


def test_what_a_node_says_of_itself_is_known() -> None:
    for value, is_known in [
        (b"\x7d\x02", True), (b"\x7d\x05", False), (b"\x78", True), (b"\x79", False),
        (b"\x77\x012", False), (b"\x77\x07bullets", True),
    ]:  # fmt: skip
        said = b"\x28\x00" + place(0) + words("level") + b"\x01" + value

        assert (strangers(read(update(PARAGRAPH, said))) == set()) is is_known


def strange() -> Iterator[bytes]:
    doc: Document = Doc()
    doc["m"] = Map({"a": 1})
    yield doc.get_update()
    doc = Doc()
    doc["a"] = Array([1])
    yield doc.get_update()
    doc = Doc()
    doc["t"] = Text("a")
    yield doc.get_update()
    doc = a_document()
    doc["t"] = Text("a")
    yield doc.get_update()
    doc = document()
    root(doc).children.append(XmlText("")).insert_embed(0, {"a": 1})
    yield doc.get_update()


@pytest.mark.parametrize("change", [*strange()])
def test_what_no_text_of_ours_holds_is_refused(change: bytes) -> None:
    with pytest.raises(Unreadable):
        read(change)


@pytest.mark.parametrize(
    "change",
    [
        b"",
        b"\0",
        b"\0\0\0",
        update(*BASE) + b"\0",
        update(*BASE)[:-2],
        b"\x80\x00\0",  # a number longer than it need be
        update(b"\x00\x00"),  # nothing that takes place
        number(1) + number(0) + number(7) + number(0) + b"\0",  # a client who wrote nothing
        update(b"\x00" + number(2**31)),
        update(b"\x00\x01", clock=2**31),
        update(b"\x00\x01", client=2**53),
        update(*BASE, b"\x84" + place(4) + words("c")),  # stands after itself
        update(*BASE, b"\x84" + place(4, 2**60) + words("c")),
        update(b"\x04\x01" + words("prosemirror") + words("ab")),  # text that lies nowhere
        update(b"\x07\x01" + words("other") + b"\x03" + words("paragraph")),
        update(b"\x07\x02" + words("prosemirror") + b"\x03" + words("paragraph")),
        update(b"\x07\x01" + words("prosemirror") + b"\x02"),  # a text without nodes
        update(b"\x17\x01" + words("prosemirror") + b"\x03" + words("paragraph")),
        update(*BASE, b"\x84" + place(3) + number(2) + b"\xff\xff"),  # no UTF-8
        update(*BASE, b"\x84" + place(3) + number(3) + b"\xed\xa0\x80"),  # half a character
        update(*BASE, b"\x84" + place(3) + number(10**9)),
        update(*BASE, b"\x86" + place(3) + words("link") + words("{")),
        update(*BASE, b"\x86" + place(3) + words("link") + words("NaN")),
        update(*BASE, b"\x86" + place(3) + words("link") + words(r'{"href":"\ud800"}')),
        update(*BASE, b"\x86" + place(3) + words("link") + words("[" * 9000)),
        update(*BASE, b"\x86" + place(3) + words("link") + words("9" * 9000)),
        update(*BASE, b"\x88" + place(3) + number(101) + b"\x7e" * 101),  # too many values
        update(*BASE, b"\x88" + place(3) + b"\x01\x76\x00"),  # a value that holds others
        update(*BASE, b"\x08\x00" + place(0) + b"\x01\x7e"),  # a value that is no attribute
        update(*BASE, b"\xa4" + place(3) + words("c")),  # text as an attribute
        update(*BASE, b"\x8a" + place(3) + b"\x01"),
        update(b"\x00\x01", deleted=b"\x01\x07\x00"),
        update(b"\x00\x01", deleted=b"\x01\x07\x01\x00\x00"),
        update(b"\x00\x01", deleted=b"\x02" + 2 * b"\x07\x01\x00\x01"),
        nested(DEEPEST + 1),
    ],
)
def test_what_is_not_well_formed_is_refused(change: bytes) -> None:
    with pytest.raises(Unreadable):
        read(change)


def test_as_many_as_a_text_needs_may_lie_within_each_other() -> None:
    doc = document([nested(DEEPEST)])

    assert read(nested(DEEPEST)).nodes == {"paragraph"}
    assert read_text(doc) == ()
    assert strangers(read(doc.get_update())) == set()


def test_what_turns_in_a_circle_is_read_and_never_merged() -> None:
    beside = [b"\x84" + place(0, other) + words("a") for other in (8, 7)]
    around = number(2) + b"".join(
        number(1) + number(client) + number(0) + struct
        for client, struct in zip((7, 8), beside, strict=True)
    )

    assert read(around + b"\0").texts == ("a", "a")
