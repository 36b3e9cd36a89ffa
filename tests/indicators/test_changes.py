from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.indicators.measured import SAID, indicator, read
from workspace.core.errors import Stale
from workspace.core.journal import Event
from workspace.indicators import changes, queries
from workspace.indicators.changes import NamesakeError, SameDayError
from workspace.indicators.models import Definition, Measure
from workspace.projects.models import Membership


def told(session: Session, topic: str) -> list[str]:
    query = select(Event.name).where(Event.topic == topic).order_by(Event.seq)
    return list(session.scalars(query))


def test_an_indicator_begins_to_be_watched(session: Session, bilal: Membership) -> None:
    made = indicator(session, bilal, institution_id=bilal.institution_id)

    assert made.institution is not None
    assert made.institution.name == "Foyer rural de Puyseilles"
    assert told(session, "indicators") == ["indicators.added"]


@pytest.mark.parametrize("name", ["part des 75 ANS et plus", "Part  des 75 ans, et plus."])
def test_a_name_has_one_definition_however_it_is_written(
    session: Session, alice: Membership, bilal: Membership, name: str
) -> None:
    known = indicator(session, alice)

    with pytest.raises(NamesakeError) as refusal:
        changes.add_indicator(session, bilal, Definition(name, "Une autre définition"))

    assert refusal.value.known.id == known.id


def test_a_name_is_free_in_another_project(
    session: Session, alice: Membership, denis: Membership
) -> None:
    indicator(session, alice)

    assert indicator(session, denis).project_id == denis.project_id


def test_an_indicator_does_not_take_the_name_of_another(
    session: Session, alice: Membership
) -> None:
    indicator(session, alice)
    other = indicator(session, alice, name="Ménages sans voiture")

    with pytest.raises(NamesakeError):
        changes.edit_indicator(session, alice, other, SAID, version=1)

    assert other.name == "Ménages sans voiture"


def test_two_people_who_rewrite_different_fields_both_keep_their_words(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    made = indicator(session, alice)
    changes.edit_indicator(session, alice, made, replace(SAID, unit="pour cent"), version=1)

    changes.edit_indicator(session, bilal, made, replace(SAID, target=12.5), version=1)

    assert (made.unit, made.target, made.version) == ("pour cent", 12.5, 3)


def test_two_people_who_rewrite_one_field_are_shown_both_texts(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    made = indicator(session, alice)
    ours = replace(SAID, institution_id=alice.institution_id, definition="Au 1er janvier")
    changes.edit_indicator(session, alice, made, ours, version=1)
    theirs = replace(SAID, institution_id=bilal.institution_id, definition="Au 31 décembre")

    with pytest.raises(Stale) as clash:
        changes.edit_indicator(session, bilal, made, theirs, version=1)

    assert clash.value.mine == {
        "definition": "Au 31 décembre",
        "institution_id": "Foyer rural de Puyseilles",
    }
    assert clash.value.theirs["institution_id"] == "Ville de Redon"


def test_saving_without_a_change_tells_nobody(session: Session, alice: Membership) -> None:
    made = indicator(session, alice)

    changes.edit_indicator(session, alice, made, SAID, version=1)

    assert told(session, "indicators") == ["indicators.added"]


def test_an_indicator_is_left_and_taken_up_again_once(session: Session, alice: Membership) -> None:
    made = indicator(session, alice)

    for change in (changes.retire_indicator, changes.resume_indicator):
        change(session, alice, made)
        change(session, alice, made)

    names = ["indicators.added", "indicators.retired", "indicators.resumed"]
    assert told(session, "indicators") == names


def test_a_value_says_who_gave_it_and_for_whom(session: Session, bilal: Membership) -> None:
    made = indicator(session, bilal)

    read(session, bilal, made, "2023-01-01", 14.2, "Hausse lente")

    [value] = queries.readings(session, made.id)
    assert (value.author.name, value.value, value.note) == ("Bilal", 14.2, "Hausse lente")
    assert value.institution is not None
    assert value.institution.name == "Foyer rural de Puyseilles"


def test_a_day_has_one_value(session: Session, alice: Membership) -> None:
    made = indicator(session, alice)
    first = read(session, alice, made, "2023-01-01", 14.2)
    other = read(session, alice, made, "2024-01-01", 14.5)
    moved = Measure(first.taken_on, 14.5)

    with pytest.raises(SameDayError):
        read(session, alice, made, "2023-01-01", 14.3)
    with pytest.raises(SameDayError):
        changes.correct_reading(session, alice, made, other, moved, version=1)


def test_a_corrected_value_keeps_what_it_was(session: Session, alice: Membership) -> None:
    made = indicator(session, alice)
    value = read(session, alice, made, "2023-01-01", 1.42)

    measure = Measure(date(2023, 1, 1), 14.2)
    changes.correct_reading(session, alice, made, value, measure, version=1)

    event = session.scalars(select(Event).where(Event.name == queries.CORRECTED)).one()
    assert (event.details["before"], event.details["after"]) == ({"value": 1.42}, {"value": 14.2})


def test_two_people_who_correct_one_value_are_shown_both(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    made = indicator(session, alice)
    value = read(session, alice, made, "2023-01-01", 1.42)
    day = date(2023, 1, 1)
    changes.correct_reading(session, alice, made, value, Measure(day, 14.2), version=1)

    with pytest.raises(Stale) as clash:
        changes.correct_reading(session, bilal, made, value, Measure(day, 14.3), version=1)

    assert (clash.value.mine, clash.value.theirs) == ({"value": "14.3"}, {"value": "14.2"})


def test_a_removed_value_is_gone_but_told(session: Session, alice: Membership) -> None:
    made = indicator(session, alice)
    value = read(session, alice, made, "2023-01-01", 14.2)

    changes.remove_reading(session, alice, made, value)

    assert queries.readings(session, made.id) == []
    assert told(session, "readings") == ["readings.added", "readings.removed"]
    assert read(session, alice, made, "2023-01-01", 14.3).id != value.id


def test_an_indicator_moves_only_when_its_last_value_does(
    session: Session, alice: Membership
) -> None:
    made = indicator(session, alice)
    last = read(session, alice, made, "2023-01-01", 14.2)
    moved = made.moved_at

    old = read(session, alice, made, "2019-01-01", 12.6)
    annotated = Measure(date(2023, 1, 1), 14.2, "Publié en 2026")
    changes.correct_reading(session, alice, made, last, annotated, version=1)
    changes.remove_reading(session, alice, made, old)
    assert made.moved_at == moved

    changes.remove_reading(session, alice, made, last)
    assert made.moved_at != moved
