from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.comments.talk import HERE, said
from workspace.comments import changes, queries
from workspace.comments.models import Comment
from workspace.projects import queries as projects
from workspace.projects.models import Membership, Role

Ending = Callable[[Session, Membership, Comment], None]


def called(session: Session, member: Membership, body: str) -> set[int]:
    return queries.called(body, projects.members(session, member.project_id))


class TestCalls:
    @pytest.mark.parametrize(
        "body",
        ["Merci @Bilal", "merci @bilal, vraiment", "(@BILAL)", "@Bilal", "Vu ?\n@Bilal\u00a0!"],
    )
    def test_a_person_is_called_by_their_name(
        self, session: Session, bilal: Membership, body: str
    ) -> None:
        assert called(session, bilal, body) == {bilal.user_id}

    @pytest.mark.parametrize(
        "body", ["Merci Bilal", "@Bilalou", "ecrire@bilal.example", "@", "@@", "@ Bilal"]
    )
    def test_nobody_is_called_by_chance(
        self, session: Session, bilal: Membership, body: str
    ) -> None:
        assert called(session, bilal, body) == set()

    def test_an_institution_reaches_its_members(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        colleague = people.joins(
            session, alice, "Gaëlle", role=Role.READER, speaks_for="Un autre foyer"
        )
        colleague.institution = bilal.institution
        session.flush()

        found = called(session, alice, "@foyer rural de puyseilles qu’en dites-vous ?")

        assert found == {bilal.user_id, colleague.user_id}

    def test_the_longer_of_two_names_is_meant(self, session: Session, alice: Membership) -> None:
        martin = people.joins(session, alice, "Jean Martin", role=Role.READER, speaks_for="A")
        longer = people.joins(session, alice, "Jean Martin Roy", role=Role.READER, speaks_for="B")

        assert called(session, alice, "@Jean Martin Roy et @jean martin") == {
            martin.user_id,
            longer.user_id,
        }
        assert called(session, alice, "@Jean Martin Roy") == {longer.user_id}


class TestNames:
    def test_people_come_first_then_institutions_with_how_many_they_are(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        assert bilal.institution
        members = projects.members(session, alice.project_id)

        found = queries.names(members, "")

        assert [one.name for one in found] == [
            "Alice", "Bilal", "Foyer rural de Puyseilles", "Ville de Redon",
        ]  # fmt: skip
        assert found[0].about == "Ville de Redon"
        assert found[2].people == 1

    @pytest.mark.parametrize("typed", ["puy", "PUYSEILLES", "foyer rur", "rural"])
    def test_any_word_of_a_name_finds_it(
        self, session: Session, bilal: Membership, typed: str
    ) -> None:
        members = projects.members(session, bilal.project_id)

        assert [one.name for one in queries.names(members, typed)] == ["Foyer rural de Puyseilles"]

    def test_no_more_than_a_few_are_proposed(self, session: Session, alice: Membership) -> None:
        for number in range(12):
            people.joins(
                session, alice, f"Membre {number}", role=Role.READER, speaks_for=f"Commune {number}"
            )
        members = projects.members(session, alice.project_id)

        assert len(queries.names(members, "")) == queries.MOST_NAMES


class TestCallsUpon:
    def test_a_call_waits_until_one_answers(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        comment = said(session, alice, "@Bilal, combien étiez-vous ?")

        waiting = queries.calls_upon(session, bilal.project_id, bilal.user_id)
        said(session, bilal, "Quarante-six.")

        assert [one.id for one in waiting] == [comment.id]
        assert queries.calls_upon(session, bilal.project_id, bilal.user_id) == []

    def test_an_answer_elsewhere_is_no_answer(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        said(session, alice, "@Bilal, combien étiez-vous ?")

        said(session, bilal, "Autre chose", on=type(HERE)("evaluation", 8, "Un samedi"))

        assert len(queries.calls_upon(session, bilal.project_id, bilal.user_id)) == 1

    @pytest.mark.parametrize("end", [changes.settle_comment, changes.remove_comment])
    def test_what_is_settled_or_removed_calls_nobody(
        self, session: Session, alice: Membership, bilal: Membership, end: Ending
    ) -> None:
        comment = said(session, alice, "@Bilal, combien étiez-vous ?")

        end(session, alice, comment)

        assert queries.calls_upon(session, bilal.project_id, bilal.user_id) == []

    def test_one_does_not_call_oneself(self, session: Session, alice: Membership) -> None:
        said(session, alice, "Je note, @Alice")

        assert queries.calls_upon(session, alice.project_id, alice.user_id) == []


def test_what_is_removed_is_not_counted(session: Session, alice: Membership) -> None:
    said(session, alice)
    changes.remove_comment(session, alice, said(session, alice))

    assert queries.counts(session, alice.project_id, HERE.topic) == {HERE.id: 1}
    assert len(queries.thread(session, alice.project_id, HERE.topic, HERE.id)) == 1


def test_what_one_said_is_handed_over(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    said(session, bilal, "Quarante-six.")

    [one] = queries.own_data(session, bilal.user_id)

    assert (one["text"], one["on"]) == ("Quarante-six.", "evaluation")
    assert queries.own_data(session, alice.user_id) == []
