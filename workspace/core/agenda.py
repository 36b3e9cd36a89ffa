"""Calendars in iCal: days that other programs show among their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from workspace.core.fields import UNSEEN


@dataclass(frozen=True)
class Entry:
    """Something that falls on a day."""

    uid: str
    title: str
    day: date
    url: str
    about: str = ""


def write(name: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """Write a calendar of whole days."""
    calendar = Calendar()
    calendar.add("prodid", "-//Maillage//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(_plain(name).splitlines()))
    for entry in entries:
        calendar.add_component(_event(entry, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", _plain(entry.title))
    event.add("description", _plain(entry.about))
    event.add("url", entry.url)
    event.add("transp", "TRANSPARENT")
    return event


def _plain(text: str) -> str:
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
