"""Who may change what an institution asserts; whoever contributes may read it otherwise."""

from collections.abc import Iterable

from workspace.findings.models import Finding, Source
from workspace.projects.models import Membership
from workspace.projects.policy import Permission, allows


def may_rewrite(member: Membership, finding: Finding) -> bool:
    """Tell whether a member may rewrite, confirm or withdraw a finding.

    Its author may, the people of the institution that asserts it, and whoever leads.
    """
    is_ours = member.institution_id is not None and member.institution_id == finding.institution_id
    is_mine = finding.author_id == member.user_id
    return allows(member, Permission.MANAGE) or (
        allows(member, Permission.CONTRIBUTE) and (is_mine or is_ours)
    )


def rewritable(member: Membership, findings: Iterable[Finding]) -> frozenset[int]:
    """Return which of these findings a member may rewrite, confirm or withdraw."""
    return frozenset(one.id for one in findings if may_rewrite(member, one))


def may_remove(member: Membership, finding: Finding, source: Source) -> bool:
    """Tell whether a member may take a source back: whoever gave it, or may rewrite the finding."""
    return source.author_id == member.user_id or may_rewrite(member, finding)
