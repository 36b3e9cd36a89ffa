import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.conftest import sign_in
from workspace.accounts.models import User
from workspace.core import clock
from workspace.institutions.models import Institution, Mandate
from workspace.projects.models import Membership

MANDATES = "/account/mandates/"
NEW = {
    "institution": "0",
    "new-name": "Pays de Redon",
    "new-type": "pays_petr",
    "starts_on": "2026-01-01",
}


@pytest.fixture
def own(app: Flask, session: Session, emma: User) -> FlaskClient:
    """Emma's browser."""
    session.commit()
    return people.browser_of(app, emma.id)


def mandates(session: Session, emma: User) -> list[Mandate]:
    return list(session.scalars(select(Mandate).where(Mandate.user_id == emma.id)))


def test_a_mandate_is_declared_for_an_institution_that_is_known(
    own: FlaskClient, session: Session, emma: User
) -> None:
    redon = people.institution(session, "Ville de Redon")
    session.commit()
    found = own.get(f"{MANDATES}?q=redon").text

    reply = own.post(
        MANDATES,
        data={"institution": redon.id, "function": "Adjointe", "starts_on": "2026-01-01"},
    )

    (mandate,) = mandates(session, emma)
    assert f'value="{redon.id}"' in found
    assert reply.status_code == 303
    assert (mandate.institution_id, mandate.function) == (redon.id, "Adjointe")


def test_an_institution_is_declared_with_the_mandate(
    own: FlaskClient, session: Session, emma: User
) -> None:
    own.post(MANDATES, data=NEW | {"new-siren": "243 500 741"})

    (mandate,) = mandates(session, emma)
    institution = session.get_one(Institution, mandate.institution_id)
    assert (institution.name, institution.siren) == ("Pays de Redon", "243500741")


@pytest.mark.parametrize(
    "changed",
    [
        {"institution": ""},
        {"institution": "abc"},
        {"new-name": ""},
        {"new-type": "empire"},
        {"new-siren": "123456789"},
        {"new-insee": "3818"},
        {"starts_on": ""},
        {"starts_on": "2026-02-30"},
        {"ends_on": "2020-01-01"},
        {"function": "x" * 121},
    ],
)
def test_what_declares_no_mandate_is_shown_again(
    own: FlaskClient, session: Session, emma: User, changed: dict[str, str]
) -> None:
    reply = own.post(MANDATES, data=NEW | changed)

    assert reply.status_code in {404, 422}
    assert mandates(session, emma) == []


def test_an_institution_that_looks_like_another_is_declared_knowingly(
    own: FlaskClient, session: Session, emma: User
) -> None:
    people.institution(session, "Pays de Redon-Bretagne")
    session.commit()
    typed = NEW | {"new-name": "Pays de Redon Bretagnes"}

    doubtful = own.post(MANDATES, data=typed)
    sure = own.post(MANDATES, data=typed | {"is_another": "y"})

    assert doubtful.status_code == 422
    assert "Pays de Redon-Bretagne" in doubtful.text
    assert sure.status_code == 303
    assert len(mandates(session, emma)) == 1


def test_the_same_institution_is_never_declared_twice(
    own: FlaskClient, session: Session, emma: User
) -> None:
    session.add(Institution(name="Pays de Redon", type="pays_petr"))
    session.commit()

    reply = own.post(MANDATES, data=NEW | {"is_another": "y"})

    assert reply.status_code == 422
    assert mandates(session, emma) == []


def test_a_mandate_ends(own: FlaskClient, session: Session, emma: User) -> None:
    own.post(MANDATES, data=NEW)
    (mandate,) = mandates(session, emma)
    yesterday = clock.today() - timedelta(days=1)

    own.post(f"{MANDATES}{mandate.id}/end", data={"last_day": yesterday.isoformat()})

    session.refresh(mandate)
    assert mandate.is_over(clock.today())
    assert "Terminé, ne sert plus" in own.get(MANDATES).text


@pytest.mark.parametrize("day", ["", "31/02/2026", "2025-12-31"])
def test_a_mandate_ends_on_a_day_that_it_lived(
    own: FlaskClient, session: Session, emma: User, day: str
) -> None:
    own.post(MANDATES, data=NEW)
    (mandate,) = mandates(session, emma)

    reply = own.post(f"{MANDATES}{mandate.id}/end", data={"last_day": day})

    assert reply.status_code == 422
    assert mandate.ends_on is None


def test_nobody_ends_the_mandate_of_another(
    app: Flask, own: FlaskClient, session: Session, emma: User, denis: Membership
) -> None:
    own.post(MANDATES, data=NEW)
    (mandate,) = mandates(session, emma)

    reply = sign_in(app, denis).post(
        f"{MANDATES}{mandate.id}/end", data={"last_day": date(2026, 3, 1).isoformat()}
    )

    assert reply.status_code == 404


def test_an_institution_is_corrected_by_those_who_speak_for_it(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    address = f"/institutions/{alice.institution_id}/"

    browser.post(address, data={"name": "Redon", "type": "commune", "insee": "35236", "version": 1})

    institution = session.get_one(Institution, alice.institution_id)
    session.refresh(institution)
    assert (institution.name, institution.insee, institution.version) == ("Redon", "35236", 2)


def test_others_read_it_without_correcting_it_or_learning_who_speaks(
    own: FlaskClient, alice: Membership
) -> None:
    address = f"/institutions/{alice.institution_id}/"

    page, sent = own.get(address).text, own.post(address, data={"name": "Redon"})

    assert "Ville de Redon" in page
    assert "Alice" not in page
    assert not re.search(r'<form[^>]+action="/institutions/', page)
    assert sent.status_code == 403


def test_two_people_who_correct_it_at_once_see_both_texts(
    browser: FlaskClient, alice: Membership
) -> None:
    address = f"/institutions/{alice.institution_id}/"
    browser.post(address, data={"name": "Redon", "type": "commune", "version": 1})

    reply = browser.post(
        address, data={"name": "Commune de Redon", "type": "commune", "version": 1}
    )

    assert reply.status_code == 409
    assert "Redon" in reply.text


def test_a_correction_never_makes_a_twin(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    session.add(Institution(name="Redon", type="commune"))
    session.commit()

    reply = browser.post(
        f"/institutions/{alice.institution_id}/",
        data={"name": "redon", "type": "commune", "version": 1},
    )

    assert reply.status_code == 422
    assert "a déjà ce nom" in reply.text


@pytest.mark.parametrize("address", ["/institutions/0/", "/institutions/999999/"])
def test_an_institution_that_does_not_exist_is_not_found(own: FlaskClient, address: str) -> None:
    assert own.get(address).status_code == 404
