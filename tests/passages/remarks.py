"""Remarks that tests make about passages."""

from sqlalchemy.orm import Session

from tests.statement import statements
from workspace.core import anchors
from workspace.core.anchors import Passage
from workspace.core.weave import Document
from workspace.passages import changes
from workspace.passages.changes import Remark
from workspace.passages.models import TextPassage
from workspace.projects.models import Membership
from workspace.statement.models import Part
from workspace.texts import queries as texts
from workspace.texts.models import SharedText

NAME = Part.TENSIONS.text_name
TEXT = "Le soir, tout ferme.\nDans les villages, il n’y a **plus rien** à vivre ensemble."
WORDS = "plus rien à vivre ensemble"


def written(session: Session, member: Membership, typed: str = TEXT) -> SharedText:
    """Write a text; return it."""
    statements.write(session, member, typed, part=Part.TENSIONS)
    session.commit()
    return texts.named(session, member.project_id, [NAME])[NAME]


def passage(doc: Document, words: str) -> Passage:
    """Return where some words stand in a document."""
    found = (anchors.find(one, words) for one in anchors.paragraphs(doc))
    return next(one for one in found if one)


def remark(
    session: Session, text: SharedText, words: str = WORDS, *, replacement: str | None = None
) -> Remark:
    """Return a remark about some words of a text."""
    doc = texts.document(session, text)
    ends = anchors.ends_of(doc, passage(doc, words))
    return Remark(ends=ends, quote=words, body="Est-ce encore vrai ?", replacement=replacement)


def discussed(
    session: Session,
    member: Membership,
    words: str = WORDS,
    *,
    replacement: str | None = None,
    typed: str = TEXT,
) -> TextPassage:
    """Write a text and discuss some of its words."""
    text = written(session, member, typed)
    made = changes.comment(
        session, member, text, remark(session, text, words, replacement=replacement)
    )
    session.commit()
    return made
