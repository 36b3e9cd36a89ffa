from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader

from workspace.core import templates
from workspace.core.templates import Templates

ICON = "{% macro icon(name, label=None) %}<svg>{{ asset('i.svg') }}#{{ name }}</svg>{% endmacro %}"


@pytest.fixture
def app() -> Flask:
    app = Flask("templates")
    app.jinja_env.globals["asset"] = "/static/{}".format
    return app


def said(app: Flask, source: str, language: str = "fr", **context: object) -> str:
    sources = {"page.html": source, templates.ICONS: ICON}
    app.jinja_env.loader = DictLoader(sources)
    catalogues = Path(templates.__file__).parents[1] / "translations"
    return Templates(app, catalogues).first(["page.html"], language).render(**context)


def test_a_sentence_is_said_in_the_language_of_the_reader(app: Flask) -> None:
    source = '{{ _("Territoires") }}'

    assert said(app, source) == "Territoires"
    assert said(app, source, "en") == "Territories"


def test_a_sentence_without_values_is_written_into_the_template(app: Flask) -> None:
    known = templates.Known(app.jinja_env.overlay())
    known.environment.globals = app.jinja_env.globals | {"_": str.upper}

    assert (
        known.preprocess('{{ _("Oui \\"non\\"") }}', "page.html") == '{{ ("OUI \\"NON\\""|safe) }}'
    )
    assert known.preprocess("{{ _(word) }}", "page.html") == "{{ _(word) }}"


def test_what_is_put_in_a_sentence_is_text(app: Flask) -> None:
    source = '{{ _("Vu par %(name)s", name=name) }}'

    assert said(app, source, name="<b>") == "Vu par &lt;b&gt;"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Élise", "Élise"),
        ("\u202eesilÉ", "\u2068\u202eesilÉ\u2069"),
        ("\u2066a\u2067b", "\u2068\u2066a\u2067b\u2069\u2069\u2069"),
        ("\u202e<b>", "\u2068\u202e&lt;b&gt;\u2069"),
    ],
)
def test_no_name_turns_the_sentence_around_it(app: Flask, name: str, shown: str) -> None:
    one = '{{ _("Vu par %(name)s", name=name) }}'
    several = '{{ ngettext("%(name)s", "", 1, name=name) }}'

    assert said(app, one, name=name) == f"Vu par {shown}"
    assert said(app, several, name=name) == shown


def test_a_sentence_counts(app: Flask) -> None:
    source = '{{ ngettext("%(num)s lampion", "%(num)s lampions", number) }}'

    assert said(app, source, number=1) == "1 lampion"
    assert said(app, source, number=2) == "2 lampions"


def test_icons_and_addresses_are_the_same_known_beforehand_or_not(app: Flask) -> None:
    imported = '{% from "components/icons.html" import icon %}'

    assert said(app, imported + '{{ icon("x") }}') == "<svg>/static/i.svg#x</svg>"
    assert said(app, imported + "{{ icon(name) }}", name="x") == "<svg>/static/i.svg#x</svg>"
    assert said(app, '<a href="{{ asset("a.css") }}">') == '<a href="/static/a.css">'
