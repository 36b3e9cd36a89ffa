from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.actors.company import ESCALE, actor, contact, tied
from tests.imports.sending import draft, imported, names, planned, whole
from workspace.actions.changes import add_action
from workspace.actions.models import Outline
from workspace.actions.queries import find_written
from workspace.actors import changes as directory
from workspace.actors import queries as actors
from workspace.actors.changes import SameActorError
from workspace.actors.models import Actor, Contact, profile_of
from workspace.comments import changes as comments
from workspace.comments import queries as threads
from workspace.core import clock
from workspace.core.journal import Event
from workspace.core.subjects import Subject
from workspace.imports import changes, queries
from workspace.imports.changes import ChangedSinceError
from workspace.imports.models import KEPT, Draft
from workspace.projects.models import Membership

SHEET = (
    "nom;type;courriel\n"
    "L'ESCALE, scène conventionnée itinérante;association;e@escale.example\n"
    "Le Relais;association;r@relais.example\n"
)


def events(session: Session, member: Membership) -> list[str]:
    lines = select(Event.name).where(Event.space_id == member.project_id).order_by(Event.seq)
    return list(session.scalars(lines))


class TestImport:
    def test_it_is_told_once_and_kept_in_each_history(
        self, session: Session, alice: Membership
    ) -> None:
        actor(session, alice)
        before = len(events(session, alice))

        made = imported(session, alice, SHEET)

        assert (made.added, made.updated) == (1, 1)
        assert events(session, alice)[before:] == [
            "actors.imported", "actors.edited", "imports.made",
        ]  # fmt: skip

    def test_what_is_known_is_completed_and_keeps_its_name(
        self, session: Session, alice: Membership
    ) -> None:
        escale = actor(session, alice)

        imported(session, alice, SHEET)

        assert profile_of(escale) == replace(ESCALE, type="association")
        [reached] = actors.contacts(session, escale, clock.today())
        assert (reached.email, reached.origin) == ("e@escale.example", "tableau importé")

    def test_two_lines_may_complete_one_actor(self, session: Session, alice: Membership) -> None:
        foyer = actor(session, alice, "Foyer rural de Puyseilles", siren="443061841")
        sheet = "nom;commune;siren;remarque\nFoyer rural de Puyseilles;X;;\nLe foyer;;443061841;Y\n"

        made = imported(session, alice, sheet)
        assert (foyer.place, foyer.note) == ("X", "Y")
        changes.undo_import(session, alice, made)

        assert (foyer.place, foyer.note) == ("", "")

    def test_a_sheet_waits_for_a_day_and_is_the_only_one(
        self, session: Session, alice: Membership, bilal: Membership
    ) -> None:
        old = draft(session, bilal)
        old.at -= KEPT * 2
        session.flush()
        assert queries.draft(session, bilal.project_id, bilal.user_id, old.id) is None
        draft(session, alice)

        last = draft(session, alice)

        assert session.scalars(select(Draft)).all() == [last]


class TestUndo:
    def test_everything_is_as_before(self, session: Session, alice: Membership) -> None:
        escale = actor(session, alice)
        made = imported(session, alice, SHEET)

        changes.undo_import(session, alice, made)
        changes.undo_import(session, alice, made)

        assert names(session, alice) == [ESCALE.name]
        assert profile_of(escale) == ESCALE
        assert session.scalars(select(Contact)).all() == []
        assert events(session, alice)[-3:] == [
            "actors.taken_back", "actors.edited", "imports.undone",
        ]  # fmt: skip
        assert planned(session, alice, SHEET).count == 2

    @pytest.mark.parametrize("touch", ["edit", "tie", "comment", "contact", "known"])
    def test_work_done_since_is_not_undone(
        self, session: Session, alice: Membership, bilal: Membership, touch: str
    ) -> None:
        escale = actor(session, alice)
        made = imported(session, alice, SHEET)
        relais = next(one for one in whole(session, alice) if one.name == "Le Relais")
        match touch:
            case "edit":
                now = replace(profile_of(relais), note="Vu")
                directory.edit_actor(session, bilal, relais, now, version=1)
            case "known":
                directory.edit_actor(session, bilal, escale, ESCALE, version=2)
            case "tie":
                tied(session, bilal, escale, relais)
            case "comment":
                subject = Subject("actors", relais.id, relais.name)
                comments.add_comment(session, bilal, subject, body="Vu")
            case _:
                contact(session, bilal, relais)

        with pytest.raises(ChangedSinceError) as refusal:
            changes.undo_import(session, alice, made)

        assert refusal.value.names == [escale.name if touch == "known" else "Le Relais"]
        assert "Le Relais" in names(session, alice)


class TestMerge:
    def test_all_that_points_to_the_twin_points_to_the_kept_one(
        self, session: Session, alice: Membership
    ) -> None:
        kept, twin = actor(session, alice), actor(session, alice, "Escale (scène)", note="Vue")
        drac = actor(session, alice, "DRAC")
        tied(session, alice, kept, drac, "informe")
        tied(session, alice, twin, drac, "informe")
        tied(session, alice, drac, twin, "finance")
        tied(session, alice, kept, twin, "coproduit")
        reached = contact(session, alice, twin)
        comments.add_comment(session, alice, Subject("actors", twin.id, twin.name), body="Vu")

        changes.merge_actors(session, alice, kept, twin)

        session.expire_all()
        assert [(tie.type, tie.other) for tie in actors.ties(session, kept)] == [
            ("finance", "DRAC"), ("informe", "DRAC"),
        ]  # fmt: skip
        assert actors.contacts(session, kept, clock.today()) == [reached]
        assert len(threads.thread(session, alice.project_id, "actors", kept.id)) == 1
        assert session.get_one(Actor, kept.id).note == "Vue"
        assert actors.merged_into(session, alice.project_id, twin.id) == kept.id
        assert actors.find(session, alice.project_id, twin.id) is None
        assert actors.merged_from(session, kept) == [(twin.id, twin.name)]
        assert events(session, alice)[-1] == "actors.merged"

    def test_actions_follow_even_where_both_take_part(
        self, session: Session, alice: Membership
    ) -> None:
        kept, twin = actor(session, alice), actor(session, alice, "Escale (scène)")
        outline = Outline("Danse", owner_id=twin.id, partner_ids=frozenset({kept.id, twin.id}))
        action = add_action(session, alice, outline)
        session.commit()

        changes.merge_actors(session, alice, kept, twin)

        session.expire_all()
        found = find_written(session, alice.project_id, action.id)
        assert found is not None
        assert found.owner_id == kept.id
        assert [one.id for one in found.partners] == [kept.id]

    def test_what_both_say_stays_as_the_kept_one_says_it(
        self, session: Session, alice: Membership
    ) -> None:
        kept = actor(session, alice, "A", type="commune", parts=("pilote",), limits="Peu")
        twin = actor(
            session, alice, "B", type="epci", parts=("pilote", "expert"), limits="Rien", place="X"
        )

        changes.merge_actors(session, alice, kept, twin)

        assert (kept.name, kept.type, kept.parts) == ("A", "commune", ("pilote", "expert"))
        assert (kept.limits, kept.place) == ("Peu\nRien", "X")

    def test_an_actor_is_not_merged_into_itself(self, session: Session, alice: Membership) -> None:
        escale = actor(session, alice)

        with pytest.raises(SameActorError):
            changes.merge_actors(session, alice, escale, escale)
