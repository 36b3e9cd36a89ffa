"""Words for values: days, moments, numbers and codes, in the language of the reader."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit
from flask import Flask
from flask_babel import get_locale

from workspace.core import clock, reference

NO_BREAK = "\u00a0"
DAY, DAY_AND_YEAR, MOMENT = "d MMM", "d MMM y", "d MMM y, HH:mm"
MONTH = "LLLL y"
MEGABYTE = 1024 * 1024


def init_app(app: Flask) -> None:
    """Give templates their filters."""
    app.add_template_filter(day)
    app.add_template_filter(written_day)
    app.add_template_filter(moment)
    app.add_template_filter(ago)
    app.add_template_filter(lasting)
    app.add_template_filter(number)
    app.add_template_filter(figure)
    app.add_template_filter(euros)
    app.add_template_filter(label)
    app.add_template_filter(month)
    app.add_template_filter(weight)


def language() -> str:
    """Return the language of the reader: fr or en."""
    return str(get_locale() or "fr")


def day(value: date) -> str:
    """Write a day, with its year unless it is this one."""
    return _day(value, language(), with_year=value.year != clock.today().year)


def written_day(value: str) -> str:
    """Write a day that was kept as a text; another text is left as it is."""
    with suppress(ValueError):
        return day(date.fromisoformat(value))
    return value


def moment(value: datetime) -> str:
    """Write an instant, as clocks show it in Paris."""
    return _moment(value.replace(second=0, microsecond=0), language())


def ago(value: datetime) -> str:
    """Write how long ago an instant was."""
    return format_timedelta(value - clock.now(), add_direction=True, locale=language())


def lasting(days: int) -> str:
    """Write how long a number of days is."""
    return format_timedelta(timedelta(days=days), granularity="day", locale=language())


def number(value: float) -> str:
    """Write a number."""
    return _number(value, language())


def figure(value: float) -> str:
    """Write a value that was measured, with every decimal that it has."""
    return _figure(value, language())


def euros(cents: int) -> str:
    """Write a sum in euros, without its cents when there are none."""
    return _euros(cents, language())


def label(code: str, name: str) -> str:
    """Write the word that a reference list gives to a code."""
    return reference.label(code, name, language())


def month(value: date) -> str:
    """Write the month of a day, with its year, as a title."""
    written = format_date(value, MONTH, locale=language())
    return written[:1].upper() + written[1:]


def weight(size: int) -> str:
    """Write how much a file weighs, in kilobytes or megabytes."""
    if size < MEGABYTE:
        return format_unit(max(1, round(size / 1024)), "kilobyte", "short", locale=language())
    return format_unit(round(size / MEGABYTE, 1), "megabyte", "short", locale=language())


# Formatting is what costs on a page of fifty cards: each value is formatted once.
@lru_cache(4096)
def _day(value: date, locale: str, *, with_year: bool) -> str:
    written = format_date(value, DAY_AND_YEAR if with_year else DAY, locale=locale)
    first = f"1er{written[1:]}" if locale == "fr" and value.day == 1 else written
    return first.replace(" ", NO_BREAK)


@lru_cache(4096)
def _moment(value: datetime, locale: str) -> str:
    return format_datetime(value.astimezone(clock.HOME), MOMENT, locale=locale)


@lru_cache(4096)
def _number(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale)


@lru_cache(4096)
def _figure(value: float, locale: str) -> str:
    return format_decimal(value, locale=locale, decimal_quantization=False)


@lru_cache(4096)
def _euros(cents: int, locale: str) -> str:
    shown = None if cents % 100 else "#,##0 ¤" if locale == "fr" else "¤#,##0"
    sum_ = Decimal(cents) / 100
    return format_currency(sum_, "EUR", shown, locale=locale, currency_digits=bool(cents % 100))
