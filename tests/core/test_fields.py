from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form, SelectField

from workspace.core.fields import Day, day_of, listed


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
