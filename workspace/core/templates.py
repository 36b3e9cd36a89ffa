"""Templates, compiled once for each language.

What is known before anyone asks (a sentence of the catalogue, an icon, the address of a file) is
written into a template when it is compiled: on a page of words, half of the cost goes.
"""

import re
from collections.abc import Callable, Sequence
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import Environment, Template
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

ICONS = "components/icons.html"
CALL = re.compile(r'(?<![\w.])(_|asset|icon)\("((?:[^"\\]|\\.)*)"\)')
ESCAPED = re.compile(r"\\(.)")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # what changes the direction of a line
OPENS = re.compile("[\u2066-\u2068]")
APART, DONE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Templates:
    """The templates of an application in each language; what they share is shared."""

    def __init__(self, app: Flask, catalogues: Path) -> None:
        """Compile nothing yet: what the application lends its templates is still being gathered."""
        self._app, self._catalogues = app, catalogues
        self._environments: dict[str, Environment] = {}

    def first(self, names: Sequence[str], language: str) -> Template:
        """Return the first template that exists, in a language."""
        return self._in(language).select_template(names)

    def _in(self, language: str) -> Environment:
        if language not in self._environments:
            environment = self._app.jinja_env.overlay(extensions=[Known])
            environment.globals = self._app.jinja_env.globals | words(
                translation("messages", self._catalogues, [language], fallback=True)
            )
            environment.template_class = Shared
            self._environments[language] = environment
        return self._environments[language]


class Shared(Template):
    """A template whose macros serve every page: no page has globals of its own."""

    def _get_default_module(self, _ctx: Context | None = None) -> TemplateModule:
        # Jinja compares the globals of both at each import, which costs more than most macros.
        return super()._get_default_module()


class Known(Extension):
    """Writes what is known beforehand in place of the calls that would find it on every page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source of a template with its constant calls answered."""
        del filename
        asked = ("_", "asset") if name == ICONS else ("_", "asset", "icon")

        def answer(call: re.Match[str]) -> str:
            word, said = call.groups()
            return self._known(word, ESCAPED.sub(r"\1", said)) if word in asked else call.group()

        return CALL.sub(answer, source)

    def _known(self, word: str, said: str) -> str:
        known: Any = self.environment  # whose globals and macros are of any type
        lent = known.get_template(ICONS).module.icon if word == "icon" else known.globals[word]
        quoted = str(lent(said)).replace("\\", "\\\\").replace('"', '\\"')
        return f'("{quoted}"|safe)'


def words(catalogue: NullTranslations) -> dict[str, Callable[..., Markup]]:
    """Return the functions that say something in the language of a catalogue, values escaped."""

    def one(text: str, /, **values: object) -> Markup:
        return Markup(catalogue.gettext(text)) % apart(values)  # noqa: S704 (our own words)

    def several(single: str, many: str, num: int, /, **values: object) -> Markup:
        said = catalogue.ngettext(single, many, num)
        return Markup(said) % ({"num": num} | apart(values))  # noqa: S704 (our own words)

    return {"_": one, "gettext": one, "ngettext": several}


def apart(values: dict[str, object]) -> dict[str, object]:
    """Return what is put in a sentence so that no name turns the words around it."""
    return {
        name: APART + value + DONE * (1 + len(OPENS.findall(value)))
        if isinstance(value, str) and TURNS.search(value)
        else value
        for name, value in values.items()
    }
