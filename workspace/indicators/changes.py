"""Changing indicators and their values: each function makes one change and records one event.

Whoever calls has taken the turn of the project (`journal.take_turn`), so that what was read is
still true when it changes.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from workspace.accounts.models import User
from workspace.core import clock, journal
from workspace.core.errors import Stale, WorkspaceError
from workspace.core.journal import Detail
from workspace.core.merge import Values, held_at, merge
from workspace.indicators import queries
from workspace.indicators.models import Definition, Indicator, Measure, Reading
from workspace.institutions.models import Institution
from workspace.projects.models import Membership


class NamesakeError(WorkspaceError):
    """Another indicator of the project bears this name."""

    def __init__(self, known: Indicator) -> None:
        """Keep the one that is known."""
        super().__init__(known.name)
        self.known = known


class SameDayError(WorkspaceError):
    """The indicator has a value of that day."""

    def __init__(self, known: Reading) -> None:
        """Keep the value that is known."""
        super().__init__()
        self.known = known


def add_indicator(session: Session, member: Membership, definition: Definition) -> Indicator:
    """Begin to watch something; a name has one definition in a project."""
    _refuse_namesake(session, member, definition)
    indicator = Indicator(project_id=member.project_id, **vars(definition))
    session.add(indicator)
    session.flush()
    _tell(session, member, "indicators.added", indicator)
    return indicator


def edit_indicator(
    session: Session,
    member: Membership,
    indicator: Indicator,
    definition: Definition,
    *,
    version: int,
) -> None:
    """Rewrite what is said of an indicator, from the version that was shown.

    What others wrote meanwhile in other fields stays; what they wrote in the same field raises
    Stale with both texts.
    """
    now = Definition.of(indicator)
    held = held_at(session, member.project_id, queries.EDITED, indicator.id, version)
    keeps = _theirs(session, held, now.values(), definition.values())
    mine = replace(definition, **{name: getattr(now, name) for name in keeps})
    before, after = _changed(now.values(), mine.values())
    if not after:
        return
    _refuse_namesake(session, member, mine, but=indicator.id)
    for name in after:
        setattr(indicator, name, getattr(mine, name))
    indicator.version += 1
    _tell(
        session,
        member,
        queries.EDITED,
        indicator,
        version=indicator.version,
        before=before,
        after=after,
    )


def retire_indicator(session: Session, member: Membership, indicator: Indicator) -> None:
    """Stop watching an indicator; its values stay."""
    if indicator.retired_at is None:
        indicator.retired_at = clock.now()
        _tell(session, member, "indicators.retired", indicator)


def resume_indicator(session: Session, member: Membership, indicator: Indicator) -> None:
    """Watch an indicator again."""
    if indicator.retired_at is not None:
        indicator.retired_at = None
        _tell(session, member, "indicators.resumed", indicator)


def add_reading(
    session: Session, member: Membership, indicator: Indicator, measure: Measure
) -> Reading:
    """Write what an indicator was worth on a day; a day has one value."""
    _refuse_same_day(session, indicator, measure)
    last = _last(session, indicator)
    reading = Reading(
        indicator_id=indicator.id,
        author_id=member.user_id,
        institution_id=member.institution_id,
        **vars(measure),
    )
    session.add(reading)
    session.flush()
    _note_move(session, indicator, last)
    _tell_reading(session, member, "readings.added", reading, indicator, after=measure.values())
    return reading


def correct_reading(
    session: Session,
    member: Membership,
    indicator: Indicator,
    reading: Reading,
    measure: Measure,
    *,
    version: int,
) -> None:
    """Correct a value, from the version that was shown; what it was stays in the history."""
    now = Measure.of(reading)
    held = held_at(session, member.project_id, queries.CORRECTED, reading.id, version)
    keeps = _theirs(session, held, now.values(), measure.values())
    mine = replace(measure, **{name: getattr(now, name) for name in keeps})
    before, after = _changed(now.values(), mine.values())
    if not after:
        return
    _refuse_same_day(session, indicator, mine, but=reading.id)
    last = _last(session, indicator)
    reading.taken_on, reading.value, reading.note = mine.taken_on, mine.value, mine.note
    reading.version += 1
    session.flush()
    _note_move(session, indicator, last)
    _tell_reading(
        session,
        member,
        queries.CORRECTED,
        reading,
        indicator,
        version=reading.version,
        before=before,
        after=after,
    )


def remove_reading(
    session: Session, member: Membership, indicator: Indicator, reading: Reading
) -> None:
    """Take a value back; the history keeps it."""
    last = _last(session, indicator)
    reading.removed_at = clock.now()
    session.flush()
    _note_move(session, indicator, last)
    before = Measure.of(reading).values()
    _tell_reading(session, member, "readings.removed", reading, indicator, before=before)


def _refuse_namesake(
    session: Session, member: Membership, definition: Definition, *, but: int | None = None
) -> None:
    known = queries.namesake(session, member.project_id, definition.name, but=but)
    if known is not None:
        raise NamesakeError(known)


def _refuse_same_day(
    session: Session, indicator: Indicator, measure: Measure, *, but: int | None = None
) -> None:
    known = queries.reading_of(session, indicator.id, measure.taken_on, but=but)
    if known is not None:
        raise SameDayError(known)


def _last(session: Session, indicator: Indicator) -> Measure | None:
    reading = queries.last_reading(session, indicator.id)
    return replace(Measure.of(reading), note="") if reading else None


def _note_move(session: Session, indicator: Indicator, before: Measure | None) -> None:
    # What rests on the indicator is to be read again only when its last value is another one.
    if _last(session, indicator) != before:
        indicator.moved_at = clock.now()


def _theirs(session: Session, held: Values, now: Values, mine: Values) -> list[str]:
    found = merge(held, now=now, mine=mine)
    if found.clash:
        raise Stale(
            mine={name: _text(session, name, mine[name]) for name in found.clash},
            theirs={name: _text(session, name, now[name]) for name in found.clash},
        )
    return list(found.theirs)


def _text(session: Session, name: str, value: Detail) -> str:
    if value is None:
        return ""
    match name:
        case "institution_id":
            return session.get_one(Institution, value).name
        case "watcher_id":
            return session.get_one(User, value).name
        case _:
            return f"{value:.15g}" if isinstance(value, float) else str(value)


def _changed(now: Values, mine: Values) -> tuple[dict[str, Detail], dict[str, Detail]]:
    names = [name for name in mine if mine[name] != now[name]]
    return {name: now[name] for name in names}, {name: mine[name] for name in names}


def _tell(
    session: Session, member: Membership, name: str, indicator: Indicator, **details: Detail
) -> None:
    journal.record(session, member, name, indicator.id, title=indicator.name, **details)


def _tell_reading(
    session: Session,
    member: Membership,
    name: str,
    reading: Reading,
    indicator: Indicator,
    **details: Detail,
) -> None:
    journal.record(
        session,
        member,
        name,
        reading.id,
        title=indicator.name,
        unit=indicator.unit,
        on_id=indicator.id,
        value=reading.value,
        taken_on=reading.taken_on.isoformat(),
        **details,
    )
