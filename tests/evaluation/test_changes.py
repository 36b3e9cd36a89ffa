from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.actions.actions import action
from tests.evaluation.entries import FRIDAY, noted, outline
from workspace.core.errors import Missing, Refused, Stale
from workspace.evaluation import changes, queries
from workspace.evaluation.models import LogEntry
from workspace.evaluation.queries import Filter
from workspace.home.queries import Told, history
from workspace.projects.models import Membership, Role


def told(session: Session, member: Membership, entry: LogEntry) -> list[Told]:
    return history(session, member.project_id, "evaluation", entry.id)


def again(session: Session, entry: LogEntry) -> LogEntry:
    session.flush()
    session.expire_all()
    found = queries.find(session, entry.project_id, entry.id)
    assert found is not None
    return found


def shown(session: Session, member: Membership) -> list[int]:
    months = queries.timeline(session, member.project_id, Filter()).months
    return [line.entry.id for _month, lines in months for line in lines]


class TestAdding:
    def test_an_entry_says_who_noted_it_and_for_whom(
        self, session: Session, bilal: Membership
    ) -> None:
        entry = again(session, noted(session, bilal, "La soupe a manqué."))

        (event,) = told(session, bilal, entry)
        assert (event.name, event.author) == ("evaluation.added", "Bilal")
        assert event.institution == "Foyer rural de Puyseilles"
        assert (entry.text, entry.happened_on) == ("La soupe a manqué.", FRIDAY)

    def test_an_entry_is_tied_to_actions_and_criteria(
        self, session: Session, alice: Membership
    ) -> None:
        fridays, bus = action(session, alice, "Vendredis"), action(session, alice, "Navette")

        entry = again(
            session,
            noted(
                session,
                alice,
                action_ids=frozenset({fridays.id, bus.id}),
                criteria=frozenset({"effets", "accessibilite"}),
            ),
        )

        assert [one.title for one in entry.actions] == ["Navette", "Vendredis"]
        assert [one.code for one in entry.criteria] == ["accessibilite", "effets"]

    def test_an_action_of_another_project_is_not_found(
        self, session: Session, alice: Membership, denis: Membership
    ) -> None:
        theirs = action(session, denis)

        with pytest.raises(Missing):
            noted(session, alice, action_ids=frozenset({theirs.id}))


class TestEditing:
    def test_what_changes_is_told_with_what_it_was(
        self, session: Session, alice: Membership
    ) -> None:
        entry = noted(session, alice, "46 personnes.")

        changes.edit_entry(
            session, alice, entry.id, outline("64 personnes.", kind="mesure"), version=1
        )

        event = told(session, alice, entry)[0]
        assert event.name == "evaluation.edited"
        assert event.details["before"] == {"kind": "observation", "text": "46 personnes."}
        assert event.details["after"] == {"kind": "mesure", "text": "64 personnes."}
        assert again(session, entry).version == 2

    def test_nothing_new_tells_nothing(self, session: Session, alice: Membership) -> None:
        entry = noted(session, alice, "46 personnes.")

        changes.edit_entry(session, alice, entry.id, outline("46 personnes."), version=1)

        assert len(told(session, alice, entry)) == 1
        assert again(session, entry).version == 1

    def test_two_people_in_two_fields_both_keep_their_words(
        self, session: Session, alice: Membership
    ) -> None:
        entry = noted(session, alice, "46 personnes.")
        changes.edit_entry(
            session, alice, entry.id, outline("46 personnes.", why="La pluie"), version=1
        )

        changes.edit_entry(session, alice, entry.id, outline("64 personnes."), version=1)

        found = again(session, entry)
        assert (found.text, found.why) == ("64 personnes.", "La pluie")

    def test_two_people_in_one_field_see_both_texts(
        self, session: Session, alice: Membership
    ) -> None:
        entry = noted(session, alice, "46 personnes.")
        changes.edit_entry(session, alice, entry.id, outline("64 personnes."), version=1)

        with pytest.raises(Stale) as stale:
            changes.edit_entry(session, alice, entry.id, outline("40 personnes."), version=1)

        assert stale.value.mine == {"text": "40 personnes."}
        assert stale.value.theirs == {"text": "64 personnes."}

    def test_ties_can_be_loosened(self, session: Session, alice: Membership) -> None:
        fair = action(session, alice)
        entry = noted(
            session, alice, action_ids=frozenset({fair.id}), criteria=frozenset({"effets"})
        )

        changes.edit_entry(
            session, alice, entry.id, outline(criteria=frozenset({"egalite"})), version=1
        )
        session.flush()

        found = again(session, entry)
        assert found.actions == []
        assert [one.code for one in found.criteria] == ["egalite"]


class TestWhoMay:
    def test_an_institution_keeps_hold_of_what_it_noted(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        entry = noted(session, bilal)
        colleague = people.joins(
            session, alice, "Gaëlle", role=Role.CONTRIBUTOR, speaks_for="Un autre foyer"
        )
        colleague.institution_id = bilal.institution_id

        changes.edit_entry(session, colleague, entry.id, outline("Corrigé."), version=1)
        changes.withdraw_entry(session, alice, entry)

        assert again(session, entry).is_withdrawn

    def test_nobody_else_rewrites_it(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        entry = noted(session, alice)

        with pytest.raises(Refused):
            changes.edit_entry(session, bilal, entry.id, outline("Corrigé."), version=1)
        with pytest.raises(Refused):
            changes.withdraw_entry(session, bilal, entry)

    def test_two_people_without_institution_are_not_one(
        self, session: Session, bilal: Membership, chloe: Membership
    ) -> None:
        bilal.institution_id = chloe.institution_id = None
        chloe.role = Role.CONTRIBUTOR
        entry = noted(session, bilal)

        with pytest.raises(Refused):
            changes.withdraw_entry(session, chloe, entry)


class TestWithdrawing:
    def test_a_withdrawn_entry_leaves_the_log_and_stays_in_the_history(
        self, session: Session, bilal: Membership
    ) -> None:
        entry = noted(session, bilal)

        changes.withdraw_entry(session, bilal, entry)
        changes.withdraw_entry(session, bilal, entry)

        found = again(session, entry)
        assert shown(session, bilal) == []
        assert found.withdrawn_by is not None
        assert [event.name for event in told(session, bilal, entry)] == [
            "evaluation.withdrawn",
            "evaluation.added",
        ]

    def test_it_can_be_put_back(self, session: Session, bilal: Membership) -> None:
        entry = noted(session, bilal)
        changes.withdraw_entry(session, bilal, entry)

        changes.put_entry_back(session, bilal, entry)
        changes.put_entry_back(session, bilal, entry)

        assert shown(session, bilal) == [entry.id]
        assert told(session, bilal, entry)[0].name == "evaluation.put_back"

    def test_it_is_not_rewritten_meanwhile(self, session: Session, bilal: Membership) -> None:
        entry = noted(session, bilal)
        changes.withdraw_entry(session, bilal, entry)

        with pytest.raises(Missing):
            changes.edit_entry(session, bilal, entry.id, outline("Corrigé."), version=1)


def test_a_long_text_is_called_by_its_first_words(session: Session, alice: Membership) -> None:
    entry = noted(session, alice, "mot " * 60)
    lines = noted(session, alice, "Une ligne\net une autre", happened_on=date(2026, 5, 9))
    endless = noted(session, alice, "a" * 5000)

    assert entry.title.endswith("mot…")
    assert len(entry.title) <= 91
    assert lines.title == "Une ligne"
    assert len(endless.title) <= 91
