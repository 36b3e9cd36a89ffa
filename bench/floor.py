"""The floor: the least that a page of this kind can cost, on the same server."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask, render_template
from jinja2 import DictLoader

PAGE = """<!doctype html>
<html lang="fr">
  <head><meta charset="utf-8"><title>{{ title }}</title></head>
  <body>
    <main>
      <h1>{{ title }}</h1>
      {% for line in text.splitlines() %}<p>{{ line }}</p>{% endfor %}
    </main>
  </body>
</html>
"""
TEXT = "\n".join(["Trois communes partagent une médiathèque et un festival."] * 10)


def create_floor() -> Flask:
    """Make an application of one query and one template."""
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"page.html": PAGE})
    path = Path(mkdtemp()) / "floor.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE page (id INTEGER PRIMARY KEY, title TEXT, text TEXT)")
        database.execute("INSERT INTO page VALUES (1, 'Une page', ?)", [TEXT])

    @app.get("/")
    def page() -> str:
        with closing(sqlite3.connect(path)) as database:
            row = database.execute("SELECT title, text FROM page WHERE id = 1").fetchone()
        return render_template("page.html", title=row[0], text=row[1])

    return app


app = create_floor()
