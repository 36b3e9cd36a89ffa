"""What surrounds every page: language, menu, the reader and the stream."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from flask import Flask, request
from flask import session as cookie
from flask_babel import gettext as _

from workspace.accounts import current
from workspace.core import web, words
from workspace.projects.door import member_or_none
from workspace.projects.policy import Permission, allows
from workspace.projects.queries import lead_names

if TYPE_CHECKING:
    from workspace.accounts.models import User

# Pages that the menu shows as a part of another one.
BESIDE = {"statement/": ("findings/",)}
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Link:
    """An entry of the side menu."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True)
class Group:
    """The entries of one part of the method."""

    thread: str
    title: str
    short: str
    icon: str
    links: list[Link]


def init_app(app: Flask) -> None:
    """Give every template what surrounds it."""
    app.context_processor(_surroundings)


def language() -> str:
    """Return the language of the reader: their choice, else their browser's."""
    person = current.person_or_none()
    chosen = person.language if person else cookie.get("language")
    if chosen in LANGUAGES:
        return cast("str", chosen)
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _surroundings() -> dict[str, object]:
    member = member_or_none()
    person: User | None = current.person_or_none()
    around: dict[str, object] = {"me": person, "member": member, "language": words.language()}
    around["scheme"] = person.scheme if person else cookie.get("scheme")
    if member is None:
        return around
    base = f"/projects/{member.project_id}/"
    return around | {
        "project": member.project,
        "base": base,
        "may": lambda name: allows(member, Permission(name)),
        "leads": lambda: lead_names(web.session(), member.project_id),
        "menu": menu(base, request.path, words.language()),
        "foot": foot(base, request.path, words.language()),
        "stream_url": f"/live/project-{member.project_id}?after={member.project.seq}",
        "presence_url": f"{base}presence/",
    }


# The same on every visit of a page: put in words once for each language.
@lru_cache(1024)
def menu(base: str, path: str, _language: str) -> list[Group]:
    """Return the side menu of a project, part by part."""

    def links(*entries: tuple[str, str]) -> list[Link]:
        return [Link(label, base + page, _is_under(page, base, path)) for page, label in entries]

    return [
        Group(
            "understand",
            _("Comprendre"),
            _("Comprendre"),
            "compass",
            links(
                ("statement/", _("Problématique")),
                ("indicators/", _("Indicateurs")),
                ("actors/", _("Acteurs")),
            ),
        ),
        Group(
            "act",
            _("Agir et évaluer"),
            _("Agir"),
            "footprints",
            links(("actions/", _("Actions")), ("evaluation/", _("Journal d’évaluation"))),
        ),
    ]


def _is_under(page: str, base: str, path: str) -> bool:
    return path.startswith(tuple(base + place for place in (page, *BESIDE.get(page, ()))))


@lru_cache(1024)
def foot(base: str, path: str, _language: str) -> list[Link]:
    """Return the entries below the side menu."""
    entries = ((_("Membres"), "members/"), (_("Activité"), "activity/"))
    return [Link(label, base + page, path.startswith(base + page)) for label, page in entries]
