from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField

from workspace.core.fields import Day, Figure, Link, day_of, listed


class Meeting(Form):
    """A form with a day."""

    on = Day("Le")


@pytest.mark.parametrize("typed", ["2028-02-29", "29/02/2028", " 29/02/28 "])
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    form = Meeting(MultiDict({"on": typed}))

    assert form.validate()
    assert form.on.data == date(2028, 2, 29)


@pytest.mark.parametrize(
    "typed", ["31/04/2026", "29/02/2026", "0001-01-01", "9999-12-31", "demain", "2026", "1/1/1"]
)
def test_a_day_that_does_not_exist_is_named_and_kept(app: Flask, typed: str) -> None:
    with app.test_request_context():
        form = Meeting(MultiDict({"on": typed}))

        assert not form.validate()
        assert "Écrivez une date qui existe" in str(form.on.errors[0])
        assert typed in str(form.on())


def test_no_day_is_no_error() -> None:
    form = Meeting(MultiDict({"on": ""}))

    assert form.validate()
    assert form.on.data is None


def test_the_years_of_two_figures_are_ours() -> None:
    assert day_of("31/12/26") == date(2026, 12, 31)


def test_a_list_is_offered_in_the_words_of_the_reader(app: Flask) -> None:
    offered = listed("actor_types", ("", "Toutes"))

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert labels(offered)[:2] == ["Toutes", "Municipality"]
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert labels(offered)[1] == "Commune"


def labels(offered: Callable[[], list[tuple[str, str]]]) -> list[str]:
    class ListForm(Form):
        field = SelectField(choices=offered)

    return [label for _value, label, *_ in ListForm().field.iter_choices()]


class Measured(Form):
    """A form with a number and an address."""

    value = Figure("Valeur")
    link = Link("Adresse")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("36,9", 36.9), ("36.9", 36.9), (" 12\u202f345,5 % ", 12345.5), ("-1,7", -1.7),
        ("\u22121,7", -1.7), ("0", 0.0), ("", None), (" ", None),
    ],
)  # fmt: skip
def test_a_number_is_read_however_it_is_written(typed: str, value: float | None) -> None:
    form = Measured(MultiDict({"value": typed}))

    assert form.validate()
    assert form.value.data == value


@pytest.mark.parametrize(
    "typed", ["1,2,3", "1.234,5", "1e5", "NaN", "inf", "٣", "beaucoup", "1" * 13, "0,1234567"]
)
def test_what_is_no_number_is_named_and_kept(app: Flask, typed: str) -> None:
    with app.test_request_context():
        form = Measured(MultiDict({"value": typed}))

        assert not form.validate()
        assert "Écrivez un nombre" in str(form.value.errors[0])
        assert typed in str(form.value())


def test_a_number_is_shown_as_it_would_be_typed(app: Flask) -> None:
    with app.test_request_context():
        assert 'value="36,9"' in str(Measured(data={"value": 36.9}).value())


def test_an_address_is_given_its_beginning() -> None:
    form = Measured(MultiDict({"link": "www.insee.fr/fr"}))

    assert form.validate()
    assert form.link.data == "https://www.insee.fr/fr"


def test_what_a_browser_would_run_is_no_address(app: Flask) -> None:
    with app.test_request_context():
        form = Measured(MultiDict({"link": "javascript:alert(1)"}))

        assert not form.validate()
        assert "adresse entière" in str(form.link.errors[0])
