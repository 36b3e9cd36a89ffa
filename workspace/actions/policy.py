"""Where an action may go, as data: the steps of each status, the columns, what needs a reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workspace.actions.models import ActionStatus
from workspace.core import reference

LIST = "action_statuses"


class Stage(StrEnum):
    """A column of the board.

    What is suspended, postponed or abandoned asks nothing of anyone today: it stands in no column
    but, folded under its count, below the board.
    """

    PREPARING = "preparing"
    COMMITTED = "committed"
    RUNNING = "running"
    FINISHED = "finished"
    RESTING = "resting"


STATUSES: Mapping[Stage, tuple[ActionStatus, ...]] = {
    Stage.PREPARING: (ActionStatus.IDEA, ActionStatus.UNDER_REVIEW, ActionStatus.DELIBERATED),
    Stage.COMMITTED: (ActionStatus.COMMITTED,),
    Stage.RUNNING: (ActionStatus.RUNNING, ActionStatus.ADAPTED),
    Stage.FINISHED: (ActionStatus.DONE, ActionStatus.EVALUATED),
    Stage.RESTING: (ActionStatus.SUSPENDED, ActionStatus.POSTPONED, ActionStatus.ABANDONED),
}
STAGES: Mapping[ActionStatus, Stage] = {
    status: stage for stage, statuses in STATUSES.items() for status in statuses
}
NEXT_STEPS: Mapping[ActionStatus, tuple[ActionStatus, ...]] = {
    ActionStatus(entry.code): tuple(
        ActionStatus(code) for code in entry.fields["next"].split(";") if code
    )
    for entry in reference.entries(LIST).values()
}
EXPLAINED = frozenset({ActionStatus.ADAPTED, ActionStatus.SUSPENDED, ActionStatus.ABANDONED})


@dataclass(frozen=True)
class Reason:
    """Why an action was adapted, suspended or abandoned, and when to look at it again."""

    text: str = ""
    look_again_on: date | None = None

    def suffices(self, status: ActionStatus) -> bool:
        """Tell whether this explains a status well enough."""
        if status is ActionStatus.SUSPENDED and self.look_again_on is None:
            return False
        return bool(self.text) or status not in EXPLAINED


NO_REASON = Reason()


@dataclass(frozen=True)
class Barred:
    """A move that was refused: of which action, as it stands now, and whither."""

    title: str
    status: ActionStatus
    to: ActionStatus | Stage


def arrival(status: ActionStatus, stage: Stage) -> ActionStatus | None:
    """Return what an action becomes in a column: the first status allowed there, None if none."""
    if STAGES[status] is stage:
        return status
    return next((step for step in STATUSES[stage] if step in NEXT_STEPS[status]), None)


def ahead_of(order: Sequence[int], one: int, *, up: bool) -> int | None:
    """Return ahead of which other an action stands once it has gone one place up or down.

    None is the last place; the first goes no further up.
    """
    others = [other for other in order if other != one]
    place = max(0, order.index(one) + (-1 if up else 1))
    return others[place] if place < len(others) else None


def closes_circle(needs: Collection[tuple[int, int]], action_id: int, needed_id: int) -> bool:
    """Tell whether an action that needed another would end up, step by step, needing itself."""
    seen, ahead = set[int](), [needed_id]
    while ahead:
        here = ahead.pop()
        if here == action_id:
            return True
        if here not in seen:
            seen.add(here)
            ahead += [needed for needing, needed in needs if needing == here]
    return False
