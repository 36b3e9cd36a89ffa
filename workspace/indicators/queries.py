"""Reading indicators, their values, and which of them are late."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from workspace.core import reference, spelling
from workspace.core.reference import Entry
from workspace.indicators.models import Indicator, Reading, Watched
from workspace.projects.models import Project

EDITED = "indicators.edited"
CORRECTED = "readings.corrected"
LIST = "indicators"  # of the reference lists
ALIKE, SHARED = 0.86, 0.7  # of the letters, or of the words, of names that are mistaken


def watched(session: Session, project_id: int, today: date) -> list[Watched]:
    """Return the indicators of a project with their last values: late ones first, then by name."""
    found = session.scalars(
        select(Indicator)
        .where(Indicator.project_id == project_id)
        .options(joinedload(Indicator.institution), joinedload(Indicator.watcher))
        .order_by(Indicator.name_key, Indicator.id)
    ).all()
    return sorted(
        _with_values(session, found),
        key=lambda one: (one.indicator.retired_at is not None, not one.is_late(today)),
    )


def late_indicators(session: Session, project_id: int, today: date) -> list[Watched]:
    """Return the indicators of a project whose next value should be there already."""
    return [one for one in watched(session, project_id, today) if one.is_late(today)]


def find(session: Session, project_id: int, indicator_id: int) -> Indicator | None:
    """Return an indicator of the project with who watches it, None if it belongs elsewhere."""
    return session.scalar(
        select(Indicator)
        .where(Indicator.id == indicator_id, Indicator.project_id == project_id)
        .options(joinedload(Indicator.institution), joinedload(Indicator.watcher))
    )


def by_id(session: Session, project_id: int, ids: Collection[int]) -> list[Watched]:
    """Return the indicators of the project that have these ids, with their last values."""
    here = Indicator.project_id == project_id
    found = session.scalars(select(Indicator).where(Indicator.id.in_(ids), here)).all()
    return _with_values(session, found)


def title(session: Session, project_id: int, indicator_id: int) -> str | None:
    """Return what an indicator of the project is called now."""
    return session.scalar(
        select(Indicator.name).where(
            Indicator.id == indicator_id, Indicator.project_id == project_id
        )
    )


def for_picking(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Return the indicators that one may point to, by name."""
    rows = session.execute(
        select(Indicator.id, Indicator.name)
        .where(Indicator.project_id == project_id, Indicator.retired_at.is_(None))
        .order_by(Indicator.name_key, Indicator.id)
    )
    return [(row.id, row.name) for row in rows]


def namesake(
    session: Session, project_id: int, name: str, *, but: int | None = None
) -> Indicator | None:
    """Return the indicator of the project that bears a name, however it is written."""
    return session.scalar(
        select(Indicator).where(
            Indicator.project_id == project_id,
            Indicator.name_key == spelling.key(name),
            Indicator.id != (but or 0),
        )
    )


def near_names(session: Session, indicator: Indicator) -> list[tuple[int, str]]:
    """Return the other indicators of the project whose name is written nearly like this one."""
    return [
        (id_, name)
        for id_, name in for_picking(session, indicator.project_id)
        if id_ != indicator.id and _is_alike(spelling.key(name), indicator.name_key)
    ]


def readings(session: Session, indicator_id: int) -> Sequence[Reading]:
    """Return the values of an indicator with who gave them, the latest first."""
    return session.scalars(_readings([indicator_id])).all()


def reading(session: Session, indicator_id: int, reading_id: int) -> Reading | None:
    """Return a value of an indicator that still stands."""
    return session.scalar(_readings([indicator_id]).where(Reading.id == reading_id))


def reading_of(
    session: Session, indicator_id: int, day: date, *, but: int | None = None
) -> Reading | None:
    """Return what an indicator was worth on a day."""
    return session.scalar(
        _readings([indicator_id]).where(Reading.taken_on == day, Reading.id != (but or 0))
    )


def last_reading(session: Session, indicator_id: int) -> Reading | None:
    """Return the last value of an indicator."""
    return session.scalars(_readings([indicator_id]).limit(1)).first()


def last_readings(session: Session, ids: Collection[int]) -> dict[int, list[Reading]]:
    """Return, of each of these indicators, its last value and the one before."""
    if not ids:
        return {}
    rank = func.row_number().over(
        partition_by=Reading.indicator_id, order_by=(Reading.taken_on.desc(), Reading.id.desc())
    )
    ranked = (
        select(Reading.id, rank.label("rank"))
        .where(Reading.indicator_id.in_(ids), Reading.removed_at.is_(None))
        .subquery()
    )
    found: dict[int, list[Reading]] = {}
    for one in session.scalars(
        _readings(ids).join(ranked, ranked.c.id == Reading.id).where(ranked.c.rank <= 2)  # noqa: PLR2004 (the last and the one before)
    ):
        found.setdefault(one.indicator_id, []).append(one)
    return found


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return the values that a person gave, in plain values."""
    rows = session.execute(
        select(Project.title, Indicator.name, Reading)
        .join(Indicator, Indicator.id == Reading.indicator_id)
        .join(Project, Project.id == Indicator.project_id)
        .where(Reading.author_id == user_id)
        .order_by(Reading.id)
    )
    return [
        {
            "project": project,
            "indicator": name,
            "day": one.taken_on.isoformat(),
            "value": one.value,
            "note": one.note,
            "at": one.at.isoformat(),
        }
        for project, name, one in rows
    ]


def proposals() -> Mapping[str, Sequence[Entry]]:
    """Return the indicators of the reference list, kind by kind."""
    found: dict[str, list[Entry]] = {}
    for entry in reference.entries(LIST).values():
        found.setdefault(entry.fields["kind"], []).append(entry)
    return found


def _is_alike(one: str, other: str) -> bool:
    # Names that differ by a number, such as an age, are told apart at a glance.
    mine, theirs = set(one.split()), set(other.split())
    if any(word.isdecimal() for word in mine ^ theirs):
        return False
    shared = len(mine & theirs) / len(mine | theirs)
    return shared >= SHARED or SequenceMatcher(None, one, other).ratio() >= ALIKE


def _with_values(session: Session, indicators: Iterable[Indicator]) -> list[Watched]:
    every = list(indicators)
    values = last_readings(session, [one.id for one in every])
    return [Watched(one, *values.get(one.id, [])) for one in every]


def _readings(ids: Collection[int]) -> Select[Reading]:
    return (
        select(Reading)
        .where(Reading.indicator_id.in_(ids), Reading.removed_at.is_(None))
        .options(joinedload(Reading.author), joinedload(Reading.institution))
        .order_by(Reading.taken_on.desc(), Reading.id.desc())
    )
