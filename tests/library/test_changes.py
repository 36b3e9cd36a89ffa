import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import people
from tests.library.cases import cinema, cited, line, told
from workspace.core.errors import Refused
from workspace.core.journal import Event
from workspace.library import changes, queries
from workspace.library.changes import Imported
from workspace.library.models import Status
from workspace.projects.models import Membership


def events(session: Session, topic: str) -> list[Event]:
    query = select(Event).where(Event.topic == topic).order_by(Event.seq)
    return list(session.scalars(query))


def test_importing_tells_each_case(session: Session) -> None:
    done = told(session, line(id="a"), line(id="b"))

    assert done == Imported(added=2, revised=0)
    assert [event.name for event in events(session, "cases")] == ["cases.added"] * 2


def test_importing_again_changes_nothing(session: Session) -> None:
    told(session, line())

    assert told(session, line()) == Imported(added=0, revised=0)
    assert len(events(session, "cases")) == 1


def test_importing_again_brings_up_to_date_and_keeps_what_was(session: Session) -> None:
    told(session, line())

    done = told(session, line(title="Cinéma au village", domains=[]))

    case = queries.find(session, "cinema-en-cevennes")
    assert done == Imported(added=0, revised=1)
    assert case
    assert (case.title, case.domains) == ("Cinéma au village", [])
    assert events(session, "cases")[-1].details["before"] == {
        "title": "Cinéma itinérant en Piémont cévenol",
        "domains": ["audiovisuel_multimedia"],
    }


def test_importing_again_leaves_a_draft_a_draft(session: Session) -> None:
    told(session, line(status="draft"))
    told(session, line(title="Autre titre"))

    case = queries.find(session, "cinema-en-cevennes")

    assert case
    assert case.status is Status.DRAFT


def test_a_case_is_published_and_taken_back(session: Session) -> None:
    case, keeper = cinema(session), people.person(session, "Inès")

    changes.withdraw(session, keeper, case)
    changes.withdraw(session, keeper, case)
    changes.publish(session, keeper, case)

    names = [event.name for event in events(session, "cases")]
    assert names == ["cases.added", "cases.withdrawn", "cases.published"]


def test_a_passage_is_cited_for_what_it_is_worth(session: Session, bilal: Membership) -> None:
    citation = cited(session, bilal, passage="50 projections\n dans  21 communes")

    assert citation.institution_id == bilal.institution_id
    [told] = events(session, "citations")
    assert told.space_id == bilal.project_id
    assert told.details["on_title"] == "Projeter au village"


@pytest.mark.parametrize("passage", ["51 projections", "", " ", "projections 50"])
def test_what_the_case_does_not_say_is_not_cited(
    session: Session, bilal: Membership, passage: str
) -> None:
    with pytest.raises(Refused):
        cited(session, bilal, passage=passage)


def test_a_citation_is_taken_back_by_its_author_or_a_lead(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    of_bilal, of_alice = cited(session, bilal), cited(session, alice)

    with pytest.raises(Refused):
        changes.withdraw_citation(session, bilal, of_alice)
    changes.withdraw_citation(session, alice, of_bilal)

    left = queries.citations(session, alice.project_id, "actions", 7)
    assert [citation.id for citation in left] == [of_alice.id]


def test_a_case_says_who_cites_it_to_those_who_may_see_it(
    session: Session, alice: Membership, chloe: Membership, denis: Membership
) -> None:
    citation = cited(session, alice)

    def seen(user_id: int | None) -> list[int]:
        return [one.id for one, _project in queries.citing(session, citation.case_id, user_id)]

    assert seen(alice.user_id) == seen(chloe.user_id) == [citation.id]
    assert seen(denis.user_id) == seen(None) == []
