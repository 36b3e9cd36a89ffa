import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.actions.actions import action, fair
from tests.conftest import HTMX, sign_in
from tests.reading import words_of
from workspace.actions.models import Action, ActionStatus
from workspace.projects.changes import change_role
from workspace.projects.models import Membership, Role


def stages(page: str) -> dict[str, list[int]]:
    """Return which actions stand in which column."""
    columns = re.findall(r'data-stage="(\w+)">(.*?)</ul>', page, re.DOTALL)
    return {code: list(map(int, re.findall(r'id="action-(\d+)"', part))) for code, part in columns}


def now(session: Session, one: Action) -> Action:
    """Return an action as it stands now."""
    session.expire_all()
    return session.get_one(Action, one.id)


def test_a_menu_moves_to_the_next_step(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one = action(session, alice, status=ActionStatus.DELIBERATED)
    session.commit()

    reply = browser.post(f"{plan}place", data={"move": f"{one.id}:engagee"}, headers=HTMX)

    assert stages(reply.text)["committed"] == [one.id]


def test_a_card_is_dropped_ahead_of_another(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    there = action(session, alice, "a", status=ActionStatus.COMMITTED)
    one = action(session, alice, "b", status=ActionStatus.DELIBERATED)
    session.commit()

    dropped = {"move": f"{one.id}:", "stage": "committed", "ahead_of": str(there.id)}
    page = browser.post(f"{plan}place", data=dropped, headers=HTMX).text

    assert stages(page)["committed"] == [one.id, there.id]


def test_one_goes_up_and_down_by_keyboard(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    a, b = (action(session, alice, title) for title in "ab")
    session.commit()

    up = browser.post(f"{plan}place", data={"move": f"{b.id}:up"}, headers=HTMX).text
    down = browser.post(f"{plan}place", data={"move": f"{b.id}:down"}, headers=HTMX).text

    assert stages(up)["preparing"] == [b.id, a.id]
    assert stages(down)["preparing"] == [a.id, b.id]


def test_a_refused_move_says_why_and_the_card_is_where_it_was(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one = fair(session, alice)
    session.commit()

    for said in ({"stage": "finished"}, {"stage": "resting"}):
        reply = browser.post(f"{plan}place", data={"move": f"{one.id}:"} | said, headers=HTMX)
        assert reply.status_code == 422
        assert 'role="alert"' in reply.text
        assert "Étapes possibles\u00a0: À instruire, Abandonnée." in reply.text
        assert stages(reply.text)["preparing"] == [one.id]


def test_of_two_who_move_one_card_the_second_is_told(
    app: Flask, session: Session, alice: Membership, bilal: Membership, plan: str
) -> None:
    one = action(session, alice, status=ActionStatus.DELIBERATED)
    session.commit()
    both = sign_in(app, alice), sign_in(app, bilal)

    answers = [
        person.post(f"{plan}place", data={"move": f"{one.id}:{to}"}, headers=HTMX)
        for person, to in zip(both, ["engagee", "ajournee"], strict=True)
    ]
    again = both[1].post(f"{plan}place", data={"move": f"{one.id}:engagee"}, headers=HTMX)

    # A committed action may be postponed: the second is judged on what the first made of it.
    assert [answer.status_code for answer in answers] == [200, 200]
    assert again.status_code == 422
    assert now(session, one).status is ActionStatus.POSTPONED


@pytest.mark.parametrize("move", ["", ":", "x:y", "-1:", f"{'9' * 40}:up", "1", "٣:up"])
def test_what_means_no_move_moves_nothing(browser: FlaskClient, plan: str, move: str) -> None:
    assert browser.post(f"{plan}place", data={"move": move}).status_code in {404, 422}


def test_no_action_of_another_project_is_moved_or_marks_a_place(
    session: Session, browser: FlaskClient, alice: Membership, denis: Membership,
    plan: str,
) -> None:  # fmt: skip
    theirs, mine = action(session, denis), fair(session, alice)
    session.commit()

    reply = browser.post(f"{plan}place", data={"move": f"{theirs.id}:a_instruire"})
    browser.post(f"{plan}place", data={"move": f"{mine.id}:", "ahead_of": str(theirs.id)})

    assert reply.status_code == 404
    assert now(session, theirs).status is ActionStatus.IDEA


def test_a_contributor_who_became_a_reader_moves_nothing_more(
    app: Flask, session: Session, alice: Membership, bilal: Membership, plan: str
) -> None:
    one, browser = fair(session, alice), sign_in(app, bilal)
    change_role(session, alice, bilal, role=Role.READER)
    session.commit()

    reply = browser.post(f"{plan}place", data={"move": f"{one.id}:a_instruire"}, headers=HTMX)

    assert reply.status_code == 403
    assert now(session, one).status is ActionStatus.IDEA


def test_a_reason_is_asked_without_a_script(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one = action(session, alice, status=ActionStatus.RUNNING)
    session.commit()
    page = f"{plan}{one.id}/move/"
    assert "Suspendre l’action" in browser.get(f"{page}?to=suspendue").text

    sent = {"to": "suspendue", "reason": "Le lieu est fermé.", "on": "card"}
    undated = browser.post(page, data=sent | {"look_again_on": "31/02/2027"})
    reply = browser.post(page, data=sent | {"look_again_on": "04/01/2027"})

    assert undated.status_code == 422
    assert "Le lieu est fermé." in undated.text
    assert reply.location == f"{plan}{one.id}/"
    moved = now(session, one)
    assert (moved.status, moved.look_again_on) == (ActionStatus.SUSPENDED, date(2027, 1, 4))
    assert "Le lieu est fermé." in browser.get(plan).text


def test_of_two_reasons_none_is_written_over_the_other(
    session: Session, browser: FlaskClient, alice: Membership, plan: str
) -> None:
    one = action(session, alice, status=ActionStatus.RUNNING)
    session.commit()
    page = f"{plan}{one.id}/move/"

    first, second = (
        browser.post(page, data={"to": "abandonnee", "reason": reason})
        for reason in ("Plus de budget.", "Plus d’envie.")
    )

    assert (first.status_code, second.status_code) == (303, 409)
    assert {"budget", "envie"} <= words_of(unescape(second.text))
    assert now(session, one).status_reason == "Plus de budget."
