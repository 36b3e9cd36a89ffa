"""How the people of the example come to their common question, and adopt it."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from workspace.commands.example.stage import Scene, Stage, day_of, story
from workspace.statement import changes, queries
from workspace.statement.models import Part

FIRST_TRY = "Comment animer les bourgs le soir ?"
SECOND_TRY = "Comment mieux accéder à la culture, partout et à tout âge ?"
PLACE, CROSSED, WORKED, _QUESTION, ENGAGES, UNSURE = range(6)  # paragraphs of the file


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield each writing of the statement, then its adoption."""
    told = story()["problematique"]
    said = told["text_fr"].split("\n\n")
    first, second, adopted = told["versions"]
    written = (
        (day_of(first["date"]), first["author"], Part.QUESTION, FIRST_TRY),
        (date(2025, 2, 20), "u1", Part.FINDINGS, said[PLACE]),
        (day_of(second["date"]), second["author"], Part.QUESTION, SECOND_TRY),
        (date(2025, 3, 20), "u5", Part.FINDINGS, f"{said[PLACE]}\n\n{said[CROSSED]}"),
        (date(2025, 4, 3), "u6", Part.TENSIONS, said[WORKED]),
        (date(2025, 4, 10), "u2", Part.ISSUES, said[ENGAGES]),
        (date(2025, 4, 17), "u7", Part.TENSIONS, f"{said[WORKED]}\n\n{said[UNSURE]}"),
        (date(2025, 4, 22), adopted["author"], Part.QUESTION, told["question_fr"]),
    )
    for day, by, part, text in written:
        yield Scene(day, partial(_write, stage, by, part, text))
    yield Scene(day_of(adopted["date"]), partial(_adopt, stage, adopted["note_fr"]))


def _write(stage: Stage, by: str, part: Part, text: str) -> None:
    member = stage.members[by]
    version = queries.section(stage.session, member.project_id, part).number
    changes.write_part(stage.session, member, part, typed=text, version=version)


def _adopt(stage: Stage, note: str) -> None:
    changes.adopt(stage.session, stage.lead, note=note)
