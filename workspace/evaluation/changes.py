"""Writing the evaluation log: each function makes one change and records one event."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy.orm import Session

from workspace.actions.models import Action
from workspace.core import clock, journal, reference
from workspace.core.errors import Missing, Refused, Stale
from workspace.core.journal import Detail
from workspace.core.merge import Values, held_at, merge
from workspace.core.spelling import fold
from workspace.evaluation import queries
from workspace.evaluation.models import (
    CRITERIA,
    KINDS,
    EntryCriterion,
    LogEntry,
    Outline,
    outline_of,
)
from workspace.evaluation.policy import may_rewrite
from workspace.projects.models import Membership

WRITTEN = {"text", "why", "expected", "observed"}


def add_entry(session: Session, member: Membership, outline: Outline) -> LogEntry:
    """Note what happened."""
    entry = LogEntry(
        project_id=member.project_id,
        author_id=member.author_id,
        institution_id=member.institution_id,
        actions=[],
        criteria=[],
    )
    _write(session, entry, outline)
    session.add(entry)
    session.flush()
    _tell(session, member, "evaluation.added", entry, kind=entry.kind)
    return entry


def edit_entry(
    session: Session, member: Membership, entry_id: int, outline: Outline, *, version: int
) -> LogEntry:
    """Rewrite an entry from the version that was shown.

    What others wrote meanwhile in other fields stays; what they wrote in the same field raises
    Stale with both texts.
    """
    entry = queries.find(session, member.project_id, entry_id)
    if entry is None or entry.is_withdrawn:
        raise Missing
    _check(member, entry)
    held = held_at(session, member.project_id, queries.EDITED, entry.id, version)
    mine = _merged(session, entry, outline, held)
    before, after = outline_of(entry).values(), mine.values()
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        _write(session, entry, mine)
        entry.version += 1
        _tell(
            session,
            member,
            queries.EDITED,
            entry,
            version=entry.version,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
    return entry


def withdraw_entry(session: Session, member: Membership, entry: LogEntry) -> None:
    """Take an entry off the log; it stays in the history, with who withdrew it and when."""
    _check(member, entry)
    if entry.is_withdrawn:
        return
    entry.withdrawn_at, entry.withdrawn_by_id = clock.now(), member.user_id
    _tell(session, member, "evaluation.withdrawn", entry)


def put_entry_back(session: Session, member: Membership, entry: LogEntry) -> None:
    """Put a withdrawn entry back into the log."""
    _check(member, entry)
    if not entry.is_withdrawn:
        return
    entry.withdrawn_at = entry.withdrawn_by_id = None
    _tell(session, member, "evaluation.put_back", entry)


def _check(member: Membership, entry: LogEntry) -> None:
    if not may_rewrite(member, entry):
        raise Refused("not_yours")


def _write(session: Session, entry: LogEntry, outline: Outline) -> None:
    for name, value in vars(outline).items():
        if name not in {"action_ids", "criteria"}:
            setattr(entry, name, value)
    entry.words = fold(f"{outline.text} {outline.why} {outline.expected} {outline.observed}")
    entry.actions = _actions(session, entry.project_id, outline.action_ids)
    kept = {criterion.code: criterion for criterion in entry.criteria}
    entry.criteria = [
        kept.get(code) or EntryCriterion(code=code) for code in sorted(outline.criteria)
    ]


def _actions(session: Session, project_id: int, ids: Collection[int]) -> list[Action]:
    if not ids:
        return []
    found = list(queries.actions(session, project_id, ids))
    if len(found) != len(ids):
        raise Missing
    return found


def _merged(session: Session, entry: LogEntry, mine: Outline, held: Values) -> Outline:
    now = outline_of(entry)
    found = merge(held, now=now.values(), mine=mine.values())
    if found.clash:
        texts = [_texts(session, entry, outline) for outline in (mine, now)]
        clash = [{name: text[name] for name in found.clash} for text in texts]
        # What is not plainly written is chosen again on the page of the entry.
        version = entry.version if set(found.clash) <= WRITTEN else None
        raise Stale(mine=clash[0], theirs=clash[1], version=version)
    return replace(mine, **{name: getattr(now, name) for name in found.theirs})


def _texts(session: Session, entry: LogEntry, outline: Outline) -> dict[str, str]:
    actions = queries.actions(session, entry.project_id, outline.action_ids)
    criteria = sorted(reference.label(code, CRITERIA, "fr") for code in outline.criteria)
    return {name: str(value) for name, value in vars(outline).items()} | {
        "kind": reference.label(outline.kind, KINDS, "fr"),
        "criteria": ", ".join(criteria),
        "action_ids": ", ".join(sorted(action.title for action in actions)),
    }


def _tell(
    session: Session, member: Membership, name: str, entry: LogEntry, **details: Detail
) -> None:
    journal.record(session, member, name, entry.id, title=entry.title, **details)
