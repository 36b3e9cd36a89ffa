"""The actors of the example, what they bring, and what ties them."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from workspace.actors import changes
from workspace.actors.models import ActorStatus, Profile, Reach
from workspace.commands.example.stage import Scene, Stage, Told, story

NOTED_ON = date(2025, 1, 22)
TIED_ON = date(2025, 2, 12)
KEPT_UNTIL = date(2027, 12, 31)
ORIGIN = "Donnée par la structure lors des ateliers d’analyse partagée"


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield how the directory is made."""
    for one in story()["actors"]:
        yield Scene(NOTED_ON, partial(_add, stage, one))
    for one in story()["relations"]:
        yield Scene(TIED_ON, partial(_relate, stage, one))


def _add(stage: Stage, one: Told) -> None:
    place, institution = stage.places.get(one["commune"]), stage.institutions.get(one["id"])
    profile = Profile(
        name=one["name"],
        type=one["type"],
        parts=(one["role"],),
        status=ActorStatus(one["status"]),
        place=one["commune"],
        territory_id=place.id if place else None,
        institution_id=institution.id if institution else None,
        domains=tuple(one["domains"]),
        interests=one["interests_fr"],
        resources=one["resources_fr"],
        limits=one["limits_fr"],
    )
    actor = changes.add_actor(stage.session, stage.lead, profile)
    reach = Reach(KEPT_UNTIL, email=one["contact_email"], origin=ORIGIN)
    changes.add_contact(stage.session, stage.lead, actor, reach)
    stage.actors[one["id"]] = actor


def _relate(stage: Stage, one: Told) -> None:
    changes.relate(
        stage.session,
        stage.lead,
        stage.actors[one["from"]],
        stage.actors[one["to"]],
        kind=one["type"],
        note=one["note_fr"],
    )
