"""What a text may point to: found as one types, copied into a form, shown as it is now."""

from flask import Blueprint, Response, request

from workspace.core import web
from workspace.core.errors import known
from workspace.projects.door import for_members
from workspace.projects.models import Membership
from workspace.projects.policy import Permission
from workspace.references import queries
from workspace.references.forms import standing
from workspace.references.models import Found, Reference, pieces

FIRST, PROPOSED, LISTED = 2, 5, 15  # of each kind: before one types, as one does, on the page
LONGEST = 100
MOST = 300  # references of a text

bp = Blueprint("references", __name__, url_prefix="/projects/<int:project_id>/references")
bp.add_app_template_filter(pieces)


@bp.get("/")
@for_members(Permission.CONTRIBUTE)
def found(member: Membership) -> Response:
    """Show what can be cited in a text, and how it is typed there."""
    typed = request.args.get("q", "")[:LONGEST]
    most = (PROPOSED if typed else FIRST) if web.wants_fragment() else LISTED
    offers = web.part("offers")
    found = queries.matching(web.session(), member.project_id, typed, offers=offers, most=most)
    return web.render("references/found", found=found, q=typed, most=most)


@bp.get("/now/")
@for_members(Permission.READ)
def now(member: Membership) -> Response:
    """Show some objects as they are now."""
    asked = map(Reference.read, request.args.get("of", "").split(",")[:MOST])
    return web.render("references/now", shown=standing(member, filter(None, asked)))


@bp.get("/<referred>/<int:referred_id>/")
@for_members(Permission.READ)
def cited(member: Membership, referred: str, referred_id: int) -> Response:
    """Show how to cite an object, and which texts do."""
    reference = known(Reference.read(f"{referred}:{referred_id}"))
    shown = standing(member, [reference])
    one = known(shown.get(reference))
    session, texts = web.session(), web.part("written")
    return web.render(
        "references/cited",
        one=one,
        found=Found(reference, one.title, ""),
        texts=queries.mentioning(session, member.project_id, reference, texts),
        shown=shown,
    )
