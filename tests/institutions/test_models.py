from datetime import date

import pytest

from workspace.institutions.models import Institution, Mandate, is_siren

NEW_YEAR, EVE = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize("number", ["200040715", "356000000", "732829320", "000000000"])
def test_a_siren_is_checked_by_its_last_digit(number: str) -> None:
    assert is_siren(number)


@pytest.mark.parametrize(
    "number", ["200040716", "20004071", "2000407150", "", "20004071a", "²00040715", "٢00040715"]
)
def test_what_is_no_siren_is_seen(number: str) -> None:
    assert not is_siren(number)


@pytest.mark.parametrize(
    ("day", "valid"),
    [
        (date(2025, 12, 31), False),
        (NEW_YEAR, True),
        (EVE, True),
        (date(2027, 1, 1), False),
    ],
)
def test_a_mandate_holds_from_its_first_to_its_last_day(day: date, valid: bool) -> None:  # noqa: FBT001 (a case of a table)
    assert Mandate(starts_on=NEW_YEAR, ends_on=EVE).is_valid(day) is valid


def test_a_mandate_without_end_goes_on() -> None:
    mandate = Mandate(starts_on=NEW_YEAR, ends_on=None)

    assert mandate.is_valid(date(9999, 12, 31))
    assert not mandate.is_over(date(9999, 12, 31))


def test_the_key_of_an_institution_follows_its_name() -> None:
    institution = Institution(name="D.R.A.C.  Bretagne", type="etat_deconcentre")

    institution.name = "DRAC Normandie"

    assert institution.name_key == "drac normandie"
