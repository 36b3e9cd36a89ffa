"""Naming a version of a shared text, and taking an older one up again."""

from sqlalchemy.orm import Session

from workspace.core import journal, markup, weave
from workspace.core.errors import Missing, Refused, known
from workspace.projects.models import Membership
from workspace.texts import changes, queries
from workspace.texts.queries import Shared
from workspace.versions import queries as versions
from workspace.versions.models import Moment, TextVersion


def name_version(
    session: Session, member: Membership, shared: Shared, *, number: int, title: str
) -> TextVersion:
    """Freeze a text as it stood after a number of changes; what has a name keeps it.

    Missing says that this moment never was, or is no longer kept.
    """
    text = known(shared.text)
    if number > text.number:
        raise Missing
    found = versions.version(session, text, number)
    if found:
        return found
    doc = known(queries.document_at(session, text, number))
    typed = markup.typed(weave.read(doc))
    if not typed:
        raise Refused
    made = TextVersion(
        text_id=text.id,
        number=number,
        title=title,
        typed=typed,
        state=doc.get_update(),
        author_id=member.user_id,
        institution_id=member.institution_id,
    )
    made.digest = made.seal
    session.add(made)
    session.flush()
    told = {"text": shared.name, "title": title, "digest": made.digest}
    journal.record(session, member, "texts.named", text.id, number=number, **told)
    return made


def restore(
    session: Session, member: Membership, shared: Shared, moment: Moment, *, version: int
) -> None:
    """Write a text again as it was at a moment, over the version that was shown.

    What others wrote since that version stays; all that stood before is kept among the changes.
    """
    typed = known(versions.reading(session, shared.text, moment)).typed
    if changes.write(session, member, shared.name, typed=typed, version=version, told=None):
        text = queries.named(session, member.project_id, [shared.name])[shared.name]
        told = {"text": shared.name, "moment": moment.key, "title": moment.title}
        journal.record(session, member, "texts.restored", text.id, **told)
