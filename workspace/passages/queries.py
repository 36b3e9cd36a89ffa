"""Reading what is discussed of the shared texts, and where its words stand now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from workspace.comments import queries as comments
from workspace.comments.models import Comment
from workspace.core import anchors, prose, weave
from workspace.core.anchors import Stretch
from workspace.core.differences import Run, compare
from workspace.core.kept import Kept
from workspace.core.weave import Document
from workspace.passages.models import TextPassage
from workspace.projects.models import Project
from workspace.texts import queries as texts
from workspace.texts.models import SharedText
from workspace.texts.queries import Shared

TOPIC = "passages"


@dataclass(frozen=True)
class Discussion:
    """What was said about a passage, and the words that stand there now: none once it is gone.

    order: its place among the open ones of the text, from one.
    """

    passage: TextPassage
    comments: Sequence[Comment]
    words: str = ""
    order: int = 0

    @property
    def opening(self) -> Comment | None:
        """Return what its author said first, unless it was taken back."""
        first = self.comments[0] if self.comments else None
        return first if first and first.author_id == self.passage.author_id else None

    @property
    def replies(self) -> Sequence[Comment]:
        """Return what was said after that."""
        return self.comments[1:] if self.opening else self.comments

    @property
    def has_changed(self) -> bool:
        """Tell whether other words stand there than those that were discussed."""
        return self.words != self.passage.quote

    @property
    def proposed(self) -> Sequence[Run]:
        """Return what would change, word by word."""
        return compare(self.passage.quote, self.passage.replacement or "")


@dataclass(frozen=True)
class Talk:
    """A text as it is read, with what is discussed in it marked, and the discussions."""

    html: Markup
    open: Sequence[Discussion] = ()
    closed: Sequence[Discussion] = ()

    @property
    def orders(self) -> dict[int, int]:
        """Return the order of each open discussion, by the number of its passage."""
        return {one.passage.id: one.order for one in self.open}


@dataclass(frozen=True)
class Drawn:
    """A text with some passages marked, and the words of each."""

    html: Markup
    words: dict[int, str] = field(default_factory=dict)

    def place(self, passage_id: int) -> int:
        """Return where a passage begins, after all the others once it is gone."""
        at = self.html.find(f'data-passage="{passage_id}"')
        return at if at >= 0 else len(self.html)


_drawn = Kept[Drawn](most=100)  # texts as they are read


def talks(session: Session, project_id: int, shared: Collection[Shared]) -> dict[str, Talk]:
    """Return what is discussed of some texts of a project, by their names."""
    begun = [one for one in shared if one.text and one.number]
    passages = session.scalars(
        _passages().where(TextPassage.text_id.in_([one.text.id for one in begun if one.text]))
    ).all()
    said = _said(session, project_id, passages)
    found = {one.name: Talk(one.reading.html) for one in shared}
    for one in begun if passages else ():
        own = [passage for passage in passages if one.text and passage.text_id == one.text.id]
        if own:
            found[one.name] = _talk(session, one, own, said)
    return found


def discussion(session: Session, passage: TextPassage) -> Discussion:
    """Return what was said about a passage."""
    said = _said(session, passage.text.project_id, [passage])
    drawn = _marked(session, passage.text, [passage])
    return Discussion(passage, said.get(passage.id, []), drawn.words.get(passage.id, ""))


def find(session: Session, project_id: int, passage_id: int) -> TextPassage | None:
    """Return a passage of a project, with its text."""
    return session.scalar(
        _passages()
        .join(TextPassage.text)
        .where(TextPassage.id == passage_id, SharedText.project_id == project_id)
        .options(joinedload(TextPassage.text))
    )


def title(session: Session, project_id: int, passage_id: int) -> str | None:
    """Return what a passage of a project is called: the beginning of its words."""
    found = find(session, project_id, passage_id)
    return found.title if found else None


def own_data(session: Session, user_id: int) -> list[dict[str, object]]:
    """Return the passages that a person discussed, in plain values."""
    rows = session.execute(
        select(Project.title, TextPassage.quote, TextPassage.replacement, TextPassage.at)
        .join(SharedText, TextPassage.text_id == SharedText.id)
        .join(Project, SharedText.project_id == Project.id)
        .where(TextPassage.author_id == user_id)
        .order_by(TextPassage.id)
    )
    return [
        {
            "project": row.title,
            "words": row.quote,
            "proposed": row.replacement,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]


def _passages() -> Select[TextPassage]:
    return (
        select(TextPassage)
        .options(
            joinedload(TextPassage.author),
            joinedload(TextPassage.institution),
            joinedload(TextPassage.settled_by),
        )
        .order_by(TextPassage.id)
    )


def _said(
    session: Session, project_id: int, passages: Sequence[TextPassage]
) -> dict[int, list[Comment]]:
    found: dict[int, list[Comment]] = {passage.id: [] for passage in passages}
    for comment in comments.threads(session, project_id, TOPIC, found) if found else ():
        found[comment.subject_id].append(comment)
    return found


def _talk(
    session: Session,
    shared: Shared,
    passages: Sequence[TextPassage],
    said: dict[int, list[Comment]],
) -> Talk:
    waiting = [passage for passage in passages if passage.is_open]
    closed = [Discussion(one, said[one.id]) for one in reversed(passages) if not one.is_open]
    if not waiting or not shared.text:
        return Talk(shared.reading.html, closed=closed)
    drawn = _marked(session, shared.text, waiting)
    in_order = sorted(waiting, key=lambda passage: drawn.place(passage.id))
    return Talk(
        drawn.html,
        [
            Discussion(passage, said[passage.id], drawn.words[passage.id], order)
            for order, passage in enumerate(in_order, start=1)
        ],
        closed,
    )


def _marked(session: Session, text: SharedText, passages: Sequence[TextPassage]) -> Drawn:
    key = (text.id, text.digest, *(passage.id for passage in passages))
    return _drawn.get(key, lambda: _draw(texts.standing(session, text), passages))


def _draw(doc: Document, passages: Sequence[TextPassage]) -> Drawn:
    copy = weave.document([doc.get_update()])
    found = anchors.passages(copy, [(passage.ends, passage.quote) for passage in passages])
    words = {one.id: anchors.words_of(known) for one, known in zip(passages, found, strict=True)}
    for passage, known in zip(passages, found, strict=True):
        for stretch in known:
            _mark(_with_whole_links(stretch), passage.id)
    return Drawn(prose.html(weave.read(copy)), words)


def _mark(stretch: Stretch, passage_id: int) -> None:
    content = weave.content_of(stretch.text)
    start, end = (len(content[:at].encode()) for at in (stretch.start, stretch.end))
    stretch.text.format(start, end, {f"{weave.PASSAGE}{passage_id}": {}})


def _with_whole_links(stretch: Stretch) -> Stretch:
    # What points to an object is shown as what it is now: as one piece.
    text, start, end = stretch
    at = 0
    for span in weave.spans([text]):
        last = at + len(span.text)
        if span.marks.link and at < stretch.end and stretch.start < last:
            start, end = min(start, at), max(end, last)
        at = last
    return Stretch(text, start, end)
