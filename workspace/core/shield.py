"""What every answer carries and every request must show, whatever the page."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from workspace.core import web
from workspace.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"
LARGEST_BODY = 20 * 1024 * 1024
LONGEST_STAY = 12 * 60 * 60  # seconds; how long one may do nothing is watched by the server
csrf = CSRFProtect()


def init_app(app: Flask, settings: Settings) -> None:
    """Protect forms and cookies, and give every answer its headers."""
    secure = not settings.is_demo
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        PERMANENT_SESSION_LIFETIME=LONGEST_STAY,
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_NAME="__Host-maillage" if secure else "maillage",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=True,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        behind = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)
        app.wsgi_app = behind  # type: ignore[method-assign]  # Flask's own idiom
    app.before_request(_refuse_foreigners)
    app.before_request(_refuse_the_unseen)
    csrf.init_app(app)

    @app.after_request
    def _dress(response: Response) -> Response:
        # Those that the answer has not; asking one by one would cost four times as much.
        own = {name.lower() for name, _value in response.headers}
        missing = [one for one in HEADERS.items() if one[0].lower() not in own]
        response.headers.extend(missing)
        if secure:
            response.headers["Strict-Transport-Security"] = HSTS
        return response


def _refuse_foreigners() -> None:
    origin = request.headers.get("Origin")
    if origin and web.is_writing() and _host(origin) != request.host:
        abort(400)


def _refuse_the_unseen() -> None:
    # No address holds one, and no database keeps it.
    if "\x00" in request.path or "%00" in request.query_string.decode("latin-1"):
        abort(400)


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
