"""Whatever bytes are sent as a change of a text, it stands as it was, and nobody waits for it."""

import random
import resource
import time
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pycrdt import Doc, XmlElement, XmlText
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.campaign import Rounds
from tests.conftest import sign_in
from tests.core.yjs import BASE, nested, number, place, update, words
from tests.texts.editors import Editor
from workspace.core import weave
from workspace.core.pace import Pace
from workspace.live import queries as live
from workspace.projects.models import Membership
from workspace.texts import changes, queries, views
from workspace.texts.models import SharedText, TextHand, TextUpdate

NAME = "statement.tensions"
SAID = "Le soir, tout ferme."
SLOWEST = 0.2  # seconds of the server, for any bytes
HEAVIEST = 64 * 1024  # kilobytes of memory that all of them may take together
TEN_MEGABYTES, MILLION = 10_000_000, 1_000_000
FEW = 400
KEPT = {HTTPStatus.NO_CONTENT}
REFUSED = {400, 409, 413}


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits, so that all is read."""
    monkeypatch.setattr(views, "PACE", Pace(rate=1e6, burst=1e6))


@pytest.fixture
def address(alice: Membership) -> str:
    return f"/projects/{alice.project_id}/texts/{NAME}/"


@pytest.fixture
def editor(browser: FlaskClient, address: str) -> Editor:
    editor = Editor(browser, address)
    editor.write(SAID)
    return editor


def first_of(doc: weave.Document) -> Any:
    """Return the text of the first paragraph."""
    paragraph: Any = weave.root(doc).children[0]
    return paragraph.children[0]


def add_to(doc: weave.Document, typed: str = " Hostile.") -> None:
    first_of(doc).insert(len(str(first_of(doc)).encode()), typed)


def strange(node: str, **attributes: object) -> bytes:
    """Return a change of one's own that holds something else."""
    doc = weave.document()
    holder = weave.root(doc).children

    def write() -> None:
        element = holder.append(XmlElement(node))
        for name, value in attributes.items():
            element.attributes[name] = value
        element.children.append(XmlText("mot")).format(0, 3, {"onclick": "hostile"})

    return weave.told(doc, write)


def of_another_text() -> bytes:
    """Return a change that builds on what another text says."""
    doc = weave.document([update(*BASE)])
    return weave.told(doc, lambda: add_to(doc))


def hostile() -> Iterator[tuple[str, bytes]]:
    chance = random.Random(50)  # noqa: S311 (no secret)
    real = update(*BASE)
    yield from ((f"noise of {size}", chance.randbytes(size)) for size in (1, 16, 999, 200_000))
    yield from ((f"cut at {at}", real[:at]) for at in range(1, len(real), 7))
    yield "a length without end", b"\1\1\7\0\x04\1\1a" + b"\xff" * 8
    yield "a string longer than all", update(*BASE[:2], b"\4\0" + place(1) + number(2**40) + b"a")
    yield "more structs than bytes", number(1) + number(2**50) + b"\7\0"
    yield "ten megabytes", chance.randbytes(TEN_MEGABYTES)
    yield "one struct of ten megabytes", update(*BASE, b"\x84" + place(3) + words("a" * MILLION))
    yield "10,000 nodes within each other", nested(10_000)
    clients = (number(1) + number(n) + b"\0\0\1" for n in range(MILLION))
    yield "a million clients", number(MILLION) + b"".join(clients) + b"\0"
    some = (number(1) + number(n) + b"\0\0\1" for n in range(40_000))
    yield "clients as many as fit", number(40_000) + b"".join(some) + b"\0"
    yield "another text", of_another_text()
    yield "a script", strange("script")
    yield "a mark that acts", strange("paragraph")
    yield "an attribute that acts", strange("paragraph", onclick="hostile")
    yield "a level beyond", strange("paragraph", level=9e99)


@pytest.mark.parametrize("sent", [pytest.param(one, id=name) for name, one in hostile()])
def test_what_is_hostile_is_refused_at_once_and_changes_nothing(
    session: Session, alice: Membership, editor: Editor, sent: bytes
) -> None:
    spent = [took(editor, sent) for _ in range(3)]

    assert {reply.status_code for reply, _seconds in spent} <= REFUSED
    assert min(seconds for _reply, seconds in spent) < SLOWEST
    assert stands(session, alice) == (SAID, 1, 1)


def test_what_breaks_by_chance_is_refused_or_only_what_one_could_write(
    session: Session, alice: Membership, editor: Editor, rounds: Rounds
) -> None:
    chance = random.Random(51)  # noqa: S311 (no secret)
    before, slowest, kept = memory(), 0.0, 0
    total = rounds(FEW, 10_000)
    for _ in range(total):
        doc = weave.document([editor.doc.get_update()])
        sent = bytearray(weave.told(doc, lambda doc=doc: add_to(doc)))  # type: ignore[misc]
        for _flip in range(chance.randint(1, 3)):
            sent[chance.randrange(len(sent))] ^= 1 << chance.randrange(8)
        told = stands(session, alice)
        reply, seconds = took(editor, bytes(sent[: chance.choice((len(sent), 9))]))
        slowest = max(slowest, seconds)
        kept += reply.status_code == HTTPStatus.NO_CONTENT
        assert reply.status_code in REFUSED | KEPT
        assert reply.status_code in KEPT or stands(session, alice) == told
        session.expire_all()

    assert list(queries.faults(session)) == []
    assert editor.browser.get(editor.address).status_code == HTTPStatus.OK
    assert kept < total
    assert slowest < SLOWEST
    assert memory() - before < HEAVIEST


