"""Merging what two people wrote of one object, field by field, from what the journal remembers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workspace.core.journal import Detail, Event

Values = Mapping[str, Detail]


@dataclass(frozen=True)
class Merge:
    """Which fields others wrote and keep, and which both wrote, each in their way."""

    theirs: Sequence[str]
    clash: Sequence[str]


def held_at(session: Session, space_id: int, name: str, subject_id: int, version: int) -> Values:
    """Return what the fields written after a version held at that version.

    The events of that name carry the version they made, and the values `before`.
    """
    told = session.scalars(
        select(Event.details)
        .where(
            Event.space_id == space_id,
            Event.topic == name.partition(".")[0],
            Event.subject_id == subject_id,
            Event.name == name,
        )
        .order_by(Event.seq.desc())
    )
    held: dict[str, Detail] = {}
    for details in told:
        match details:
            case {"version": int(made), "before": dict(before)} if made > version:
                held |= before
            case _:
                break
    return held


def merge(held: Values, *, now: Values, mine: Values) -> Merge:
    """Compare what a person sends and what stands now with what that person had been shown."""
    written = [name for name, value in held.items() if now[name] != value]
    return Merge(
        theirs=[name for name in written if mine[name] == held[name]],
        clash=[name for name in written if mine[name] not in (held[name], now[name])],
    )
