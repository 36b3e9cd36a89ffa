import time
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import people
from tests.conftest import HTMX, database_of, settings_for
from tests.counting import counted
from workspace.accounts.models import User
from workspace.accounts.queries import by_email
from workspace.cohorts import changes, queries
from workspace.cohorts.changes import Enrolled, Seat
from workspace.cohorts.models import Cohort
from workspace.projects.models import Membership
from workspace.projects.queries import projects_of

PEOPLE = "Un;Ana Roy;ana@x.fr\nUn;Bob Sy;bob@x.fr\nDeux;Zoé Le Bris;zoe@x.fr"


@pytest.fixture
def office(app: Flask, ines: User, tmp_path: Path) -> FlaskClient:
    """The organiser's browser; letters are written where the test looks."""
    app.extensions["settings"] = settings_for("", tmp_path)
    return people.browser_of(app, ines.id)


def letters(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.eml"))


def enrol(office: FlaskClient, cohort: Cohort, typed: str) -> int:
    form = {"people": typed, "confirmed": "1"}
    return office.post(f"/cohorts/{cohort.id}/groups/", data=form).status_code


def test_a_session_is_opened_then_corrected(office: FlaskClient) -> None:
    form = {"title": "Printemps", "place": "Lyon", "starts_on": "2027-03-01", "template": "blank"}
    opened = office.post("/cohorts/new/", data=form)

    corrected = office.post(
        f"{opened.location}settings/", data=form | {"place": "Brest", "version": "1"}
    )

    assert corrected.status_code == 303
    assert "Brest" in office.get(opened.location).text
    assert "Printemps" in office.get("/cohorts/").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"starts_on": "31/02/2027"}, "une date qui existe"),
        ({"ends_on": "2020-01-01"}, "La fin vient après le début"),
        ({"template": "autre"}, "cohort-template-error"),
    ],
)
def test_a_mistake_is_told_beside_its_field(
    office: FlaskClient, wrong: dict[str, str], said: str
) -> None:
    form = {"title": "Printemps", "starts_on": "2027-03-01", "template": "blank"} | wrong

    answer = office.post("/cohorts/new/", data=form)

    assert answer.status_code == 422
    assert said in answer.text
    assert form["title"] in answer.text


def test_a_list_is_checked_before_anything_is_made(
    office: FlaskClient, session: Session, cohort: Cohort
) -> None:
    answer = office.post(f"/cohorts/{cohort.id}/groups/", data={"people": PEOPLE})

    assert "2 groupes à inscrire" in answer.text
    assert not queries.groups(session, cohort.id)


@pytest.mark.parametrize("people", [PEOPLE, "Un;Ana Roy;nowhere"])
def test_the_page_opens_again_at_what_was_read(
    office: FlaskClient, cohort: Cohort, people: str
) -> None:
    answer = office.post(f"/cohorts/{cohort.id}/groups/", data={"people": people})

    assert f'action="/cohorts/{cohort.id}/groups/#cohort-read"' in answer.text
    assert answer.text.count('id="cohort-read"') == 1


def test_each_candidate_finds_their_space_and_a_letter(
    office: FlaskClient, session: Session, cohort: Cohort, tmp_path: Path
) -> None:
    assert enrol(office, cohort, PEOPLE) == 303

    zoe = by_email(session, "zoe@x.fr")
    assert zoe
    assert [project.title for project in projects_of(session, zoe.id)] == ["Deux"]
    assert letters(tmp_path).count("/account/reset/") == 3


def test_who_has_an_account_already_receives_no_password(
    office: FlaskClient, cohort: Cohort, alice: Membership, tmp_path: Path
) -> None:
    enrol(office, cohort, f"Un;Alice;{alice.user.email}")

    assert "/account/reset/" not in letters(tmp_path)
    assert "/projects/" in letters(tmp_path)


