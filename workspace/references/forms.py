"""What the pages of a member show of what texts point to."""

from collections.abc import Iterable

from markupsafe import Markup

from workspace.core import clock, web
from workspace.projects.models import Membership
from workspace.references import queries
from workspace.references.models import Reference, Shown, references


def shown(member: Membership, *read: Markup) -> Shown:
    """Return all that some texts point to, as it is now for a member; what is gone is not there."""
    return standing(member, references(read))


def standing(member: Membership, asked: Iterable[Reference]) -> Shown:
    """Return some objects as they are now for a member; what is gone is not there."""
    return queries.standing(
        web.session(),
        member.project_id,
        asked,
        finders=web.part("referred"),
        today=clock.today(),
    )
