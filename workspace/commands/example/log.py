"""What the people of the example note, and learn later of what they had changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from workspace.commands.example.stage import Scene, Stage, Told, day_of, story
from workspace.evaluation import changes
from workspace.evaluation.models import VOICE, LogEntry, Outline, outline_of

# The day when the effect of an adaptation could be seen.
SEEN_ON = {"l4": date(2026, 10, 1), "l8": date(2026, 7, 1)}


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield each entry on its day, and its effect on the day when it was seen."""
    entries: dict[str, LogEntry] = {}
    for one in story()["log"]:
        yield Scene(day_of(one["date"]), partial(_note, stage, entries, one))
        if one["id"] in SEEN_ON:
            yield Scene(SEEN_ON[one["id"]], partial(_see, stage, entries, one))


def _note(stage: Stage, entries: dict[str, LogEntry], one: Told) -> None:
    outline = Outline(
        kind=one["type"],
        text=one["text_fr"],
        happened_on=day_of(one["date"]),
        action_ids=frozenset({stage.actions[one["action"]].id} if "action" in one else ()),
        criteria=frozenset({one["criterion"]} if "criterion" in one else ()),
        why=one.get("why_fr", ""),
        expected=one.get("expected_fr", ""),
        observed="" if one["id"] in SEEN_ON else one.get("effect_fr", ""),
        has_consent=one["type"] == VOICE,
    )
    member = stage.members[one["by"]]
    entries[one["id"]] = changes.add_entry(stage.session, member, outline)


def _see(stage: Stage, entries: dict[str, LogEntry], one: Told) -> None:
    entry = entries[one["id"]]
    outline = replace(outline_of(entry), observed=one["effect_fr"])
    changes.edit_entry(
        stage.session, stage.members[one["by"]], entry.id, outline, version=entry.version
    )
