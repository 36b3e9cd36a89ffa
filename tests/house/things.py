"""Something real behind each id that an address may hold, for the table of doors."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from tests import people
from tests.actions import actions
from tests.actors import company
from tests.cohorts.conftest import PLAN
from tests.comments import talk
from tests.evaluation import entries
from tests.files import uploads
from tests.findings import asserted
from tests.imports import sending
from tests.indicators import measured
from tests.library import cases
from tests.passages import remarks
from tests.statement import statements
from workspace.cohorts.changes import open_cohort
from workspace.cohorts.models import Cohort
from workspace.institutions.queries import mandates_of
from workspace.invitations.changes import invite
from workspace.invitations.models import Invitation
from workspace.projects.models import Membership, Role
from workspace.statement.models import Part

Thing = Callable[[Session, Membership], object]


def fanny(session: Session, lead: Membership) -> Membership:
    """Let somebody else into the project."""
    return people.joins(session, lead, "Fanny", role=Role.READER, speaks_for="Pays de Redon")


def invited(session: Session, lead: Membership) -> Invitation:
    """Invite somebody into the project."""
    return invite(session, lead, email="gaston@example.org", role=Role.READER).invitation


def cohort(session: Session, lead: Membership) -> Cohort:
    """Return a session with which nobody of the project has to do."""
    return open_cohort(session, lead.user, PLAN)


def written(session: Session, lead: Membership) -> int:
    """Write a text of the statement once."""
    statements.write(session, lead, "Le soir, tout ferme.", part=Part.TENSIONS)
    session.commit()
    return 1


# What an address may hold besides the id of a project, by the name it has there.
THINGS: dict[str, Thing] = {
    "kind": lambda _session, _lead: "project",
    "space_id": lambda _session, lead: lead.project_id,
    "subject_id": lambda session, lead: entries.noted(session, lead).id,
    "entry_id": lambda session, lead: entries.noted(session, lead).id,
    "file_id": lambda session, lead: uploads.pictured(session, lead).id,
    "comment_id": lambda session, lead: talk.said(session, lead).id,
    "token": lambda _session, _lead: "worn-out",
    "topic": lambda _session, _lead: "evaluation",
    "user_id": lambda session, lead: fanny(session, lead).user_id,
    "sign_in_id": lambda _session, _lead: 1,
    "text_name": lambda _session, _lead: "statement.tensions",
    "first": written,
    "last": lambda _session, _lead: 1,
    "moment": written,
    "name": lambda _session, _lead: "photo.jpg",
    "slug": lambda session, _lead: cases.cinema(session).slug,
    "institution_id": lambda _session, lead: lead.institution_id,
    "invitation_id": lambda session, lead: invited(session, lead).id,
    "mandate_id": lambda session, lead: mandates_of(session, lead.user_id)[0].id,
    "referred": lambda _session, _lead: "action",
    "referred_id": lambda session, lead: actions.fair(session, lead).id,
    "action_id": lambda session, lead: actions.fair(session, lead).id,
    "needed_id": lambda session, lead: actions.fair(session, lead).id,
    "step_id": lambda session, lead: actions.with_step(session, lead).id,
    "actor_id": lambda session, lead: company.known(session, lead).id,
    "contact_id": lambda session, lead: company.reached(session, lead).id,
    "relation_id": lambda session, lead: company.befriended(session, lead).id,
    "cohort_id": lambda session, lead: cohort(session, lead).id,
    "draft_id": lambda session, lead: sending.draft(session, lead).id,
    "import_id": lambda session, lead: sending.imported(session, lead).id,
    "citation_id": lambda session, lead: cases.cited(session, lead).id,
    "indicator_id": lambda session, lead: measured.any_indicator(session, lead).id,
    "reading_id": lambda session, lead: measured.any_reading(session, lead).id,
    "finding_id": lambda session, lead: asserted.any_finding(session, lead).finding.id,
    "source_id": lambda session, lead: asserted.any_source(session, lead).id,
    "statement_id": lambda _session, lead: lead.project_id,
    "passage_id": lambda session, lead: remarks.discussed(session, lead).id,
    "number": lambda session, lead: statements.adopted(session, lead).number,
}
# These ids mean nothing outside their own project.
LENT = {
    "sign_in_id",
    "token",
    "topic",
    "kind",
    "space_id",
    "subject_id",
    "slug",
    "text_name",
    "referred",
}
