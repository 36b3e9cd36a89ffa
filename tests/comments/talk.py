"""What people of the tests say."""

from sqlalchemy.orm import Session

from workspace.comments import changes
from workspace.comments.models import Comment
from workspace.core.subjects import Subject
from workspace.projects.models import Membership

HERE = Subject("evaluation", 7, "Un vendredi")


def said(
    session: Session, member: Membership, body: str = "Combien étiez-vous ?", on: Subject = HERE
) -> Comment:
    """Return what a member said of something."""
    comment = changes.add_comment(session, member, on, body=body)
    session.commit()
    return comment
