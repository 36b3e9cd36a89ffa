from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import journal
from workspace.core.db import Database
from workspace.core.errors import Stale
from workspace.core.journal import Event, Hand
from workspace.institutions import queries
from workspace.institutions.changes import (
    TwinError,
    correct_institution,
    declare_institution,
    end_mandate,
    give_mandate,
)
from workspace.institutions.models import Card, Institution, Term
from workspace.territories.models import Territory

REDON = Card("Ville de Redon", "commune")
JANUARY, MARCH, JUNE = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 30)


def names(session: Session) -> list[str]:
    told = select(Event.name).where(Event.topic.in_(("institutions", "mandates")))
    return list(session.scalars(told.order_by(Event.seq)))


def territory(session: Session, name: str) -> int:
    made = Territory(level="quartier", name=name)
    session.add(made)
    session.flush()
    return made.id


def test_an_institution_is_declared(session: Session, hand: Hand) -> None:
    declared = declare_institution(session, hand, REDON)

    assert (declared.name, declared.type, declared.version) == ("Ville de Redon", "commune", 1)
    assert names(session) == ["institutions.declared"]


@pytest.mark.parametrize(
    "name", ["Ville de Redon", "VILLE DE REDON ", "Ville  de\u200b Redon", "Ville-de-Rédon"]
)
def test_a_name_that_looks_the_same_is_not_declared_twice(
    session: Session, hand: Hand, name: str
) -> None:
    known = declare_institution(session, hand, REDON)

    with pytest.raises(TwinError) as refused:
        declare_institution(session, hand, Card(name, "commune"))

    assert refused.value.known is known


def test_a_number_is_not_declared_twice(session: Session, hand: Hand) -> None:
    known = declare_institution(session, hand, Card("Le Canal", "association", "200040715"))

    with pytest.raises(TwinError) as refused:
        declare_institution(session, hand, Card("Canal Théâtre", "equipement", "200040715"))

    assert refused.value.known is known


def test_namesakes_with_two_numbers_are_two_institutions(session: Session, hand: Hand) -> None:
    declare_institution(session, hand, Card("Foyer rural", "association", "200040715"))
    declare_institution(session, hand, Card("Foyer rural", "association", "356000000"))

    assert len(queries.search(session, "foyer rural")) == 2


def test_namesakes_of_two_territories_are_two_institutions(session: Session, hand: Hand) -> None:
    here, there = territory(session, "Ici"), territory(session, "Là")
    declare_institution(session, hand, Card("Foyer rural", "association", territory_id=here))
    declare_institution(session, hand, Card("Foyer rural", "association", territory_id=there))

    with pytest.raises(TwinError):
        declare_institution(session, hand, Card("Foyer rural", "association"))


def test_a_correction_is_told_with_what_was_there(session: Session, hand: Hand) -> None:
    redon = declare_institution(session, hand, REDON)

    correct_institution(
        session, hand, redon, Card("Commune de Redon", "commune", "200040715"), version=1
    )

    told = session.scalars(select(Event).where(Event.name == "institutions.corrected")).one()
    assert told.details == {
        "title": "Commune de Redon",
        "before": {"name": "Ville de Redon", "siren": None},
        "after": {"name": "Commune de Redon", "siren": "200040715"},
    }
    assert redon.version == 2


def test_a_correction_that_changes_nothing_tells_nothing(session: Session, hand: Hand) -> None:
    redon = declare_institution(session, hand, REDON)

    correct_institution(session, hand, redon, REDON, version=7)

    assert names(session) == ["institutions.declared"]


def test_a_correction_of_an_old_version_shows_both_texts(session: Session, hand: Hand) -> None:
    redon = declare_institution(session, hand, REDON)
    correct_institution(session, hand, redon, Card("Redon", "commune"), version=1)

    with pytest.raises(Stale) as stale:
        correct_institution(session, hand, redon, Card("Commune de Redon", "commune"), version=1)

    assert stale.value.mine["name"] == "Commune de Redon"
    assert stale.value.theirs["name"] == "Redon"
    assert redon.name == "Redon"


def test_a_correction_may_not_take_the_name_of_another(session: Session, hand: Hand) -> None:
    declare_institution(session, hand, REDON)
    other = declare_institution(session, hand, Card("Ville de Vitré", "commune"))

    with pytest.raises(TwinError):
        correct_institution(session, hand, other, REDON, version=1)


def test_a_mandate_lets_a_person_speak_while_it_holds(
    session: Session, hand: Hand, emma: User
) -> None:
    redon = declare_institution(session, hand, REDON)

    give_mandate(session, hand, redon, Term(MARCH, JUNE, "Adjointe"), user_id=emma.id)

    assert list(queries.acting_for(session, emma.id, MARCH)) == [redon]
    assert list(queries.acting_for(session, emma.id, JANUARY)) == []
    assert queries.may_act_for(session, emma.id, redon.id, JUNE)
    assert not queries.may_act_for(session, emma.id, redon.id, date(2026, 7, 1))


def test_an_ended_mandate_speaks_no_more(session: Session, hand: Hand, emma: User) -> None:
    redon = declare_institution(session, hand, REDON)
    given = give_mandate(session, hand, redon, Term(JANUARY), user_id=emma.id)

    end_mandate(session, hand, given, last_day=MARCH)
    end_mandate(session, hand, given, last_day=MARCH)
    end_mandate(session, hand, given, last_day=JUNE)

    assert given.ends_on == MARCH
    assert not queries.may_act_for(session, emma.id, redon.id, JUNE)
    assert names(session) == ["institutions.declared", "mandates.given", "mandates.ended"]


def test_the_journal_of_mandates_names_nobody(session: Session, hand: Hand, emma: User) -> None:
    redon = declare_institution(session, hand, REDON)
    give_mandate(session, hand, redon, Term(JANUARY, None, "Adjointe d’Emma"), user_id=emma.id)

    details = session.scalars(select(Event.details).where(Event.topic == "mandates")).one()
    assert "Emma" not in str(details)


def test_two_people_declaring_one_institution_at_once_make_one(database: Database) -> None:
    with database.writing() as session:
        hand = Hand(journal.accounts_space(session))
        declare_institution(session, hand, REDON)
        session.commit()

    with database.writing() as session, pytest.raises(TwinError):
        declare_institution(session, hand, REDON)

    with database.reading() as session:
        assert len(session.scalars(select(Institution)).all()) == 1