def test_a_file_is_read_and_stays_in_the_page(office: FlaskClient, cohort: Cohort) -> None:
    sent = {"people": "", "file": (BytesIO(PEOPLE.encode("cp1252")), "groups.csv")}

    answer = office.post(f"/cohorts/{cohort.id}/groups/", data=sent)

    assert "2 groupes à inscrire" in answer.text
    assert "Deux;Zoé Le Bris;zoe@x.fr" in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "La liste est vide"), ("Un;Ana;ana", "n’est pas complète"), ("\0\0", "error")],
)
def test_a_wrong_list_makes_nothing(
    office: FlaskClient, session: Session, cohort: Cohort, typed: str, said: str
) -> None:
    form = {"people": typed, "confirmed": "1"}
    answer = office.post(f"/cohorts/{cohort.id}/groups/", data=form)

    assert answer.status_code == 422
    assert said in answer.text
    assert not queries.groups(session, cohort.id)


def test_nobody_is_put_into_two_groups(
    office: FlaskClient, session: Session, cohort: Cohort
) -> None:
    enrol(office, cohort, PEOPLE)

    assert enrol(office, cohort, "Deux;Ana Roy;ana@x.fr") == 422
    assert queries.seats(session, cohort.id)["ana@x.fr"] == "Un"


def test_twelve_groups_are_made_in_one_go(
    office: FlaskClient, session: Session, cohort: Cohort
) -> None:
    typed = "\n".join(f"Groupe {n // 4};Ana {n};ana{n}@x.fr" for n in range(48))
    started = time.monotonic()

    assert enrol(office, cohort, typed) == 303

    assert time.monotonic() - started < 60
    assert len(queries.groups(session, cohort.id)) == 12


def test_a_trainer_is_given_the_groups(
    office: FlaskClient, app: Flask, session: Session, cohort: Cohort, paul: User
) -> None:
    enrol(office, cohort, PEOPLE)
    url = f"/cohorts/{cohort.id}/"
    assert office.post(f"{url}trainers/", data={"email": "nobody@x.fr"}).status_code == 422
    office.post(f"{url}trainers/", data={"email": "nora@x.fr", "name": "Nora"})
    office.post(f"{url}trainers/", data={"email": str(paul.email)})

    page = people.browser_of(app, paul.id).get(url).text

    assert page.count('<th scope="row"><a href="/projects/') == 2
    assert "cohort-people" not in page
    assert {one.name for one in queries.trainers(session, cohort.id)} == {"Nora", "Paul"}


def test_a_candidate_sees_their_own_group_alone(
    office: FlaskClient, app: Flask, session: Session, cohort: Cohort
) -> None:
    enrol(office, cohort, PEOPLE)
    zoe = by_email(session, "zoe@x.fr")
    assert zoe

    browser = people.browser_of(app, zoe.id)

    page = browser.get(f"/cohorts/{cohort.id}/").text
    assert "Deux" in page
    assert '<th scope="row">Un' not in page
    assert cohort.title in browser.get("/cohorts/").text


def test_a_trainer_opens_their_own_sessions_alone(
    app: Flask, session: Session, cohort: Cohort, ines: User, paul: User
) -> None:
    other = changes.open_cohort(
        session, ines, changes.Plan("Autre", "", cohort.starts_on, None, "blank")
    )
    changes.assign_trainer(session, ines, other, paul)
    session.commit()
    browser = people.browser_of(app, paul.id)

    assert browser.get(f"/cohorts/{cohort.id}/").status_code == 404
    assert browser.get(f"/live/cohort-{cohort.id}").status_code == 404
    assert browser.get(f"/cohorts/{other.id}/").status_code == 200
    assert cohort.title not in browser.get("/cohorts/").text


def test_the_table_takes_as_many_reads_however_many_groups(
    app: Flask, session: Session, cohort: Cohort, ines: User, office: FlaskClient
) -> None:
    def reads() -> int:
        with counted(database_of(app).engine) as asked:
            office.get(f"/cohorts/{cohort.id}/", headers=HTMX)
        return len(asked)

    def add(name: str) -> None:
        seat = Seat(people.person(session, f"Chef de {name}"))
        changes.enrol(session, ines, cohort, [Enrolled(name, [seat])])
        session.commit()

    add("Un")
    one = reads()
    add("Deux")
    add("Trois")

    assert reads() == one
