"""What editors send, letter by letter: kept, signed, told once, refused when it is not ours."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import XmlElement, XmlText
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import sign_in
from tests.core.yjs import place, update, words
from tests.texts.editors import HEADERS, Editor
from workspace.core import clock, weave
from workspace.core.journal import Event
from workspace.core.pace import Pace
from workspace.projects.models import Membership
from workspace.texts import changes, queries, views
from workspace.texts.models import TextHand, TextUpdate

NAME = "statement.tensions"


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of a run share the numbers of their people."""
    monkeypatch.setattr(views, "PACE", Pace(rate=1, burst=300))


@pytest.fixture
def address(alice: Membership) -> str:
    return f"/projects/{alice.project_id}/texts/{NAME}/"


@pytest.fixture
def editor(browser: FlaskClient, address: str) -> Editor:
    return Editor(browser, address)


@pytest.fixture
def other(app: Flask, bilal: Membership, address: str) -> Editor:
    return Editor(sign_in(app, bilal), address)


def read(session: Session, member: Membership) -> str:
    text = queries.named(session, member.project_id, [NAME]).get(NAME)
    return queries.reading(session, text).plain


def test_what_is_typed_is_kept_and_seen_by_others(
    session: Session, alice: Membership, editor: Editor, other: Editor
) -> None:
    replies = [editor.write("Le soir, "), editor.write("tout ferme.")]
    other.pull()

    assert [reply.status_code for reply in replies] == [204, 204]
    assert [reply.headers["X-Text-Number"] for reply in replies] == ["1", "2"]
    assert other.text == read(session, alice) == "Le soir, tout ferme."


def test_two_who_write_at_once_keep_their_words(
    session: Session, alice: Membership, editor: Editor, other: Editor
) -> None:
    editor.write("Le soir, tout ferme.")
    other.pull()
    mine, theirs = editor.type("Hier. ", at=0), other.type(" Demain.")

    assert [editor.send(mine).status_code, other.send(theirs).status_code] == [204, 204]
    editor.pull()
    other.pull()

    assert editor.text == other.text == read(session, alice)
    assert read(session, alice) == "Hier. Le soir, tout ferme. Demain."


def test_the_same_update_twice_is_one(session: Session, alice: Membership, editor: Editor) -> None:
    update = editor.type("Le soir")
    numbers = [editor.send(update).headers["X-Text-Number"] for _ in range(3)]

    assert numbers == ["1", "1", "1"]
    assert read(session, alice) == "Le soir"


def test_the_last_update_before_a_snapshot_may_come_twice(
    session: Session, alice: Membership, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "EVERY", 1)
    update = editor.type("Le soir")

    numbers = [editor.send(update).headers["X-Text-Number"] for _ in range(2)]

    assert numbers == ["1", "1"]
    assert read(session, alice) == "Le soir"


def test_who_writes_is_told_once_a_while_and_each_update_is_signed(
    session: Session, alice: Membership, bilal: Membership, editor: Editor, other: Editor
) -> None:
    editor.write("Le soir")
    other.pull()
    other.write(", tout")
    editor.pull()
    editor.write(" ferme")

    events = session.scalars(select(Event).where(Event.name == "statement.written")).all()
    updates = session.scalars(select(TextUpdate).order_by(TextUpdate.number)).all()
    assert [event.author_id for event in events] == [alice.user_id, bilal.user_id]
    assert events[0].details == {"part": "tensions"}
    signed = [(one.author_id, one.institution_id) for one in updates]
    assert signed[1] == (bilal.user_id, bilal.institution_id)
    assert signed[0] == signed[2] == (alice.user_id, alice.institution_id)


def test_who_comes_back_later_is_told_again(session: Session, editor: Editor) -> None:
    editor.write("Le soir")
    with clock.set_to(clock.now() + timedelta(minutes=11)):
        editor.write(", tard")

    assert len(session.scalars(select(Event).where(Event.name == "statement.written")).all()) == 2


def test_a_long_absence_is_caught_up_whole(editor: Editor, other: Editor) -> None:
    for number in range(queries.MOST_BEHIND + 5):
        editor.write(f"{number} ")
    other.pull()

    assert other.text == editor.text


@pytest.mark.parametrize("update", [b"", b"\x00", b"\xff" * 40, b"\x01\x01", bytes(range(256))])
def test_what_is_no_update_is_refused(
    session: Session, alice: Membership, editor: Editor, update: bytes
) -> None:
    editor.write("Le soir")

    assert editor.send(update).status_code in {204, 400}
    assert read(session, alice) == "Le soir"


