"""What the people of the example say of some words of their texts, and would rather read."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from workspace.commands.example.stage import Scene, Stage
from workspace.comments import changes as comments
from workspace.core import anchors
from workspace.core.subjects import Subject
from workspace.passages import changes
from workspace.passages.changes import Remark
from workspace.passages.queries import TOPIC
from workspace.statement.models import Part
from workspace.texts import queries as texts


class Line(NamedTuple):
    """What somebody said one day."""

    day: date
    by: str
    words: str


class Talk(NamedTuple):
    """What is said of some words, by whom and when, and what would take their place."""

    part: Part
    words: str
    first: Line
    answer: Line | None = None
    replacement: str | None = None


TALKS = (
    Talk(
        Part.FINDINGS,
        "le soir, ici, il n’y a rien à vivre ensemble",
        Line(
            date(2026, 10, 29),
            "u4",
            "Depuis deux hivers il y a les vendredis de Puyseilles et le cinéma itinérant. La"
            " phrase est-elle encore vraie partout ?",
        ),
        Line(
            date(2026, 10, 30),
            "u7",
            "Vraie à Malpertuis et à Cazelles, moins ailleurs. Gardons la phrase, et disons où"
            " elle revient encore.",
        ),
    ),
    Talk(
        Part.TENSIONS,
        "Nous n’avons pas réussi à rencontrer",
        Line(date(2026, 10, 31), "u7", "Nous en avons rencontré deux depuis septembre."),
        replacement="Nous commençons seulement à rencontrer",
    ),
)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield what is said of some words, then what is answered."""
    for talk in TALKS:
        made: list[Subject] = []
        yield Scene(talk.first.day, partial(_begin, stage, talk, made))
        if talk.answer:
            yield Scene(talk.answer.day, partial(_answer, stage, talk.answer, made))


def _begin(stage: Stage, talk: Talk, made: list[Subject]) -> None:
    member, name = stage.members[talk.first.by], talk.part.text_name
    text = texts.named(stage.session, member.project_id, [name])[name]
    doc = texts.document(stage.session, text)
    found = (anchors.find(one, talk.words) for one in anchors.paragraphs(doc))
    ends = anchors.ends_of(doc, next(one for one in found if one))
    remark = Remark(ends, talk.words, talk.first.words, talk.replacement)
    passage = changes.comment(stage.session, member, text, remark)
    made.append(Subject(TOPIC, passage.id, passage.title))


def _answer(stage: Stage, answer: Line, made: list[Subject]) -> None:
    comments.add_comment(stage.session, stage.members[answer.by], made[0], body=answer.words)
