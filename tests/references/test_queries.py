"""What texts point to, as it is now, and what they may point to."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.actions import actions
from tests.actors import company
from tests.counting import counted
from tests.findings import asserted
from tests.indicators import measured
from tests.library import cases
from workspace.actions.models import ActionStatus
from workspace.core import clock
from workspace.core.markup import parse
from workspace.core.prose import html
from workspace.findings import changes as findings
from workspace.imports import changes as imports
from workspace.library.changes import withdraw
from workspace.parts import PARTS
from workspace.projects.models import Membership
from workspace.references import queries
from workspace.references.models import Reference, Referred, references


def shown(session: Session, member: Membership, *typed: str) -> dict[Reference, Referred]:
    asked = references(html(parse(one)) for one in typed)
    return queries.standing(
        session, member.project_id, asked, finders=PARTS["referred"], today=clock.today()
    )


def offered(session: Session, member: Membership, typed: str = "", most: int = 5) -> list[str]:
    found = queries.matching(session, member.project_id, typed, offers=PARTS["offers"], most=most)
    return [one.title for ones in found.values() for one in ones]


def test_each_object_is_shown_as_it_is_now(session: Session, alice: Membership) -> None:
    late = clock.today() - timedelta(days=3)
    action = actions.action(session, alice, status=ActionStatus.RUNNING, due_on=late)
    actor, case = company.actor(session, alice), cases.cinema(session)
    finding, indicator = asserted.resting(session, alice)

    found = shown(
        session,
        alice,
        f"[a](action:{action.id}) [b](actor:{actor.id})",
        f"[c](case:{case.id}) [d](finding:{finding.finding.id}) [e](indicator:{indicator.id})",
    )

    titles = {reference.kind: one.title for reference, one in found.items()}
    assert titles == {
        "action": actions.FAIR,
        "actor": company.ESCALE.name,
        "case": cases.CINEMA["title"],
        "finding": finding.finding.sentence,
        "indicator": indicator.name,
    }
    assert found[Reference("action", action.id)].late_by == 3
    assert found[Reference("case", case.id)].address == "/library/cinema-en-cevennes/"


def test_what_is_gone_or_elsewhere_is_not_shown(
    session: Session, alice: Membership, denis: Membership
) -> None:
    theirs = actions.action(session, denis)
    gone = asserted.finding(session, alice)
    findings.withdraw_finding(session, alice, gone.finding)
    draft = cases.cinema(session)
    withdraw(session, alice.user, draft)
    session.commit()

    ids = f"action:{theirs.id} finding:{gone.finding.id} case:{draft.id} actor:999999999"
    typed = " ".join(f"[x]({address})" for address in ids.split())

    assert shown(session, alice, typed) == {}
    assert offered(session, alice, "foire") == []
    assert offered(session, alice, "cinéma") == []


def test_an_actor_that_was_merged_is_the_one_that_was_kept(
    session: Session, alice: Membership
) -> None:
    first, second, last = (company.actor(session, alice, name) for name in ("Un", "Deux", "Trois"))
    for kept, twin in ((second, first), (last, second)):
        imports.merge_actors(session, alice, kept, twin)
    session.commit()

    found = shown(session, alice, f"[Un](actor:{first.id}) et [Deux](actor:{second.id})")

    assert {one.title for one in found.values()} == {"Trois"}


def test_all_references_of_a_kind_take_as_many_questions_as_one(
    session: Session, alice: Membership
) -> None:
    made = [actions.action(session, alice, f"Action {number}") for number in range(20)]
    session.commit()
    typed = " ".join(f"[x](action:{one.id})" for one in made)

    with counted(session.get_bind().engine) as asked:
        found = shown(session, alice, typed)

    assert len(found) == 20
    assert len(asked) == 1


def test_objects_are_found_by_the_beginnings_of_their_words(
    session: Session, alice: Membership
) -> None:
    actions.action(session, alice, "Ouvrir l’École le soir")
    company.actor(session, alice, "Ecole de musique")
    cases.cinema(session)
    session.commit()

    assert offered(session, alice, "ECOL") == ["Ecole de musique", "Ouvrir l’École le soir"]
    assert offered(session, alice, "éco soi") == ["Ouvrir l’École le soir"]
    assert offered(session, alice, "cévennes") == []
    assert offered(session, alice, "gard cin") == [cases.CINEMA["title"]]
    assert offered(session, alice, "col") == []
    assert len(offered(session, alice)) == 3


def test_only_a_few_of_each_kind_are_proposed(session: Session, alice: Membership) -> None:
    for number in range(9):
        actions.action(session, alice, f"Action {number}")

    assert len(offered(session, alice, "action")) == 5


def test_an_indicator_is_late_on_its_day(session: Session, alice: Membership) -> None:
    one = measured.indicator(session, alice)
    measured.read(session, alice, one, "2020-01-01", 13.8)
    asked = [Reference("indicator", one.id)]

    found = [
        queries.standing(session, alice.project_id, asked, finders=PARTS["referred"], today=day)
        for day in (date(2020, 12, 31), date(2021, 1, 3))
    ]

    assert [each.late_by for days in found for each in days.values()] == [0, 2]
