import pytest
from hypothesis import given
from hypothesis import strategies as st
from wtforms import Form

from workspace.actions.forms import LARGEST_BUDGET, Amount, Shown, cents_of, id_of

NB, NARROW = "\u00a0", "\u202f"


class Purse(Form):
    """A form that holds a sum alone."""

    sum = Amount()


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("12 500,50", 1_250_050),
        (f"12{NARROW}500,50{NB}€", 1_250_050),
        ("12500.5", 1_250_050),
        ("12.500,50", 1_250_050),
        ("12,500.50", 1_250_050),
        ("1 250 000", 125_000_000),
        ("0", 0),
        ("1000000000", LARGEST_BUDGET),
    ],
)
def test_a_sum_is_read_as_people_type_it(typed: str, cents: int) -> None:
    assert cents_of(typed) == cents


@pytest.mark.parametrize(
    "typed",
    ["12,500", "12.500", "-5", "1e5", "abc", "12 50", "3,1415", "1000000000,01", "٣", "9" * 5000],
)
def test_what_may_mean_two_sums_or_none_is_not_guessed(typed: str) -> None:
    assert cents_of(typed) is None


@given(st.integers(0, LARGEST_BUDGET))
def test_a_sum_that_is_shown_is_read_back(cents: int) -> None:
    shown = Purse(data={"sum": cents}).sum.data

    assert cents_of(shown) == cents


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "²", "9" * 30, "٣", None])
def test_what_is_no_id_is_the_id_of_nothing(text: object) -> None:
    assert id_of(text) < 0


@given(
    st.builds(
        Shown, st.sampled_from(["board", "institution", "date"]), st.booleans(), st.booleans()
    )
)
def test_an_address_says_all_that_is_shown(shown: Shown) -> None:
    pairs = dict(pair.split("=") for pair in shown.query().removeprefix("?").split("&") if pair)

    assert Shown.read(pairs) == shown


def test_an_address_that_means_nothing_shows_the_board() -> None:
    assert Shown.read({"view": "<x>", "late": ""}) == Shown()
    assert Shown().query() == ""
