from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.actors.company import ESCALE, actor, contact, later, tied
from workspace.actors import changes, queries
from workspace.actors.changes import SameActorError
from workspace.actors.models import Actor, ActorStatus, Contact, Profile, profile_of, reach_of
from workspace.core import clock
from workspace.core.errors import Refused, Stale
from workspace.core.journal import Event
from workspace.projects.models import Membership


def told(session: Session, member: Membership) -> list[Event]:
    lines = select(Event).where(Event.space_id == member.project_id).order_by(Event.seq)
    return list(session.scalars(lines))


def last(session: Session, member: Membership) -> Event:
    return told(session, member)[-1]


class TestActors:
    def test_an_actor_is_added_with_all_that_is_said(
        self, session: Session, alice: Membership
    ) -> None:
        added = changes.add_actor(session, alice, ESCALE)

        session.expire_all()
        assert profile_of(session.get_one(Actor, added.id)) == ESCALE
        event = last(session, alice)
        assert (event.name, event.subject_id) == ("actors.added", added.id)
        assert event.institution_id == alice.institution_id

    def test_an_edit_tells_what_changed(self, session: Session, alice: Membership) -> None:
        escale = actor(session, alice)

        changes.edit_actor(session, alice, escale, replace(ESCALE, limits=""), version=1)

        event = last(session, alice)
        assert event.name == "actors.edited"
        assert event.details["before"] == {"limits": ESCALE.limits}
        assert event.details["after"] == {"limits": ""}
        assert escale.version == 2

    def test_writing_the_same_changes_nothing(self, session: Session, alice: Membership) -> None:
        escale, before = actor(session, alice), len(told(session, alice))

        changes.edit_actor(session, alice, escale, ESCALE, version=1)

        assert len(told(session, alice)) == before

    def test_two_people_write_in_two_fields(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        escale = actor(session, alice)

        changes.edit_actor(session, alice, escale, replace(ESCALE, note="Vue hier"), version=1)
        changes.edit_actor(
            session, bilal, escale, replace(ESCALE, parts=("operateur", "artiste")), version=1
        )

        assert escale.note == "Vue hier"
        assert escale.parts == ("operateur", "artiste")

    def test_two_people_write_in_one_field_and_both_texts_are_shown(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        escale = actor(session, alice)
        changes.edit_actor(session, alice, escale, replace(ESCALE, parts=("pilote",)), version=1)

        with pytest.raises(Stale) as clash:
            changes.edit_actor(
                session, bilal, escale, replace(ESCALE, parts=("artiste", "expert")), version=1
            )

        assert clash.value.mine == {"parts": "Artiste associé, Expert, ressource"}
        assert clash.value.theirs == {"parts": "Pilote"}

    def test_who_leaves_keeps_a_card(self, session: Session, alice: Membership) -> None:
        escale = actor(session, alice)

        changes.set_status(session, alice, escale, ActorStatus.LEFT)

        assert escale.has_left
        assert queries.find(session, alice.project_id, escale.id) is escale
        assert last(session, alice).details["after"] == {"status": "parti"}

    def test_an_actor_to_which_something_points_is_not_removed(
        self, session: Session, alice: Membership
    ) -> None:
        escale, relais = actor(session, alice), actor(session, alice, "Le Relais")
        tied(session, alice, escale, relais)

        with pytest.raises(Refused):
            changes.remove_actors(session, alice, [relais])

    def test_what_is_removed_leaves_the_directory_with_its_contacts(
        self, session: Session, alice: Membership
    ) -> None:
        escale = actor(session, alice)
        contact(session, alice, escale)

        changes.remove_actors(session, alice, [escale])

        assert queries.for_picking(session, alice.project_id) == []
        assert queries.title(session, alice.project_id, escale.id) is None
        assert session.scalars(select(Contact)).all() == []
        assert last(session, alice).name == "actors.removed"


class TestContacts:
    def test_the_journal_never_says_how_to_reach_somebody(
        self, session: Session, alice: Membership
    ) -> None:
        escale = actor(session, alice)
        reached = contact(session, alice, escale, phone="05 00 00 00 01", function="Directeur")
        now = replace(reach_of(reached), email="autre@escale.example")

        changes.edit_contact(session, alice, reached, now, actor=escale, version=1)
        changes.remove_contact(session, alice, reached, actor=escale)

        events = told(session, alice)[-3:]
        assert [event.name for event in events] == [
            "contacts.added", "contacts.edited", "contacts.removed",
        ]  # fmt: skip
        said = " ".join(str(event.details) for event in events)
        assert not any(word in said for word in ("Tomas", "example", "05 00", "Directeur"))

    def test_a_contact_rewritten_meanwhile_shows_both(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        escale = actor(session, alice)
        reached = contact(session, alice, escale)
        shown = reach_of(reached)
        changes.edit_contact(
            session, alice, reached, replace(shown, name="Tomas O."), actor=escale, version=1
        )

        with pytest.raises(Stale):
            changes.edit_contact(
                session, bilal, reached, replace(shown, name="T. Oyarzun"), actor=escale, version=1
            )

    def test_a_contact_whose_day_is_over_is_not_shown_then_erased(
        self, session: Session, alice: Membership
    ) -> None:
        escale, today = actor(session, alice), clock.today()
        reached = contact(session, alice, escale, kept_until_on=today)

        assert queries.contacts(session, escale, today) == [reached]
        assert queries.contacts(session, escale, today + timedelta(days=1)) == []

        reached.kept_until_on = later(-1)
        session.flush()
        changes.add_actor(session, alice, Profile("Le Relais"))

        assert session.scalars(select(Contact)).all() == []


class TestRelations:
    def test_a_tie_reads_from_both_sides(self, session: Session, alice: Membership) -> None:
        escale, drac = actor(session, alice), actor(session, alice, "DRAC")

        relation = changes.relate(session, alice, drac, escale, kind="finance", note="30 000 €")

        assert queries.ties(session, escale) == [
            (relation.id, "finance", True, drac.id, "DRAC", "30 000 €")
        ]
        assert queries.ties(session, drac) == [
            (relation.id, "finance", False, escale.id, escale.name, "30 000 €")
        ]
        assert last(session, alice).details["ends"] == [drac.id, escale.id]

    def test_a_tie_stated_twice_is_one_and_takes_the_new_note(
        self, session: Session, alice: Membership
    ) -> None:
        escale, drac = actor(session, alice), actor(session, alice, "DRAC")
        first = tied(session, alice, escale, drac, "coproduit")

        again = changes.relate(session, alice, drac, escale, kind="coproduit")
        other = changes.relate(session, alice, drac, escale, kind="coproduit", note="Danse")

        assert first is again is other
        assert first.note == "Danse"
        assert last(session, alice).name == "relations.noted"

    def test_a_tie_that_has_a_direction_may_go_both_ways(
        self, session: Session, alice: Membership
    ) -> None:
        escale, drac = actor(session, alice), actor(session, alice, "DRAC")

        one = tied(session, alice, escale, drac, "informe")
        other = tied(session, alice, drac, escale, "informe")

        assert one.id != other.id

    def test_nobody_is_tied_to_themselves(self, session: Session, alice: Membership) -> None:
        escale = actor(session, alice)

        with pytest.raises(SameActorError):
            changes.relate(session, alice, escale, escale, kind="finance")

    def test_a_tie_is_taken_back(self, session: Session, alice: Membership) -> None:
        escale, drac = actor(session, alice), actor(session, alice, "DRAC")
        relation = tied(session, alice, escale, drac)

        changes.unrelate(session, alice, relation)

        assert queries.ties(session, escale) == []
        assert last(session, alice).details["other"] == "DRAC"
