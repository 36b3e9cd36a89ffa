"""What a person reads when something cannot be done: one page for each kind of error."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, g, request
from flask import session as cookie
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from workspace.core import addresses, web
from workspace.core.differences import Run, compare
from workspace.core.errors import Missing, NotSignedIn, Refused, Stale

PAGES = {404: "missing", 410: "missing", 405: "missing", 413: "too_large", 429: "too_many"}
BUSY = 503
SCRIPTED = "X-Text-Schema"  # sent by what reads an answer and follows no door: an editor
PROOFS = {"csrf_token", "once", "version"}


@dataclass(frozen=True)
class Clash:
    """A field that two people wrote, each in their way."""

    name: str
    theirs: str
    mine: str
    is_typed: bool  # as it stands, so that it can be typed again

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return where the two texts differ."""
        return compare(self.theirs, self.mine)


def init_app(app: Flask) -> None:
    """Turn each error into its page; none of them shows how the product is made."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Missing, lambda _error: _page("missing", 404))
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(NotSignedIn, lambda _error: _to_the_door())
    app.register_error_handler(CSRFError, lambda _error: _unproven())
    app.register_error_handler(HTTPException, _http)
    # What a database does not take as text, a NUL for instance, came from outside.
    app.register_error_handler(DataError, lambda _error: _page("invalid", 400))
    for busy in (TimeoutError, OperationalError):
        app.register_error_handler(busy, _busy)
    app.register_error_handler(500, lambda _error: _page("broken", 500))


def _refused(error: Refused) -> Response:
    return _page("refused", 403, reason=error.reason)


def _stale(error: Stale) -> Response:
    return _page(
        "stale",
        409,
        clashes=[
            Clash(name, theirs, error.mine.get(name, ""), is_typed=name in request.form)
            for name, theirs in error.theirs.items()
            if theirs != error.mine.get(name, "")
        ],
        version=error.version,
        # What was sent beside the texts, to be sent again with the one that is kept.
        others=[
            pair
            for pair in request.form.items(multi=True)
            if pair[0] not in {*error.theirs, *PROOFS}
        ],
        back=_before(),
    )


def _unproven() -> Response:
    # A page whose sign-in ended while somebody wrote is no attack; what they wrote is kept there.
    if web.wants_fragment() and web.PERSON not in cookie:
        return _to_the_door()
    return _page("expired", 400, back=_before())


def _to_the_door() -> Response:
    if SCRIPTED in request.headers:
        return Response(status=401)
    address = f"/login?{urlencode({'next': _before()})}"
    if web.wants_fragment():
        return Response(headers={"HX-Redirect": address})
    if web.is_writing() and web.typed():
        # Without a script nothing is kept on the device: what was written is shown, to be copied.
        return _page("expired", 401, back=address)
    return Response(status=web.SEE_OTHER, headers={"Location": address})


def _before() -> str:
    # One comes back to the page that was open: a write has no page of its own.
    address = (request.referrer or "/") if web.is_writing() else request.full_path
    try:
        page = urlsplit(address)._replace(scheme="", netloc="")
    except ValueError:
        return "/"
    return addresses.inside(page.geturl().removesuffix("?"))


def _busy(error: Exception) -> Response:
    g.cause = error
    response = _page("broken", BUSY)
    response.headers["Retry-After"] = "5"
    return response


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if error.response is not None or code < 400:  # noqa: PLR2004 (a redirection is no error)
        return cast("Response", Response.force_type(error.get_response(), request.environ))
    response = _page(PAGES.get(code, "invalid" if code < 500 else "broken"), code)  # noqa: PLR2004 (ours)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _page(name: str, status: int, **context: object) -> Response:
    web.drop()
    return web.render(f"errors/{name}", status=status, typed=web.typed(), **context)
