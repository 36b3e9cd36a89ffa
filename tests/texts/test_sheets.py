"""Documents that lie open in two processes: each knows what the other wrote, and what was not."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import database_of, sign_in
from tests.counting import counted
from tests.texts.editors import Editor
from tests.texts.processes import told
from workspace.core import clock, weave
from workspace.core.desk import Desk
from workspace.core.journal import Event
from workspace.projects.models import Membership
from workspace.texts import changes, queries
from workspace.texts.models import SharedText, TextHand

NAME = "statement.tensions"
# Who comes in, whether they may, the text, what the other process wrote, and three that keep it.
LETTER = 7


class Desks:
    """What each of two processes has open."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        """Begin in the first one, with nothing."""
        self.desks, self.patch = (Desk(), Desk()), patch
        self.built: list[int] = []  # the numbers at which a document was read whole
        self._whole = queries.document
        patch.setattr(queries, "document", self._note)
        self.go_to(0)

    def go_to(self, number: int) -> None:
        """Have one of them answer what is asked next."""
        self.patch.setattr(queries, "_desk", self.desks[number])

    def _note(self, session: Session, text: SharedText) -> weave.Document:
        self.built.append(text.number)
        return self._whole(session, text)


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> Desks:
    return Desks(monkeypatch)


@pytest.fixture
def editor(browser: FlaskClient, alice: Membership, desks: Desks) -> Editor:
    assert desks.built == []
    editor = Editor(browser, f"/projects/{alice.project_id}/texts/{NAME}/")
    editor.write("Le soir")
    return editor


@pytest.fixture
def other(app: Flask, bilal: Membership, editor: Editor) -> Editor:
    return Editor(sign_in(app, bilal), editor.address)


@pytest.fixture
def two(editor: Editor, other: Editor, desks: Desks) -> Editor:
    """Both have written in both processes."""
    for turn in range(8):
        desks.go_to(turn % 2)
        other.pull()
        (editor, other)[turn // 2 % 2].write(".")
        editor.pull()
    desks.built.clear()
    return editor


def text_of(session: Session, member: Membership) -> SharedText:
    return queries.named(session, member.project_id, [NAME])[NAME]


def said(session: Session, member: Membership) -> str:
    doc = queries.standing(session, text_of(session, member))
    return "\n".join(block.text for block in weave.read(doc))


def events(session: Session) -> int:
    return len(session.scalars(select(Event).where(Event.name == "statement.written")).all())


def test_each_process_goes_on_from_what_the_other_wrote(
    session: Session, alice: Membership, two: Editor, other: Editor, desks: Desks
) -> None:
    for turn in range(6):
        desks.go_to(turn % 2)
        writer = (two, other)[turn // 2 % 2]
        writer.pull()
        assert writer.write(f" {turn}").status_code == 204

    assert desks.built == []
    assert said(session, alice) == "Le soir........ 0 1 2 3 4 5"
    assert list(queries.faults(session)) == []


def test_a_letter_costs_few_questions(app: Flask, two: Editor, other: Editor, desks: Desks) -> None:
    other.pull()
    desks.go_to(1)
    two.write("a")
    desks.go_to(0)
    letter = other.type("b")

    with counted(database_of(app).engine) as asked:
        assert other.send(letter).status_code == 204

    questions = [one for one in asked if not one.startswith(("BEGIN", "SELECT pg_notify"))]
    assert [one for one in questions if "FOR UPDATE" not in one][LETTER:] == []


def test_what_another_process_removed_is_built_upon(
    session: Session, alice: Membership, two: Editor, other: Editor, desks: Desks
) -> None:
    other.pull()
    desks.go_to(1)
    two.send(weave.told(two.doc, lambda: clear(two)))
    desks.go_to(0)

    assert other.write(" Demain").status_code == 204
    assert said(session, alice) == "Demain"
    assert desks.built == []


def clear(editor: Editor) -> None:
    paragraph: Any = weave.root(editor.doc).children[0]  # the package does not say what is held
    paragraph.children[0].clear()


def test_what_was_dropped_was_never_there(session: Session, alice: Membership, two: Editor) -> None:
    session.flush()
    lost = two.type(" perdu")
    transaction = session.begin_nested()
    changes.receive(session, alice, NAME, changes.readable(lost), told(alice))
    transaction.rollback()

    assert said(session, alice) == "Le soir........"
    assert two.send(lost).headers["X-Text-Number"] == "10"
    assert said(session, alice) == "Le soir........ perdu"
    assert list(queries.faults(session)) == []


def test_whoever_was_dropped_owns_no_number(
    session: Session, alice: Membership, bilal: Membership, two: Editor, other: Editor
) -> None:
    session.flush()
    page = Editor(two.browser, two.address)
    letter = changes.readable(page.type(" neuf"))
    transaction = session.begin_nested()
    changes.receive(session, alice, NAME, letter, told(alice))
    transaction.rollback()

    assert other.send(letter.sent).status_code == 204
    hand = session.get_one(TextHand, (text_of(session, alice).id, page.doc.client_id))
    assert hand.author_id == bilal.user_id
    assert two.send(page.type(" vieux")).headers["X-Text-Reason"] == "hand"


def test_what_is_refused_leaves_the_document_as_it_stands(
    session: Session, alice: Membership, two: Editor, other: Editor, desks: Desks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = Editor(two.browser, two.address)
    page.type("un ")
    with monkeypatch.context() as patch:
        patch.setattr(changes, "LARGEST", 20)
        assert two.write(" beaucoup trop long").headers["X-Text-Reason"] == "full"
    replies = [page.write("deux"), other.send(two.type("x")), other.send(b"\0")]

    assert [reply.status_code for reply in replies] == [409, 409, 400]
    assert said(session, alice) == "Le soir........"
    assert desks.built == [9]  # once, for what was too long
    other.pull()
    assert other.write(" Demain").status_code == 204
    assert list(queries.faults(session)) == []


def test_who_comes_back_is_told_of_once_whatever_process_answers(
    session: Session, two: Editor, desks: Desks
) -> None:
    before = events(session)
    with clock.set_to(clock.now() + timedelta(minutes=11)):
        for turn in range(4):
            desks.go_to(turn % 2)
            two.write(" tard")
    with clock.set_to(clock.now() + timedelta(minutes=20)):
        two.write(" encore")

    assert events(session) == before + 1
    with clock.set_to(clock.now() + timedelta(minutes=23)):
        two.write(" enfin")
    assert events(session) == before + 2


def test_hands_of_others_stay_theirs_whatever_process_answers(
    two: Editor, other: Editor, desks: Desks
) -> None:
    letter = two.type(" faux")
    for number in (0, 1):
        desks.go_to(number)
        assert other.send(letter).headers["X-Text-Reason"] == "hand"

    assert two.send(letter).status_code == 204
