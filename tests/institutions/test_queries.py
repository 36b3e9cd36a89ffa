from datetime import date

import pytest
from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core.journal import Hand
from workspace.institutions.changes import declare_institution, give_mandate
from workspace.institutions.models import Card, Term
from workspace.institutions.queries import (
    acting_for,
    by_siren,
    find,
    look_alikes,
    mandate,
    mandates_of,
    search,
    speakers,
)

TODAY = date(2026, 11, 24)


@pytest.fixture
def known(session: Session, hand: Hand) -> Session:
    """A session that knows some institutions."""
    for name, siren in (
        ("Communauté de communes des Plateaux de l’Isarne", "200040715"),
        ("Commune de Vaucreuse", None),
        ("Foyer rural de Vaucreuse", None),
        ("Direction régionale des affaires culturelles de Bretagne", "356000000"),
    ):
        declare_institution(session, hand, Card(name, "association", siren))
    return session


def names(session: Session, typed: str) -> list[str]:
    return [one.name for one in search(session, typed)]


@pytest.mark.parametrize("typed", ["vaucr", "VAUCREUSE", "de  vaucreuse"])
def test_an_institution_is_found_by_words_of_its_name(known: Session, typed: str) -> None:
    assert names(known, typed) == ["Commune de Vaucreuse", "Foyer rural de Vaucreuse"]


@pytest.mark.parametrize("typed", ["200040715", "200 040 715", "200\u00a0040\u00a0715"])
def test_an_institution_is_found_by_its_number(known: Session, typed: str) -> None:
    assert names(known, typed) == ["Communauté de communes des Plateaux de l’Isarne"]


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "zzz", "\u200b"])
def test_what_means_nothing_finds_nothing(known: Session, typed: str) -> None:
    assert names(known, typed) == []


@pytest.mark.parametrize("typed", ["Comune de Vaucreuse", "Commune de la Vaucreuse"])
def test_a_name_written_nearly_the_same_is_noticed(known: Session, typed: str) -> None:
    assert [one.name for one in look_alikes(known, typed)] == ["Commune de Vaucreuse"]


@pytest.mark.parametrize("typed", ["Ville de Vaucreuse", "de la", ""])
def test_another_name_is_no_look_alike(known: Session, typed: str) -> None:
    assert look_alikes(known, typed) == []


def test_institutions_for_which_one_acts_come_by_name(
    known: Session, hand: Hand, emma: User
) -> None:
    for name in ("Foyer rural de Vaucreuse", "Commune de Vaucreuse"):
        institution = search(known, name)[0]
        give_mandate(known, hand, institution, Term(date(2020, 1, 1)), user_id=emma.id)

    found = acting_for(known, emma.id, TODAY)

    assert [one.name for one in found] == ["Commune de Vaucreuse", "Foyer rural de Vaucreuse"]


def test_two_mandates_for_one_institution_count_once(
    known: Session, hand: Hand, emma: User
) -> None:
    institution = search(known, "commune de vaucreuse")[0]
    for function in ("Maire", "Conseillère"):
        term = Term(date(2020, 1, 1), function=function)
        give_mandate(known, hand, institution, term, user_id=emma.id)

    assert len(acting_for(known, emma.id, TODAY)) == 1
    assert speakers(known, institution.id, TODAY) == [("Emma", "Maire"), ("Emma", "Conseillère")]


def test_a_mandate_is_found_by_its_holder_alone(known: Session, hand: Hand, emma: User) -> None:
    institution = search(known, "foyer")[0]
    given = give_mandate(known, hand, institution, Term(date(2020, 1, 1)), user_id=emma.id)

    assert mandate(known, emma.id, given.id) is given
    assert mandate(known, emma.id + 1, given.id) is None
    assert list(mandates_of(known, emma.id)) == [given]


def test_an_institution_is_found_again(known: Session) -> None:
    found = by_siren(known, "356000000")

    assert found
    assert find(known, found.id) is found
    assert find(known, 2**31 - 1) is None
