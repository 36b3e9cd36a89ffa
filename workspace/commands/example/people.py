"""Who makes the example: accounts, institutions, mandates, and the space they open."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from workspace.accounts import changes as accounts
from workspace.accounts.changes import Newcomer
from workspace.commands.example.stage import LEAD, Scene, Stage, Told, day_of, story
from workspace.core import clock, journal, spelling
from workspace.institutions import changes as institutions
from workspace.institutions.models import Card, Term
from workspace.projects import changes as projects
from workspace.projects.changes import Outline
from workspace.projects.models import Role
from workspace.territories import changes as territories
from workspace.territories.models import Declared

TRAINER = "u10"
SEEN_ON = date(2026, 10, 9)  # when each of them last came: what follows is news
NAMED = {LEAD: "lead", "u4": "contributor", "u9": "reader", TRAINER: "trainer"}
ROLES = {LEAD: Role.LEAD, "u9": Role.READER}
SUMMARY = (
    "Construire ensemble, dans les villages comme dans le bourg, des soirées où l’on peut venir,"
    " repartir et prendre part."
)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield how the people of the example come together."""
    first = day_of(story()["meta"]["created"])
    people = {one["id"]: one for one in story()["people"]}
    for key, one in people.items():
        yield Scene(first, partial(_enter, stage, key, one))
    yield Scene(first, partial(_open, stage))
    for key in people.keys() - {LEAD}:
        yield Scene(_arrival(key, first), partial(_join, stage, key))
    for key in people:
        yield Scene(SEEN_ON, partial(_visit, stage, key))


def address(key: str, name: str) -> str:
    """Return the address of a person of the example."""
    first, *others = spelling.fold(name).replace("-", " ").split()
    return f"{NAMED.get(key) or '.'.join([first, others[-1]])}@demo.example"


def _enter(stage: Stage, key: str, one: Told) -> None:
    session = stage.session
    newcomer = Newcomer(
        address(key, one["name"]), one["name"], stage.password_hash, is_trainer=key == TRAINER
    )
    person = accounts.create_account(session, newcomer)
    hand = journal.Hand(journal.accounts_space(session), person.id)
    stage.users[key] = person
    actor = next(actor for actor in story()["actors"] if actor["id"] == one["actor"])
    if actor["id"] not in stage.institutions:
        card = Card(actor["name"], actor["type"])
        stage.institutions[actor["id"]] = institutions.declare_institution(session, hand, card)
    term = Term(day_of(story()["meta"]["created"]), function=one["function"])
    institution = stage.institutions[actor["id"]]
    institutions.give_mandate(session, hand, institution, term, user_id=person.id)


def _open(stage: Stage) -> None:
    meta, place = story()["meta"], story()["territory"]
    period = meta["period"]
    outline = Outline(meta["title"], SUMMARY, day_of(period["start"]), day_of(period["end"]))
    whole = Declared(place["name"], place["level"], place["population"], is_fictional=True)
    lead = projects.open_project(
        stage.session,
        stage.users[LEAD],
        outline,
        institution_id=_institution_id(stage, LEAD),
        territories=[whole],
        is_fictional=True,
    )
    stage.members[LEAD] = lead
    [epci] = lead.project.territories
    for one in place["communes"]:
        commune = Declared(
            one["name"], "commune", one["population"], parent_id=epci.id, is_fictional=True
        )
        stage.places[one["name"]] = territories.declare(stage.session, lead, commune)


def _join(stage: Stage, key: str) -> None:
    member = projects.add_member(
        stage.session,
        stage.members[LEAD],
        stage.users[key],
        role=ROLES.get(key, Role.CONTRIBUTOR),
        institution_id=_institution_id(stage, key),
    )
    stage.members[key] = member
    projects.welcome(stage.session, member)


def _visit(stage: Stage, key: str) -> None:
    member = stage.members[key]
    stage.session.refresh(member.project)
    projects.note_read(member, clock.now())


def _arrival(key: str, first: date) -> date:
    # The trainer comes with the first certification session, the others from the start.
    return day_of("2026-01-12") if key == TRAINER else first


def _institution_id(stage: Stage, key: str) -> int:
    person = next(one for one in story()["people"] if one["id"] == key)
    return stage.institutions[person["actor"]].id