def test_what_no_page_of_ours_writes_is_refused(
    session: Session, alice: Membership, editor: Editor
) -> None:
    editor.write("Le soir")
    holder = weave.root(editor.doc)
    strange = weave.told(editor.doc, lambda: holder.children.append(XmlElement("script")))

    assert editor.send(strange).status_code == 400
    assert read(session, alice) == "Le soir"


def test_nodes_that_lie_too_deep_are_refused(
    session: Session, alice: Membership, editor: Editor
) -> None:
    editor.write("Le soir")

    def nest() -> None:
        node = weave.root(editor.doc).children.append(XmlElement("paragraph"))
        for _ in range(200):
            node = node.children.append(XmlElement("paragraph"))
        node.children.append(XmlText("fond"))

    assert editor.send(weave.told(editor.doc, nest)).status_code == 400
    assert read(session, alice) == "Le soir"
    assert editor.browser.get(editor.address).status_code == 200


def test_letters_that_stand_in_no_text_are_refused(
    session: Session, alice: Membership, editor: Editor
) -> None:
    editor.write("Le soir")

    beside = b"\x84" + place(0, editor.doc.client_id) + words("x")

    assert editor.send(update(beside)).status_code == 400
    assert read(session, alice) == "Le soir"
    assert editor.browser.get(editor.address).status_code == 200


def test_what_builds_on_what_is_not_here_asks_for_the_rest(
    session: Session, alice: Membership, editor: Editor
) -> None:
    first, second = editor.type("Le soir"), editor.type(", tard")

    reply = editor.send(second)

    assert (reply.status_code, reply.headers["X-Text-Reason"]) == (409, "gap")
    assert editor.send(first).status_code == editor.send(second).status_code == 204
    assert read(session, alice) == "Le soir, tard"


def test_nobody_writes_with_the_hand_of_somebody_else(
    session: Session, alice: Membership, editor: Editor, other: Editor
) -> None:
    editor.write("Le soir")

    reply = other.send(editor.type(", tout ferme"))

    assert (reply.status_code, reply.headers["X-Text-Reason"]) == (409, "hand")
    assert read(session, alice) == "Le soir"
    hand = session.scalars(select(TextHand)).one()
    assert (hand.client, hand.author_id) == (editor.doc.client_id, alice.user_id)


@pytest.mark.parametrize("schema", ["0", "1", "3", "x", None])
def test_a_page_of_another_time_is_asked_to_reload(editor: Editor, schema: str | None) -> None:
    headers = dict(HEADERS)
    del headers["X-Text-Schema"]
    if schema:
        headers["X-Text-Schema"] = schema

    update = editor.type("Le soir")
    reply = editor.browser.post(f"{editor.address}updates", data=update, headers=headers)

    assert (reply.status_code, reply.headers["X-Text-Reason"]) == (409, "schema")


def test_what_is_too_heavy_is_refused(editor: Editor) -> None:
    reply = editor.send(b"\x01" * (views.HEAVIEST + 1))

    assert (reply.status_code, reply.headers["X-Text-Reason"]) == (413, "large")


def test_a_full_text_says_so(
    session: Session, alice: Membership, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "LARGEST", 100)
    editor.write("mot " * 20)

    reply = editor.write("mot " * 20)

    assert (reply.status_code, reply.headers["X-Text-Reason"]) == (413, "full")
    assert read(session, alice) == ("mot " * 20).strip()


def test_a_text_that_is_for_nothing_does_not_exist(editor: Editor, address: str) -> None:
    update = editor.type("Le soir")
    for name in ("statement.other", "other.tensions", "x"):
        elsewhere = address.replace(NAME, name)
        reply = editor.browser.post(f"{elsewhere}updates", data=update, headers=HEADERS)

        assert reply.status_code == 404
        assert "Résidences en vallée" in reply.text  # the page of who is inside


def test_who_is_too_fast_waits(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.PACE, "allows", lambda _key: False)

    assert editor.write("Le soir").status_code == 429


def test_a_reader_writes_nothing_and_a_visitor_is_told_without_a_page(
    app: Flask, chloe: Membership, editor: Editor, address: str
) -> None:
    update = editor.type("Le soir")
    reader = Editor(sign_in(app, chloe), address)

    assert reader.send(update).status_code == 403
    visitor = app.test_client().post(f"{address}updates", data=update, headers=HEADERS)
    assert (visitor.status_code, visitor.data) == (401, b"")
