"""Documents that lie open: brought up to date only by what makes them what they should be."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.core.replicas import edit
from workspace.core import weave
from workspace.core.desk import Desk, Sheet, seal
from workspace.core.markup import parse
from workspace.core.prose import plain
from workspace.core.rewrite import rewrite

SAID = ("Le soir", "Le beau soir", "Le beau soir d’été")


def written() -> list[bytes]:
    doc = weave.document()
    return [rewrite(doc, parse(typed)) for typed in SAID]


def said(sheet: Sheet) -> str:
    return plain(weave.read(sheet.doc))


def test_what_others_wrote_is_added() -> None:
    first, *rest = written()
    sheet = Sheet(weave.document([first]), 1, seal("", first))
    digest = seal(seal(sheet.digest, rest[0]), rest[1])

    assert sheet.follow(rest, digest)
    assert (sheet.number, sheet.digest, said(sheet)) == (3, digest, SAID[-1])


def test_what_does_not_make_what_the_digest_says_is_left_alone() -> None:
    first, *rest = written()
    sheet = Sheet(weave.document([first]), 1, seal("", first))
    digest = seal(seal(sheet.digest, rest[0]), rest[1])

    assert not any(sheet.follow(wrong, digest) for wrong in ((), rest[:1], rest[::-1], rest * 2))
    assert (sheet.number, said(sheet)) == (1, SAID[0])


def test_a_sheet_is_held_by_one_and_the_later_one_stays() -> None:
    desk = Desk()
    early, late = (Sheet(weave.document(), number, "") for number in (1, 2))

    desk.lay_down(7, late, most=2)
    desk.lay_down(7, early, most=2)
    desk.lay_down(8, early, most=2)
    desk.lay_down(9, early, most=2)

    assert [desk.take(key) for key in (7, 8, 8)] == [None, early, None]
    desk.lay_down(9, late, most=2)
    assert desk.take(9) is late


@given(st.integers(0, 2**32))
def test_a_document_grows_by_no_more_than_is_counted(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    sheet = Sheet(weave.document(), 0, "")
    sheet.measure()
    page = weave.document()

    for _ in range(40):
        change = weave.told(page, lambda: edit(chance, page))
        if change:
            sheet.doc.apply_update(change)
            sheet.grow(change)
            assert len(sheet.doc.get_update()) <= sheet.weight
            assert len(plain(weave.read(sheet.doc))) <= weave.size(sheet.doc) <= sheet.size
