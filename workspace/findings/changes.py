"""Changing findings, their sources and viewpoints: each makes one change and records one event.

Whoever calls has taken the turn of the project (`journal.take_turn`), so that what was read is
still true when it changes.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from workspace.core import clock, journal
from workspace.core.errors import Missing, Refused, Stale
from workspace.core.journal import Detail
from workspace.core.merge import held_at, merge
from workspace.findings import policy, queries
from workspace.findings.models import Finding, Source, SourceKind, Stance, Viewpoint
from workspace.findings.queries import Shown
from workspace.indicators import queries as indicators
from workspace.projects.models import Membership


@dataclass(frozen=True)
class Origin:
    """What people say of a source."""

    kind: SourceKind
    title: str = ""
    url: str = ""
    dated_on: date | None = None
    indicator_id: int | None = None
    reading_id: int | None = None


def add_finding(session: Session, member: Membership, sentence: str, *, origin: Origin) -> Finding:
    """Assert something, with what it rests on."""
    finding = Finding(
        project_id=member.project_id,
        number=queries.last_number(session, member.project_id) + 1,
        sentence=sentence,
        author_id=member.user_id,
        institution_id=member.institution_id,
    )
    session.add(finding)
    session.flush()
    source = _add_source(session, member, finding, origin)
    _tell(session, member, "findings.added", finding, source=source.title)
    return finding


def edit_finding(
    session: Session, member: Membership, finding: Finding, *, sentence: str, version: int
) -> None:
    """Rewrite a finding, from the version that was shown; rewriting confirms it."""
    _refuse_others(member, finding)
    now, mine = {"sentence": finding.sentence}, {"sentence": sentence}
    held = held_at(session, member.project_id, queries.EDITED, finding.id, version)
    found = merge(held, now=now, mine=mine)
    if found.clash:
        raise Stale(mine=mine, theirs=now, version=finding.version)
    if found.theirs or now == mine:
        return
    finding.sentence = sentence
    finding.version += 1
    _confirm(finding, member)
    _tell(
        session,
        member,
        queries.EDITED,
        finding,
        version=finding.version,
        before={"sentence": now["sentence"]},
        after={"sentence": sentence},
    )


def confirm_finding(session: Session, member: Membership, finding: Finding) -> None:
    """Say that a finding is still true, whatever the values have become."""
    _refuse_others(member, finding)
    _confirm(finding, member)
    _tell(session, member, "findings.confirmed", finding)


def withdraw_finding(session: Session, member: Membership, finding: Finding) -> None:
    """Take a finding back; the history keeps it."""
    _refuse_others(member, finding)
    finding.withdrawn_at = clock.now()
    _tell(session, member, "findings.withdrawn", finding)


def add_source(session: Session, member: Membership, finding: Finding, origin: Origin) -> Source:
    """Give one more source to a finding."""
    source = _add_source(session, member, finding, origin)
    _tell(session, member, "findings.source_added", finding, source=source.title)
    return source


def remove_source(session: Session, member: Membership, shown: Shown, source: Source) -> None:
    """Take a source back; the last one stays."""
    if not policy.may_remove(member, shown.finding, source):
        raise Refused("not_ours")
    if len(shown.sources) == 1:
        raise Refused("last_source")
    source.removed_at = clock.now()
    _tell(session, member, "findings.source_removed", shown.finding, source=source.title)


def give_viewpoint(
    session: Session,
    member: Membership,
    finding: Finding,
    *,
    stance: Stance,
    text: str,
    version: int,
) -> None:
    """Say how the member’s institution reads a finding, from the version that was shown."""
    if member.institution_id is None:
        raise Refused("no_institution")
    known = queries.given(session, finding.id, member.institution_id)
    if known is None:
        _give_first(session, member, finding, stance, text)
    elif known.withdrawn_at is not None:
        _write(known, member, stance, text)
        known.withdrawn_at = None
        _tell_viewpoint(session, member, "viewpoints.given", known, finding, stance=stance)
    else:
        _rewrite(session, member, finding, known, _Said(stance, text, version))


def withdraw_viewpoint(
    session: Session, member: Membership, finding: Finding, viewpoint: Viewpoint
) -> None:
    """Take back how one’s institution reads a finding."""
    viewpoint.withdrawn_at = clock.now()
    viewpoint.version += 1
    _tell_viewpoint(session, member, "viewpoints.withdrawn", viewpoint, finding)


@dataclass(frozen=True)
class _Said:
    stance: Stance
    text: str
    version: int


def _add_source(session: Session, member: Membership, finding: Finding, origin: Origin) -> Source:
    if origin.kind is SourceKind.INDICATOR:
        origin = _of_indicator(session, member, origin)
    source = Source(
        finding_id=finding.id,
        author_id=member.user_id,
        institution_id=member.institution_id,
        **vars(origin),
    )
    session.add(source)
    session.flush()
    return source


def _of_indicator(session: Session, member: Membership, origin: Origin) -> Origin:
    indicator = indicators.find(session, member.project_id, origin.indicator_id or 0)
    if indicator is None:
        raise Missing
    last = indicators.last_reading(session, indicator.id)
    return replace(
        origin,
        title=origin.title or indicator.name,
        dated_on=last.taken_on if last else None,
        reading_id=last.id if last else None,
    )


def _refuse_others(member: Membership, finding: Finding) -> None:
    if not policy.may_rewrite(member, finding):
        raise Refused("not_ours")


def _confirm(finding: Finding, member: Membership) -> None:
    finding.confirmed_at, finding.confirmer_id = clock.now(), member.user_id


def _give_first(
    session: Session, member: Membership, finding: Finding, stance: Stance, text: str
) -> None:
    viewpoint = Viewpoint(
        finding_id=finding.id,
        institution_id=member.institution_id,
        author_id=member.user_id,
        stance=stance,
        text=text,
    )
    session.add(viewpoint)
    session.flush()
    _tell_viewpoint(session, member, "viewpoints.given", viewpoint, finding, stance=stance)


def _rewrite(
    session: Session, member: Membership, finding: Finding, known: Viewpoint, said: _Said
) -> None:
    before = {"stance": known.stance.value, "text": known.text}
    after = {"stance": said.stance.value, "text": said.text}
    if before == after:
        return
    if known.version != said.version:
        raise _clash(known, mine=after, theirs=before)
    _write(known, member, said.stance, said.text)
    _tell_viewpoint(
        session,
        member,
        "viewpoints.edited",
        known,
        finding,
        version=known.version,
        before=dict(before),
        after=dict(after),
    )


def _clash(known: Viewpoint, *, mine: dict[str, str], theirs: dict[str, str]) -> Stale:
    # Two texts can be made one on the page that shows both; two stances cannot.
    differ = [name for name in mine if mine[name] != theirs[name]]
    return Stale(
        mine={name: mine[name] for name in differ},
        theirs={name: theirs[name] for name in differ},
        version=known.version if differ == ["text"] else None,
    )


def _write(known: Viewpoint, member: Membership, stance: Stance, text: str) -> None:
    known.stance, known.text, known.author_id = stance, text, member.user_id
    known.version += 1
    known.at = clock.now()


def _tell(
    session: Session, member: Membership, name: str, finding: Finding, **details: Detail
) -> None:
    journal.record(session, member, name, finding.id, title=finding.sentence, **details)


def _tell_viewpoint(
    session: Session,
    member: Membership,
    name: str,
    viewpoint: Viewpoint,
    finding: Finding,
    **details: Detail,
) -> None:
    journal.record(
        session, member, name, viewpoint.id, title=finding.sentence, on_id=finding.id, **details
    )
