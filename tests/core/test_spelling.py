import pytest

from workspace.core.spelling import fold, key


@pytest.mark.parametrize(
    "name",
    [
        "DRAC Bretagne",
        "  drac   bretagne ",
        "D.R.A.C. Bretagne",
        "DRAC\u00a0Bretagne",
        "DRAC Breta\u200bgne",
        "DRAC\u2013Bretagne",
        "\uff24\uff32\uff21\uff23 Bretagne",
        "DRAC\u202e Bretagne",
        "DR\u0410C \u0412retagne",
        "DRAC Brétagne",
    ],
)
def test_names_that_the_eye_confuses_have_one_key(name: str) -> None:
    assert key(name) == "drac bretagne"


def test_names_that_differ_by_a_letter_have_two_keys() -> None:
    assert key("Ville de Redon") != key("Ville de Rodon")


def test_an_accent_in_one_sign_or_in_two_is_the_same() -> None:
    assert fold("É") == fold("E\u0301") == "e"


def test_a_name_without_letters_has_no_key() -> None:
    assert key("\u200b — ’ .") == ""