def test_tiny_changes_without_end_are_read_in_no_time_and_no_space(
    session: Session, alice: Membership, editor: Editor, rounds: Rounds
) -> None:
    chance = random.Random(52)  # noqa: S311 (no secret)
    before, slowest = memory(), 0.0
    for _ in range(rounds(FEW, 10_000)):
        reply, seconds = took(editor, b"\xff" + chance.randbytes(chance.randint(0, 12)))
        slowest = max(slowest, seconds)
        assert reply.status_code in REFUSED

    assert stands(session, alice) == (SAID, 1, 1)
    assert slowest < SLOWEST
    assert memory() - before < HEAVIEST


def test_who_sends_without_end_is_told_to_wait(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PACE", Pace(rate=0.001, burst=5))

    replies = [editor.send(b"\0\0") for _ in range(7)]

    assert [reply.status_code for reply in replies][-2:] == [429, 429]
    assert replies[-1].headers["Retry-After"] == "1"


def test_nobody_signs_with_the_name_of_another(
    session: Session, app: Flask, alice: Membership, bilal: Membership, editor: Editor
) -> None:
    forger = Editor(sign_in(app, bilal), editor.address)
    forged: weave.Document = Doc(client_id=editor.doc.client_id)
    weave.root(forged)
    forged.apply_update(editor.doc.get_update())
    sent = weave.told(forged, lambda: add_to(forged))

    reply = forger.send(sent)

    assert (reply.status_code, reply.headers["X-Text-Reason"]) == (409, "hand")
    assert stands(session, alice) == (SAID, 1, 1)
    assert session.scalars(select(TextHand.author_id)).all() == [alice.user_id]


def test_a_reader_writes_nothing_and_nobody_is_told(
    session: Session, app: Flask, alice: Membership, chloe: Membership, editor: Editor
) -> None:
    reader = Editor(sign_in(app, chloe), editor.address)
    _signals, told_to = live.strokes(session, alice.project_id, {})
    strokes = live.heads(session, [alice.project_id])[alice.project_id].strokes

    assert reader.write(" Hostile.").status_code == HTTPStatus.FORBIDDEN

    news, _told = live.strokes(session, alice.project_id, told_to)
    assert news == []
    assert live.heads(session, [alice.project_id])[alice.project_id].strokes == strokes
    assert stands(session, alice) == (SAID, 1, 1)


def test_what_is_written_and_removed_again_leaves_next_to_nothing(
    session: Session, alice: Membership, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "EVERY", 10)
    weights = []
    for _ in range(60):
        editor.send(weave.told(editor.doc, lambda: add_to(editor.doc, ", tard")))
        editor.send(weave.told(editor.doc, lambda: take_from(editor.doc)))
        weights.append(len(queries.document(session, text_of(session, alice)).get_update()))

    assert weights[-1] < weights[0] + 20
    assert stands(session, alice)[0] == SAID
    assert list(queries.faults(session)) == []


def test_what_grows_without_end_is_full_one_day_and_says_so(
    session: Session, alice: Membership, editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "HEAVIEST", 1500)
    replies = [editor.write(".")]
    while replies[-1].status_code == HTTPStatus.NO_CONTENT and len(replies) < FEW:
        replies.append(editor.send(weave.told(editor.doc, lambda: add_one(editor.doc))))

    assert (replies[-1].status_code, replies[-1].headers["X-Text-Reason"]) == (413, "full")
    assert stands(session, alice)[1] == len(replies)
    assert list(queries.faults(session)) == []


def took(editor: Editor, sent: bytes) -> tuple[TestResponse, float]:
    """Send something; return the answer, and what it has cost."""
    began = time.process_time()
    reply = editor.send(sent)
    return reply, time.process_time() - began


def text_of(session: Session, member: Membership) -> SharedText:
    return queries.named(session, member.project_id, [NAME])[NAME]


def stands(session: Session, member: Membership) -> tuple[str, int, int]:
    """Return what the text says, its number, and how many changes are kept of it."""
    text = text_of(session, member)
    kept = session.scalar(select(func.count()).where(TextUpdate.text_id == text.id)) or 0
    return queries.reading(session, text).plain, text.number, kept


def take_from(doc: weave.Document) -> None:
    del first_of(doc)[len(SAID) :]


def add_one(doc: weave.Document) -> None:
    weave.root(doc).children.append(XmlElement("paragraph")).children.append(XmlText("mot"))


def memory() -> int:
    """Return the kilobytes that the process has ever held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
