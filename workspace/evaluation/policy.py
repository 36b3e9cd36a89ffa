"""Who may rewrite or withdraw an entry of the evaluation log."""

from workspace.evaluation.models import LogEntry
from workspace.projects.models import Membership, Role


def may_rewrite(member: Membership, entry: LogEntry) -> bool:
    """Tell whether an entry is the member's, their institution's, or theirs to lead."""
    if member.role is Role.READER:
        return False
    is_of_institution = (
        entry.institution_id is not None and entry.institution_id == member.institution_id
    )
    return member.role is Role.LEAD or entry.author_id == member.user_id or is_of_institution
