"""A certification session of the demonstration: a trainer, and groups that have just begun."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from workspace.accounts import changes as accounts
from workspace.accounts.changes import Newcomer
from workspace.accounts.models import User
from workspace.actors import changes as actors
from workspace.actors.models import Profile
from workspace.cohorts import changes
from workspace.cohorts.changes import Enrolled, Plan, Seat
from workspace.cohorts.models import Group
from workspace.commands.example.people import address
from workspace.commands.example.stage import Scene, Stage, day_of, story
from workspace.core import clock
from workspace.findings import changes as findings
from workspace.findings.changes import Origin
from workspace.findings.models import SourceKind
from workspace.projects.changes import note_read
from workspace.projects.queries import membership

ORGANISER, TRAINER = "admin", "u10"
OPENED_ON, BEGUN_ON = date(2026, 9, 14), date(2026, 10, 5)
SENTENCE = "Les points lecture de la vallée ferment tous avant dix-huit heures."
MEETING = Origin(
    SourceKind.MEETING, "Première rencontre avec les bénévoles", dated_on=date(2026, 10, 2)
)
GROUPS = {
    "Lire en vallée": ("Jeanne Abiven", "Karim Belhadj", "Louise Carpentier"),
    "La friche et le quartier": ("Mehdi Dufour", "Nina Estève", "Oscar Fabre"),
    "Musiques de l’estuaire": ("Pia Guillou", "Rémi Hamon", "Sara Ilic"),
}
FIRST = "Lire en vallée"


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield how the session opens, and what the first group has done since."""
    groups: dict[str, Group] = {}
    yield Scene(OPENED_ON, partial(_open, stage, groups))
    yield Scene(BEGUN_ON, partial(_begin, stage, groups))


def _open(stage: Stage, groups: dict[str, Group]) -> None:
    told, organiser = story()["session"], stage.users[ORGANISER]
    plan = Plan(told["label_fr"], "En ligne", OPENED_ON, day_of(told["dates"]["oral"]), "method")
    cohort = changes.open_cohort(stage.session, organiser, plan)
    changes.assign_trainer(stage.session, organiser, cohort, stage.users[TRAINER])
    enrolled = [
        Enrolled(name, [Seat(_account(stage, person)) for person in people])
        for name, people in GROUPS.items()
    ]
    for group in changes.enrol(stage.session, organiser, cohort, enrolled):
        groups[group.name] = group


def _account(stage: Stage, name: str) -> User:
    newcomer = Newcomer(address(name, name), name, stage.password_hash)
    stage.users[name] = accounts.create_account(stage.session, newcomer)
    return stage.users[name]


def _begin(stage: Stage, groups: dict[str, Group]) -> None:
    session, person = stage.session, stage.users[GROUPS[FIRST][0]]
    lead = membership(session, groups[FIRST].project_id, person.id)
    if lead is None:
        return
    note_read(lead, clock.now())
    actors.add_actor(session, lead, Profile("Réseau de lecture de la vallée", "reseau"))
    actors.add_actor(session, lead, Profile("Librairie des Deux Ponts", "entreprise"))
    findings.add_finding(session, lead, SENTENCE, origin=MEETING)
