"""Styles, scripts, font and icons: built once, named by their content, kept for ever."""

import json
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise  # type: ignore[import-untyped]  # the package has no types

MANIFEST = "manifest.json"
PREFIX = "/static/dist/"
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class NotBuiltError(SystemExit):
    """The assets have not been built; the start ends with one line that says how to build them."""


def init_app(app: Flask, folder: Path) -> None:
    """Serve what was built in a folder, and give templates the address of each file by its name."""
    files = _manifest(folder)
    addresses = {name: PREFIX + hashed for name, hashed in files.items()}
    server = WhiteNoise(app.wsgi_app, allow_all_origins=False, add_headers_function=_dress)
    for hashed in files.values():
        server.add_file_to_dictionary(PREFIX + hashed, str(folder / hashed))
    app.wsgi_app = server  # type: ignore[method-assign]  # Flask's own idiom
    app.add_template_global(addresses.__getitem__, "asset")


def _manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    if not path.exists():
        raise NotBuiltError(f"{path} is missing: run “node static/build.mjs”, or “make run”.")
    files: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return files


def _dress(headers: Headers, _path: str, _url: str) -> None:
    for name, value in HEADERS.items():
        headers[name] = value
