from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.indicators.measured import indicator, read
from workspace.indicators import changes, queries
from workspace.projects.models import Membership

TODAY = date(2026, 11, 24)


def test_late_indicators_come_first_and_left_ones_last(session: Session, alice: Membership) -> None:
    for name in ("Abonnés", "Bénévoles", "Communes", "Durée"):
        made = indicator(session, alice, name=name)
        if name == "Abonnés":
            changes.retire_indicator(session, alice, made)
        read(session, alice, made, "2023-01-01" if name == "Communes" else "2026-01-01", 1)

    found = queries.watched(session, alice.project_id, TODAY)

    assert [one.indicator.name for one in found] == ["Communes", "Bénévoles", "Durée", "Abonnés"]


def test_an_indicator_is_shown_with_its_last_two_values(
    session: Session, alice: Membership
) -> None:
    made = indicator(session, alice, target=32.0)
    for day, value in (("2024-12-31", 40.2), ("2026-06-30", 36.9), ("2025-12-31", 38.6)):
        read(session, alice, made, day, value)

    [one] = queries.watched(session, alice.project_id, TODAY)

    assert (one.last and one.last.value, one.change, one.gap) == (36.9, -1.7, -4.9)


def test_late_indicators_are_those_of_the_project(
    session: Session, alice: Membership, denis: Membership
) -> None:
    late = indicator(session, alice)
    read(session, alice, late, "2020-01-01", 1)
    read(session, denis, indicator(session, denis), "2020-01-01", 1)

    found = queries.late_indicators(session, alice.project_id, TODAY)

    assert [one.indicator.id for one in found] == [late.id]


def test_an_indicator_of_another_project_is_not_found(
    session: Session, alice: Membership, denis: Membership
) -> None:
    made = indicator(session, denis)
    value = read(session, denis, made, "2020-01-01", 1)

    assert queries.find(session, alice.project_id, made.id) is None
    assert queries.title(session, alice.project_id, made.id) is None
    assert queries.title(session, denis.project_id, made.id) == made.name
    assert queries.reading(session, indicator(session, alice).id, value.id) is None


def test_a_person_is_handed_over_the_values_they_gave(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    made = indicator(session, alice)
    read(session, bilal, made, "2023-01-01", 14.2, "Hausse lente")

    [one] = queries.own_data(session, bilal.user_id)

    assert (one["indicator"], one["value"], one["note"]) == (made.name, 14.2, "Hausse lente")
    assert queries.own_data(session, alice.user_id) == []


def test_what_is_no_longer_watched_is_not_offered(session: Session, alice: Membership) -> None:
    made = indicator(session, alice)
    changes.retire_indicator(session, alice, indicator(session, alice, name="Ancien"))

    assert queries.for_picking(session, alice.project_id) == [(made.id, made.name)]


def test_the_reference_list_is_offered_kind_by_kind() -> None:
    found = queries.proposals()

    assert [entry.code for entry in found["contexte"]][:2] == ["ind_001", "ind_002"]
    assert sum(map(len, found.values())) == 61


@pytest.mark.parametrize(
    ("name", "is_near"),
    [
        ("Part des plus de 75 ans", True),
        ("Part des 75 ans ou plus", True),
        ("Part des 75 ans et +", True),
        ("Part des 60 ans et plus", False),
        ("Ménages sans voiture", False),
        ("?", False),
    ],
)
def test_names_that_are_mistaken_for_each_other_are_near(
    session: Session, alice: Membership, name: str, *, is_near: bool
) -> None:
    made, other = indicator(session, alice), indicator(session, alice, name=name)

    assert queries.near_names(session, made) == ([(other.id, name)] if is_near else [])
