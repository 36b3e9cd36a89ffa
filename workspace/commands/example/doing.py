"""What the people of the example do: their actions, from the idea to where each one stands."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from workspace.actions import changes
from workspace.actions.models import Action, ActionStatus, Outline
from workspace.actions.policy import NEXT_STEPS, NO_REASON, Reason
from workspace.commands.example.stage import Scene, Stage, Told, day_of, story

EARLIEST = date(2025, 2, 24)
BEFORE = {  # how long before the start an action came so far
    ActionStatus.IDEA: timedelta(days=120),
    ActionStatus.UNDER_REVIEW: timedelta(days=80),
    ActionStatus.DELIBERATED: timedelta(days=40),
    ActionStatus.COMMITTED: timedelta(days=14),
    ActionStatus.RUNNING: timedelta(0),
}
EVALUATED_AFTER = timedelta(days=20)
# What the log says of the day when these changed course.
TURNED = {
    "ac3": date(2026, 2, 5),
    "ac5": date(2026, 2, 26),
    "ac10": date(2026, 8, 28),
    "ac14": date(2026, 1, 19),
}
NUMBER = re.compile(r" (?:\(d\d\)|d\d\b)")
LOOK_AGAIN = date(2027, 1, 15)
STEPS = {
    "ac11": (
        ("Écrire aux quatre maires", True),
        ("Tenir une réunion d’information à Cazelles-d’Isarne", True),
        ("Recueillir les envies des habitants", False),
        ("Choisir avec eux les deux premières soirées", False),
    ),
    "ac4": (
        ("Former les bénévoles à la fermeture", True),
        ("Ouvrir Roquevère un mercredi sur deux", True),
        ("Mesurer la fréquentation après trois mois", False),
    ),
    "ac15": (("Demander le devis de l’année", True), ("Fixer la date de restitution", False)),
}


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield each action, then each step that it takes."""
    for one in story()["actions"]:
        path = _path(ActionStatus(one["status"]))
        yield Scene(_day(one, path[0]), partial(_add, stage, one))
        for status in path[1:]:
            yield Scene(_day(one, status), partial(_move, stage, one, status))
        if one["id"] in STEPS:
            yield Scene(_day(one, path[-1]), partial(_list_steps, stage, one))
    last = max(_day(one, ActionStatus.IDEA) for one in story()["actions"])
    for one in story()["actions"]:
        for needed in one["depends_on"]:
            yield Scene(last, partial(_tie, stage, one["id"], needed))


def _path(to: ActionStatus) -> Sequence[ActionStatus]:
    # Of all ways, one of the shortest; what is given up had been looked into before.
    first = ActionStatus.UNDER_REVIEW if to is ActionStatus.ABANDONED else ActionStatus.IDEA
    ways = [(ActionStatus.IDEA, first)] if first is not ActionStatus.IDEA else [(first,)]
    for way in ways:
        if way[-1] is to:
            return way
        ways.extend((*way, step) for step in NEXT_STEPS[way[-1]] if step not in way)
    return ways[0]


def _day(one: Told, status: ActionStatus) -> date:
    start, end = day_of(one["start"]), day_of(one["end"])
    if status in BEFORE:
        return max(start - BEFORE[status], EARLIEST)
    if status is ActionStatus.EVALUATED:
        return end + EVALUATED_AFTER
    return TURNED.get(one["id"], end)


def _add(stage: Stage, one: Told) -> None:
    outline = Outline(
        title=one["title_fr"],
        note=_note(one),
        owner_id=stage.actors[one["lead"]].id,
        partner_ids=frozenset(stage.actors[key].id for key in one["partners"]),
        territory_ids=frozenset(stage.places[name].id for name in one["communes"]),
        starts_on=day_of(one["start"]),
        due_on=day_of(one["end"]),
        budget_cents=one["budget_eur"] * 100,
    )
    member = stage.members[one["created_by"]]
    stage.actions[one["id"]] = changes.add_action(stage.session, member, outline)


def _move(stage: Stage, one: Told, status: ActionStatus) -> None:
    member, action = stage.hand_of(one["lead"]), stage.actions[one["id"]]
    changes.move_action(stage.session, member, action, to=status, reason=_reason(one, status))


def _note(one: Told) -> str:
    # The numbers of the file's own deliberations say nothing to anyone.
    return NUMBER.sub("", str(one["note_fr"]))


def _reason(one: Told, status: ActionStatus) -> Reason:
    match status:
        case ActionStatus.SUSPENDED:
            return Reason(_note(one), LOOK_AGAIN)
        case ActionStatus.ADAPTED | ActionStatus.ABANDONED:
            return Reason(_note(one))
        case _:
            return NO_REASON


def _list_steps(stage: Stage, one: Told) -> None:
    member, action = stage.hand_of(one["lead"]), stage.actions[one["id"]]
    for text, is_done in STEPS[one["id"]]:
        step = changes.add_step(stage.session, member, action, text=text)
        changes.check_step(stage.session, member, action, step, is_done=is_done)


def _tie(stage: Stage, key: str, needed: str) -> None:
    one: Action = stage.actions[key]
    changes.add_dependency(stage.session, stage.lead, one, needed=stage.actions[needed])
