"""The public register of territories, searched as one types."""

from flask import Blueprint, Response, request

from workspace.core import web
from workspace.territories import queries

bp = Blueprint("territories", __name__, url_prefix="/territories")


@bp.get("/")
def territories() -> Response:
    """Show the territories that what is typed may mean."""
    typed = request.args.get("q", "")
    return web.render(
        "territories/territories", typed=typed, found=queries.propose(web.session(), typed)
    )
