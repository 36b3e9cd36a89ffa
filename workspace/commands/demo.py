"""The demonstration: made-up people, the example project and another one, never in production."""

from datetime import date
from functools import partial

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from workspace.accounts import changes as accounts
from workspace.accounts import queries as people
from workspace.accounts.changes import Newcomer
from workspace.commands.example import (
    analysis,
    cohort,
    directory,
    doing,
    log,
    question,
    remarks,
    talk,
)
from workspace.commands.example import people as cast
from workspace.commands.example.stage import Scene, Stage, perform
from workspace.commands.prepare import here, load_register, prepare, settings_of
from workspace.core import journal, passwords
from workspace.core.db import Database
from workspace.institutions import changes as institutions
from workspace.institutions.models import Card, Term
from workspace.library import changes as library
from workspace.library import queries as cases
from workspace.library.forms import read_cases
from workspace.projects import changes as projects
from workspace.projects.changes import Outline
from workspace.settings import ROOT
from workspace.territories import queries as territories

PASSWORD = "maillage-demo-2026"  # noqa: S105 (made to be printed)
CASES = ROOT / "workspace" / "content" / "cases.jsonl"
PARTS = (cast, directory, analysis, question, doing, log, talk, remarks, cohort)
TOLD = ("lead", "contributor", "reader", "trainer", "admin", "outsider")
OTHERS = {
    "admin": "Solène Kerbrat",
    "outsider": "Denis Le Guennec",
    "spare1": "Claire Lemoine",
    "spare2": "Hugo Marchal",
}
INSTALLED_ON = date(2025, 1, 10)
SECOND_ON = date(2026, 3, 2)
SECOND = Outline(
    "La grande quenouillade : la laine, du pré à la scène",
    "Éleveuses, fileuses et musiciens du pays de Redon préparent une saison autour de la laine.",
    SECOND_ON,
    date(2027, 6, 30),
)

group = AppGroup("demo", help="A demonstration, with made-up people.")


@group.command("load")
@with_appcontext
def load_() -> None:
    """Load the demonstration, unless it is there already."""
    if not settings_of(here()).is_demo:
        raise click.ClickException("The demonstration is for WORKSPACE_ENV=demo only.")
    database = prepare(here())
    load_register(database)
    click.echo("Loaded." if load(database) else "It is there already.")


def load(database: Database) -> bool:
    """Load the demonstration, all of it or nothing; tell whether it was not there already."""
    with database.reading() as session:
        if any(people.by_email(session, address(name)) for name in ("lead", *OTHERS)):
            return False
    kept = passwords.kept(PASSWORD)
    with database.writing.begin() as session:
        _stock(session)
        stage = Stage(session, kept)
        perform(
            [
                *(Scene(INSTALLED_ON, partial(_account, stage, name)) for name in OTHERS),
                Scene(SECOND_ON, partial(_open_second, stage)),
                *(scene for part in PARTS for scene in part.scenes(stage)),
            ]
        )
    return True


def accounts_told() -> str:
    """Return what is said of who may come in."""
    return "\n".join([*(f"  {address(name)}" for name in TOLD), f"  password: {PASSWORD}"])


def address(name: str) -> str:
    """Return the address of an account of the demonstration."""
    return f"{name}@demo.example"


def _stock(session: Session) -> None:
    if cases.head(session) is None:
        with CASES.open("rb") as lines:
            library.import_cases(session, read_cases(lines))


def _account(stage: Stage, name: str) -> None:
    newcomer = Newcomer(address(name), OTHERS[name], stage.password_hash, is_admin=name == "admin")
    stage.users[name] = accounts.create_account(stage.session, newcomer)


def _open_second(stage: Stage) -> None:
    session, person = stage.session, stage.users["outsider"]
    hand = journal.Hand(journal.accounts_space(session), person.id)
    place = territories.by_code(session, "epci", "243500741")
    card = Card("Les Fileuses de Vilaine", "association")
    institution = institutions.declare_institution(session, hand, card)
    term = Term(date(2026, 1, 5), function="Coordinateur")
    institutions.give_mandate(session, hand, institution, term, user_id=person.id)
    projects.open_project(
        session,
        person,
        SECOND,
        institution_id=institution.id,
        territories=[place] if place else [],
    )
