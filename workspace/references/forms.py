"""What the pages of a member show of what texts point to."""

from markupsafe import Markup

from workspace.core import clock, web
from workspace.projects.models import Membership
from workspace.references import queries
from workspace.references.models import Shown


def shown(member: Membership, *read: Markup) -> Shown:
    """Return all that some texts point to, as it is now for a member; what is gone is not there."""
    return queries.shown(
        web.session(),
        member.project_id,
        read,
        finders=web.part("referred"),
        today=clock.today(),
    )
