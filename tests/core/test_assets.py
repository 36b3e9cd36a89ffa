import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from workspace.core import assets


@pytest.fixture
def built(tmp_path: Path) -> Path:
    for name, content in {
        "app.0a1b.css": b"body{margin:0}",
        "app.0a1b.css.gz": b"gzipped",
        "app.0a1b.css.br": b"brotli",
        "secret.txt": b"not built",
    }.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / assets.MANIFEST).write_text(json.dumps({"app.css": "app.0a1b.css"}))
    return tmp_path


@pytest.fixture
def client(built: Path) -> FlaskClient:
    app = Flask("shop", static_folder=None)
    assets.init_app(app, built)
    app.add_url_rule("/", view_func=lambda: app.jinja_env.globals["asset"]("app.css"))  # type: ignore[operator]
    return app.test_client()


def test_a_template_finds_a_file_by_its_name(client: FlaskClient) -> None:
    address = client.get("/").text

    assert address == "/static/dist/app.0a1b.css"
    assert client.get(address, buffered=True).data == b"body{margin:0}"


@pytest.mark.parametrize(("accepted", "content"), [("br, gzip", b"brotli"), ("gzip", b"gzipped")])
def test_a_file_comes_compressed_as_the_browser_prefers(
    client: FlaskClient, accepted: str, content: bytes
) -> None:
    headers = {"Accept-Encoding": accepted}
    response = client.get("/static/dist/app.0a1b.css", headers=headers, buffered=True)

    assert response.data == content
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.mimetype == "text/css"


def test_a_file_is_kept_for_ever(client: FlaskClient) -> None:
    response = client.get("/static/dist/app.0a1b.css", buffered=True)

    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("path", ["secret.txt", "manifest.json", "../conftest.py", "app.css"])
def test_only_what_was_built_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/dist/{path}").status_code == 404


def test_a_missing_build_stops_the_start_with_a_line_that_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(assets.NotBuiltError, match=r"node static/build\.mjs"):
        assets.init_app(Flask("shop"), tmp_path)
