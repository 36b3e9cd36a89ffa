"""What slices lend to those below them, by the name under which it is asked for."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workspace.actions import queries as actions
from workspace.actions.models import Action, action_partner
from workspace.actors import queries as actors
from workspace.actors.models import Carried
from workspace.comments import queries as comments
from workspace.evaluation import queries as evaluation
from workspace.files import queries as files
from workspace.findings import queries as findings
from workspace.home.models import Task
from workspace.indicators import queries as indicators
from workspace.institutions import changes as mandates
from workspace.institutions import queries as institutions
from workspace.invitations import changes as invitations
from workspace.library import queries as library
from workspace.library.models import Status
from workspace.passages import queries as passages
from workspace.projects import changes as memberships
from workspace.projects import queries as projects
from workspace.projects.models import Membership
from workspace.projects.policy import Permission, allows
from workspace.references.models import Offer, Referred, Written
from workspace.statement import forms as statement_forms
from workspace.statement import queries as statement
from workspace.texts import queries as texts
from workspace.texts.queries import Shared
from workspace.versions import queries as versions
from workspace.versions.models import Moment

Ids = Collection[int]


def _late_indicators(session: Session, member: Membership, today: date) -> list[Task]:
    base = f"/projects/{member.project_id}/indicators/"
    return [
        Task("indicator_late", one.indicator.name, f"{base}{one.indicator.id}/", one.due_on)
        for one in indicators.late_indicators(session, member.project_id, today)
        if one.is_watched_by(member.user_id, member.institution_id)
    ]


def _stale_findings(session: Session, member: Membership, _today: date) -> list[Task]:
    base = f"/projects/{member.project_id}/findings/"
    return [
        Task("finding_stale", one.finding.sentence, f"{base}{one.finding.id}/")
        for one in findings.to_reread(session, member.project_id, member.institution_id)
    ]


def _late_actions(session: Session, member: Membership, today: date) -> list[Task]:
    base, mine = f"/projects/{member.project_id}/actions/", actions.mine(session, member)
    return [
        Task("action_late", card.title, f"{base}{card.id}/", card.due_on)
        for card in actions.late_actions(session, member.project_id, today)
        if card.owner_id in mine
    ]


def _quiet_actions(session: Session, member: Membership, today: date) -> list[Task]:
    base = f"/projects/{member.project_id}/evaluation/?action="
    return [
        Task("action_quiet", title, f"{base}{action_id}")
        for action_id, title in evaluation.quiet_actions(session, member, today)
        if allows(member, Permission.CONTRIBUTE)
    ]


def _orphan_actions(session: Session, member: Membership, today: date) -> list[Task]:
    base = f"/projects/{member.project_id}/actions/"
    return [
        Task("action_orphan", card.title, f"{base}{card.id}/")
        for card in actions.orphans(session, member.project_id, today)
        if allows(member, Permission.MANAGE)
    ]


def _carried(session: Session, project_id: int, actor_id: int) -> list[Carried]:
    joined = select(action_partner.c.action_id).where(action_partner.c.actor_id == actor_id)
    rows = session.execute(
        select(Action.id, Action.title, Action.owner_id)
        .where(
            Action.project_id == project_id,
            or_(Action.owner_id == actor_id, Action.id.in_(joined)),
        )
        .order_by(Action.position, Action.id)
    )
    base = f"/projects/{project_id}/actions/"
    found = [Carried(row.title, f"{base}{row.id}/", row.owner_id == actor_id) for row in rows]
    return sorted(found, key=lambda one: not one.is_owner)


def _statement_ahead(session: Session, member: Membership, _today: date) -> list[Task]:
    page = f"/projects/{member.project_id}/statement/"
    is_asked = allows(member, Permission.MANAGE) and statement.is_ahead(session, member.project_id)
    return [Task("statement_draft", member.project.title, page)] if is_asked else []


def _timeline(session: Session, project_id: int, shared: Shared) -> list[Moment]:
    keeper = ADOPTED.get(shared.name.partition(".")[0])
    adopted = keeper(session, project_id, shared.name) if keeper else []
    return versions.timeline(session, shared, adopted)


Titled = Callable[[Session, int], Sequence[tuple[int, str]]]


def _findings(session: Session, project_id: int, ids: Ids, _today: date) -> dict[int, Referred]:
    base = f"/projects/{project_id}/findings/"
    return {
        one.finding.id: Referred(one.finding.sentence, f"{base}{one.finding.id}/", one)
        for one in findings.by_id(session, project_id, ids)
    }


def _actors(session: Session, project_id: int, ids: Ids, _today: date) -> dict[int, Referred]:
    base, found = f"/projects/{project_id}/actors/", actors.by_id(session, project_id, ids)
    return {id_: Referred(one.name, f"{base}{one.id}/", one) for id_, one in found.items()}


def _actions(session: Session, project_id: int, ids: Ids, today: date) -> dict[int, Referred]:
    base = f"/projects/{project_id}/actions/"
    return {
        card.id: Referred(card.title, f"{base}{card.id}/", card, card.late_by)
        for card in actions.cards(session, project_id, today)
        if card.id in ids
    }


def _indicators(session: Session, project_id: int, ids: Ids, today: date) -> dict[int, Referred]:
    base = f"/projects/{project_id}/indicators/"
    return {
        one.indicator.id: Referred(
            one.indicator.name, f"{base}{one.indicator.id}/", one, one.days_late(today)
        )
        for one in indicators.by_id(session, project_id, ids)
    }


def _cases(session: Session, _project_id: int, ids: Ids, _today: date) -> dict[int, Referred]:
    found = library.named(session, {Status.PUBLISHED}, ids)
    return {one.id: Referred(one.headline, f"/library/{one.slug}/", one) for one in found}


def _statement(session: Session, project_id: int) -> list[Written]:
    names = {part.text_name: one for part, one in statement_forms.purposes(project_id, {}).items()}
    base, found = f"/projects/{project_id}/texts/", texts.shared(session, project_id, list(names))
    return [
        Written(purpose.title, f"{base}{name}/", found[name].reading.html)
        for name, purpose in names.items()
    ]


def _offered_cases(session: Session, _project_id: int) -> list[Offer]:
    found = library.named(session, {Status.PUBLISHED})
    return [Offer(one.id, one.headline, one.territory) for one in found]


def _offered(for_picking: Titled) -> Callable[[Session, int], list[Offer]]:
    return lambda session, project_id: [Offer(*one) for one in for_picking(session, project_id)]


# The versions of a shared text that its slice adopts, by how the name of the text begins.
ADOPTED = {"statement": statement.adopted}

PARTS: dict[str, Any] = {  # each part has its own type
    # The title of an object that can be commented, by its topic.
    "finders": {
        "actions": actions.title,
        "actors": actors.title,
        "evaluation": evaluation.title,
        "findings": findings.title,
        "indicators": indicators.title,
        "passages": passages.title,
        "statement": statement.title,
    },
    # Where the page of an object is, below its project, by its topic.
    "pages": {
        "actions": "actions/",
        "actors": "actors/",
        "evaluation": "evaluation/",
        "findings": "findings/",
        "indicators": "indicators/",
        "passages": "passages/",
        "statement": "statement/",
    },
    # What an actor carries or joins.
    "carried": [_carried],
    # What is asked of a member.
    "askers": [
        _late_actions,
        _orphan_actions,
        _quiet_actions,
        _late_indicators,
        _stale_findings,
        _statement_ahead,
    ],
    # What rests on an indicator.
    "relying": [findings.resting_on],
    # The objects into which a case can be cited.
    "citable": {
        "statement": statement.for_picking,
        "actions": actions.for_picking,
    },
    # What a shared text is for, by how its name begins.
    "texts": {"statement": statement_forms.purpose},
    # How the journal tells of who writes them.
    "told": {"statement": statement_forms.told},
    # What is discussed of shared texts, by their names.
    "talks": passages.talks,
    # What a shared text has been.
    "adopted": ADOPTED,
    "timeline": _timeline,
    # What texts point to, by kind, as it is now; and what they may point to.
    "referred": {
        "finding": _findings,
        "actor": _actors,
        "action": _actions,
        "indicator": _indicators,
        "case": _cases,
    },
    "offers": {
        "finding": _offered(findings.for_picking),
        "actor": _offered(actors.for_picking),
        "action": _offered(actions.for_picking),
        "indicator": _offered(indicators.for_picking),
        "case": _offered_cases,
    },
    # The texts of a project, as they are read.
    "written": [_statement],
    # What else is undone when a person leaves for good; each may refuse it.
    "ties": [memberships.leave_all, mandates.end_mandates, invitations.forget_address],
    # What else is kept of a person, and handed over when they ask.
    "own_data": {
        "comments": comments.own_data,
        "files": files.own_data,
        "log": evaluation.own_data,
        "findings": findings.own_data,
        "mandates": institutions.own_data,
        "passages": passages.own_data,
        "projects": projects.own_data,
        "readings": indicators.own_data,
    },
    # What the evaluation log says of an action.
    "entries_of": evaluation.entries_of,
    # What can be verified at any time, and what must be true before anyone is served.
    "checks": [texts.faults, versions.faults, statement.faults],
    "readiness": [],
}
