from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.findings.asserted import MEETING, PAGE, SENTENCE, again, finding, resting, says
from tests.indicators.measured import indicator, read
from workspace.core.errors import Missing, Refused, Stale
from workspace.core.journal import Event
from workspace.findings import changes, queries
from workspace.findings.changes import Origin
from workspace.findings.models import SourceKind, Stance
from workspace.projects import changes as projects
from workspace.projects.models import Membership


def told(session: Session, topic: str) -> list[str]:
    query = select(Event.name).where(Event.topic == topic).order_by(Event.seq)
    return list(session.scalars(query))


def test_a_finding_comes_with_its_source_and_who_asserts_it(
    session: Session, bilal: Membership
) -> None:
    shown = finding(session, bilal)

    assert (shown.finding.number, shown.finding.author.name) == (1, "Bilal")
    assert shown.finding.institution is not None
    assert shown.finding.institution.name == "Foyer rural de Puyseilles"
    assert [(source.title, source.link) for source in shown.sources] == [(PAGE.title, PAGE.url)]
    assert told(session, "findings") == ["findings.added"]


def test_a_number_is_never_given_twice(session: Session, alice: Membership) -> None:
    first = finding(session, alice)
    changes.withdraw_finding(session, alice, first.finding)

    assert finding(session, alice).finding.number == 2


def test_the_value_of_an_indicator_is_cited_as_it_is_that_day(
    session: Session, alice: Membership
) -> None:
    shown, watched = resting(session, alice)

    [source] = shown.sources
    assert (source.title, source.indicator_id) == (watched.name, watched.id)
    assert source.reading is not None
    assert source.reading.value == 13.8
    assert source.dated_on == source.reading.taken_on


def test_the_indicator_of_another_project_is_not_cited(
    session: Session, alice: Membership, denis: Membership
) -> None:
    origin = Origin(SourceKind.INDICATOR, indicator_id=indicator(session, denis).id)

    with pytest.raises(Missing):
        changes.add_finding(session, alice, SENTENCE, origin=origin)


def test_the_last_source_stays(session: Session, alice: Membership) -> None:
    shown = finding(session, alice)
    added = changes.add_source(session, alice, shown.finding, MEETING)

    changes.remove_source(session, alice, again(session, alice, shown.finding), added)
    with pytest.raises(Refused) as refusal:
        changes.remove_source(
            session, alice, again(session, alice, shown.finding), shown.sources[0]
        )

    assert refusal.value.reason == "last_source"
    names = ["findings.added", "findings.source_added", "findings.source_removed"]
    assert told(session, "findings") == names


