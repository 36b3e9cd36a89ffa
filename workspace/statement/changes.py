"""Writing the statement, adopting it, and taking an adopted version up again."""

from sqlalchemy.orm import Session

from workspace.core import journal
from workspace.core.errors import Refused
from workspace.projects.models import Membership
from workspace.statement import queries
from workspace.statement.models import Part, StatementVersion, digest_of, is_blank, says_the_same
from workspace.texts import changes as texts
from workspace.texts.models import Told


def write_part(
    session: Session, member: Membership, part: Part, *, typed: str, version: int
) -> None:
    """Save a part as it was typed, from the version that was shown."""
    told = Told("statement.written", member.project_id, {"part": part.value})
    texts.write(session, member, part.text_name, typed=typed, version=version, told=told)


def adopt(session: Session, member: Membership, *, note: str = "") -> StatementVersion:
    """Adopt the statement as it is written now; adopting it again as it stands changes nothing."""
    content = queries.draft(session, member.project_id).content
    last = queries.last_version(session, member.project_id)
    if is_blank(content):
        raise Refused
    if last and says_the_same(last.content, content):
        return last
    adopted = StatementVersion(
        project_id=member.project_id,
        number=last.number + 1 if last else 1,
        content=content,
        digest=digest_of(content),
        note=note,
        author_id=member.user_id,
        institution_id=member.institution_id,
    )
    session.add(adopted)
    session.flush()
    _tell(session, member, "statement.adopted", adopted)
    return adopted


def restore(session: Session, member: Membership, version: StatementVersion) -> None:
    """Write the statement again as a version had it; what stood is kept among the updates."""
    now = queries.draft(session, member.project_id)
    written = [
        texts.write(
            session,
            member,
            part.text_name,
            typed=version.content["parts"].get(part, ""),
            version=section.number,
            told=None,
        )
        for part, section in now.sections.items()
    ]
    if any(written):
        _tell(session, member, "statement.restored", version)


def _tell(session: Session, member: Membership, name: str, version: StatementVersion) -> None:
    journal.record(
        session,
        member,
        name,
        member.project_id,
        number=version.number,
        digest=version.digest,
        note=version.note,
    )
