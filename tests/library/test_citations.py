import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import sign_in
from tests.library.cases import CINEMA, cinema, cited
from workspace.actions.changes import add_action
from workspace.actions.models import Outline
from workspace.library import queries
from workspace.projects.models import Membership


@pytest.fixture
def target(session: Session, alice: Membership) -> str:
    action = add_action(session, alice, Outline("Projeter au village"))
    session.commit()
    return f"actions:{action.id}"


def send(browser: FlaskClient, member: Membership, **fields: str) -> tuple[int, str]:
    form = {
        "passage": "50 projections dans 21 communes en 2017.",
        "use": "adapts",
        "line": "Nous visons dix communes.",
    }
    address = f"/projects/{member.project_id}/citations/{CINEMA['id']}/"
    response = browser.post(address, data=form | fields)
    return response.status_code, response.text


def test_a_passage_goes_to_an_action(
    session: Session, browser: FlaskClient, alice: Membership, target: str
) -> None:
    cinema(session)

    code, _ = send(browser, alice, target=target)

    kind, _, subject_id = target.partition(":")
    [citation] = queries.citations(session, alice.project_id, kind, int(subject_id))
    assert code == 303
    assert citation.case.slug == CINEMA["id"]
    page = browser.get("/library/cinema-en-cevennes/").text
    assert "Cité dans vos projets" in page
    assert "Nous visons dix communes." in page


def test_the_form_begins_with_the_text_of_the_part(
    session: Session, browser: FlaskClient, alice: Membership, target: str
) -> None:
    cinema(session)

    page = browser.get(
        f"/projects/{alice.project_id}/citations/{CINEMA['id']}/?section=actions"
    ).text

    assert "50 projections dans 21 communes en 2017.</textarea>" in page
    assert f'value="{target}"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("passage", "Ce que le cas ne dit pas."),
        ("passage", ""),
        ("target", "actions:999999"),
        ("target", "projects:1"),
        ("use", "steals"),
        ("line", ""),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    session: Session,
    browser: FlaskClient,
    alice: Membership,
    target: str,
    field: str,
    value: str,
) -> None:
    cinema(session)

    code, page = send(browser, alice, **{"target": target, field: value})

    assert code == 422
    assert f'id="citation-{field}-error"' in page


def test_who_contributes_to_one_project_is_led_to_it(
    session: Session, browser: FlaskClient, alice: Membership
) -> None:
    cinema(session)

    response = browser.get("/library/cinema-en-cevennes/cite/?section=lessons")

    assert response.location == (
        f"/projects/{alice.project_id}/citations/cinema-en-cevennes/?section=lessons"
    )


def test_who_only_reads_is_told_where_one_cites(
    app: Flask, session: Session, chloe: Membership
) -> None:
    cinema(session)

    page = sign_in(app, chloe).get("/library/cinema-en-cevennes/cite/").text

    assert "Aucun projet où citer" in page


def test_others_do_not_see_who_cites(
    app: Flask,
    session: Session,
    visitor: FlaskClient,
    alice: Membership,
    denis: Membership,
) -> None:
    cited(session, alice)

    for browser in (visitor, sign_in(app, denis)):
        assert "Nous visons" not in browser.get("/library/cinema-en-cevennes/").text


def test_a_citation_is_taken_back(
    session: Session, browser: FlaskClient, alice: Membership
) -> None:
    citation = cited(session, alice)

    browser.post(f"/projects/{alice.project_id}/citations/{citation.id}/removal")

    assert queries.citations(session, alice.project_id, "actions", 7) == []