def test_a_source_is_removed_by_who_gave_it_or_asserts_the_finding(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    shown = finding(session, alice)
    mine = changes.add_source(session, bilal, shown.finding, MEETING)
    shown = again(session, alice, shown.finding)

    with pytest.raises(Refused):
        changes.remove_source(session, bilal, shown, shown.sources[0])
    changes.remove_source(session, bilal, shown, mine)

    assert len(again(session, alice, shown.finding).sources) == 1


@pytest.mark.parametrize(
    "change",
    [
        changes.confirm_finding,
        changes.withdraw_finding,
        partial(changes.edit_finding, sentence="Non.", version=1),
    ],
)
def test_an_institution_does_not_change_what_another_asserts(
    session: Session, alice: Membership, bilal: Membership, change: Callable[..., None]
) -> None:
    shown = finding(session, alice)

    with pytest.raises(Refused) as refusal:
        change(session, bilal, shown.finding)

    assert refusal.value.reason == "not_ours"


def test_a_lead_may_rewrite_what_an_institution_asserts(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    shown = finding(session, bilal)

    changes.edit_finding(session, alice, shown.finding, sentence="Le soir, peu ouvre.", version=1)

    event = session.scalars(select(Event).where(Event.name == queries.EDITED)).one()
    assert event.details["before"] == {"sentence": SENTENCE}
    assert (shown.finding.version, shown.finding.confirmer_id) == (2, alice.user_id)


def test_two_people_who_rewrite_a_finding_are_shown_both_texts(
    session: Session, alice: Membership
) -> None:
    said = finding(session, alice).finding
    changes.edit_finding(session, alice, said, sentence="Le soir, peu ouvre.", version=1)

    changes.edit_finding(session, alice, said, sentence=SENTENCE, version=1)
    with pytest.raises(Stale) as clash:
        changes.edit_finding(session, alice, said, sentence="Le soir, tout ferme.", version=1)

    assert clash.value.mine == {"sentence": "Le soir, tout ferme."}
    assert clash.value.theirs == {"sentence": "Le soir, peu ouvre."}
    assert said.sentence == "Le soir, peu ouvre."


def test_a_newer_value_asks_to_read_again_until_one_confirms(
    session: Session, alice: Membership
) -> None:
    shown, watched = resting(session, alice)
    assert not shown.is_stale

    read(session, alice, watched, "2023-01-01", 14.2)
    assert again(session, alice, shown.finding).is_stale

    changes.confirm_finding(session, alice, shown.finding)
    assert not again(session, alice, shown.finding).is_stale


def test_an_older_value_asks_nothing(session: Session, alice: Membership) -> None:
    shown, watched = resting(session, alice)

    read(session, alice, watched, "2019-01-01", 12.6)

    assert not again(session, alice, shown.finding).is_stale


def test_a_value_cited_today_is_not_to_be_read_again(session: Session, alice: Membership) -> None:
    shown, watched = finding(session, alice), indicator(session, alice)
    read(session, alice, watched, "2023-01-01", 14.2)

    origin = Origin(SourceKind.INDICATOR, indicator_id=watched.id)
    changes.add_source(session, alice, shown.finding, origin)

    assert not again(session, alice, shown.finding).is_stale


def test_each_institution_reads_a_finding_in_its_way(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    shown = finding(session, alice)

    says(session, bilal, shown, Stance.CONTESTS, "Il y a les vendredis.")
    shown = says(session, alice, shown, Stance.AGREES)

    assert [(one.institution.name, one.stance, one.text) for one in shown.viewpoints] == [
        ("Foyer rural de Puyseilles", Stance.CONTESTS, "Il y a les vendredis."),
        ("Ville de Redon", Stance.AGREES, ""),
    ]
    assert shown.is_disputed


def test_an_institution_has_one_reading_which_it_rewrites(
    session: Session, bilal: Membership
) -> None:
    shown = says(session, bilal, finding(session, bilal), Stance.CONTESTS, "Non.")

    for _twice in range(2):
        changes.give_viewpoint(
            session, bilal, shown.finding, stance=Stance.NUANCES, text="Pas partout.", version=1
        )

    [viewpoint] = again(session, bilal, shown.finding).viewpoints
    assert (viewpoint.stance, viewpoint.text, viewpoint.version) == (
        Stance.NUANCES,
        "Pas partout.",
        2,
    )
    assert told(session, "viewpoints") == ["viewpoints.given", "viewpoints.edited"]


def test_two_people_of_one_institution_are_shown_both_readings(
    session: Session, bilal: Membership
) -> None:
    shown = says(session, bilal, finding(session, bilal), Stance.CONTESTS, "Non.")

    with pytest.raises(Stale) as clash:
        says(session, bilal, shown, Stance.AGREES)

    assert clash.value.theirs == {"stance": "contests", "text": "Non."}


def test_a_reading_that_was_taken_back_may_be_given_again(
    session: Session, bilal: Membership
) -> None:
    shown = says(session, bilal, finding(session, bilal), Stance.CONTESTS, "Non.")
    changes.withdraw_viewpoint(session, bilal, shown.finding, shown.viewpoints[0])
    assert again(session, bilal, shown.finding).viewpoints == []

    shown = says(session, bilal, shown, Stance.AGREES)

    assert [one.stance for one in shown.viewpoints] == [Stance.AGREES]
    names = ["viewpoints.given", "viewpoints.withdrawn", "viewpoints.given"]
    assert told(session, "viewpoints") == names


def test_who_speaks_for_nobody_gives_no_reading(session: Session, bilal: Membership) -> None:
    shown = finding(session, bilal)
    projects.speak_for(session, bilal, None)

    with pytest.raises(Refused) as refusal:
        says(session, bilal, shown, Stance.AGREES)

    assert refusal.value.reason == "no_institution"
