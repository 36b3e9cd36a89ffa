import json

from sqlalchemy.orm import Session

from tests.findings.asserted import MEETING, SENTENCE, again, finding, resting, says
from tests.indicators.measured import read
from workspace.findings import changes, queries
from workspace.findings.models import SourceKind, Stance
from workspace.findings.queries import Filter
from workspace.projects.models import Membership


def test_findings_come_in_the_order_of_their_numbers(session: Session, alice: Membership) -> None:
    for sentence in ("Un.", "Deux.", "Trois."):
        made = finding(session, alice, sentence)
        if sentence == "Deux.":
            changes.withdraw_finding(session, alice, made.finding)

    found = queries.findings(session, alice.project_id)

    assert [(one.finding.number, one.finding.sentence) for one in found] == [
        (1, "Un."),
        (3, "Trois."),
    ]
    assert [sentence for _id, sentence in queries.for_picking(session, alice.project_id)] == [
        "Un.",
        "Trois.",
    ]


def test_findings_are_filtered(session: Session, alice: Membership, bilal: Membership) -> None:
    stale, watched = resting(session, alice)
    read(session, alice, watched, "2023-01-01", 14.2)
    disputed = finding(session, bilal, origin=MEETING)
    says(session, alice, disputed, Stance.CONTESTS, "Non.")

    def found(wanted: Filter) -> list[int]:
        every = queries.findings(session, alice.project_id)
        return [one.finding.id for one in every if wanted.lets(one)]

    assert found(Filter()) == [stale.finding.id, disputed.finding.id]
    assert found(Filter(institution=bilal.institution_id)) == [disputed.finding.id]
    assert found(Filter(kind=SourceKind.INDICATOR)) == [stale.finding.id]
    assert found(Filter(state="disputed")) == [disputed.finding.id]
    assert found(Filter(state="stale")) == [stale.finding.id]
    assert found(Filter(institution=bilal.institution_id, state="stale")) == []


def test_what_is_wanted_stands_in_the_address() -> None:
    assert Filter().query == ""
    assert Filter(institution=7, state="stale").query == "?institution=7&state=stale"


def test_institutions_that_assert_are_named_once(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    for member in (alice, bilal, alice):
        finding(session, member)

    names = [one.name for one in queries.asserting(queries.findings(session, alice.project_id))]

    assert names == ["Foyer rural de Puyseilles", "Ville de Redon"]


def test_an_institution_is_asked_to_read_again_what_it_asserts(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    shown, watched = resting(session, alice)
    read(session, bilal, watched, "2023-01-01", 14.2)

    def asked(institution_id: int | None) -> list[int]:
        found = queries.to_reread(session, alice.project_id, institution_id)
        return [one.finding.id for one in found]

    assert asked(alice.institution_id) == [shown.finding.id]
    assert asked(bilal.institution_id) == asked(None) == []


def test_an_indicator_says_what_rests_on_it(session: Session, alice: Membership) -> None:
    shown, watched = resting(session, alice)
    finding(session, alice)

    [one] = queries.resting_on(session, alice.project_id, watched.id)
    assert (one.title, one.is_stale) == (shown.finding.sentence, False)
    assert one.href == f"/projects/{alice.project_id}/findings/{shown.finding.id}/"

    read(session, alice, watched, "2023-01-01", 14.2)
    [one] = queries.resting_on(session, alice.project_id, watched.id)
    assert one.is_stale


def test_a_finding_of_another_project_is_not_found(
    session: Session, alice: Membership, denis: Membership
) -> None:
    made = finding(session, denis)

    assert queries.find(session, alice.project_id, made.finding.id) is None
    assert queries.title(session, alice.project_id, made.finding.id) is None
    assert queries.title(session, denis.project_id, made.finding.id) == SENTENCE


def test_a_person_is_handed_over_what_they_wrote(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    says(session, bilal, finding(session, alice), Stance.NUANCES, "Pas au bourg.")
    changes.add_source(session, bilal, finding(session, alice).finding, MEETING)

    found = queries.own_data(session, bilal.user_id)

    assert [(one["kind"], one["text"]) for one in found] == [
        ("source", MEETING.title),
        ("viewpoint", "Pas au bourg."),
    ]
    assert [one["kind"] for one in queries.own_data(session, alice.user_id)] == [
        "finding", "finding", "source", "source",
    ]  # fmt: skip


def test_a_snapshot_keeps_plain_values_that_no_longer_move(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    shown, watched = resting(session, alice)
    says(session, bilal, shown, Stance.NUANCES, "Pas au bourg.")

    kept = json.dumps(queries.snapshot(queries.findings(session, alice.project_id)))
    read(session, alice, watched, "2023-01-01", 14.2)
    changes.edit_finding(session, alice, shown.finding, sentence="Autre.", version=1)

    [one] = json.loads(kept)
    assert (one["number"], one["institution"]) == (1, "Ville de Redon")
    assert one["sentence"] != again(session, alice, shown.finding).finding.sentence
    assert [(source["kind"], source["value"]) for source in one["sources"]] == [("indicator", 13.8)]
    assert one["viewpoints"] == [
        {
            "institution": "Foyer rural de Puyseilles",
            "author_id": bilal.user_id,
            "stance": "nuances",
            "text": "Pas au bourg.",
        }
    ]
