"""The demonstration, as its people find it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import Url, close, database_of, open_app
from workspace.accounts.models import User
from workspace.accounts.queries import by_email
from workspace.actions.models import Action
from workspace.actors.models import Actor, Relation
from workspace.cohorts.queries import cohorts_of, groups
from workspace.commands import demo
from workspace.commands.example.stage import story
from workspace.comments.models import Comment
from workspace.core import checks, clock, passwords
from workspace.core.db import connect
from workspace.core.journal import Event, Space
from workspace.evaluation.models import LogEntry
from workspace.findings.models import Finding
from workspace.indicators.models import Indicator
from workspace.library.models import Citation
from workspace.projects.models import Project, Role
from workspace.projects.queries import members, projects_of
from workspace.settings import Settings
from workspace.statement.queries import last_version

WORD = "quenouillade"
ACCOUNTS = {
    "lead": "Maud Serres",
    "contributor": "Tomas Oyarzun",
    "reader": "Ines Castaing",
    "trainer": "Paul-Emile Vasseur",
}


@pytest.fixture(scope="module")
def loaded(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An installation where the demonstration was loaded."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "workspace.db").write_bytes(template.read_bytes())
    app = open_app(f"sqlite:///{folder / 'workspace.db'}", folder)
    assert demo.load(database_of(app))
    yield app
    close(database_of(app))


@pytest.mark.parametrize("name", [*ACCOUNTS, "outsider", "admin", "spare1", "spare2"])
def test_each_account_opens_with_the_password_that_is_told(loaded: Flask, name: str) -> None:
    with database_of(loaded).reading() as session:
        person = by_email(session, f"{name}@demo.example")

    assert person
    assert passwords.matches(person.password_hash, "maillage-demo-2026")
    assert person.name == ACCOUNTS.get(name, person.name)
    assert person.is_admin is (name == "admin")
    assert person.is_trainer is (name == "trainer")


def test_the_example_is_marked_and_its_people_speak_for_institutions(loaded: Flask) -> None:
    with database_of(loaded).reading() as session:
        project = session.scalars(select(Project).where(Project.is_fictional)).one()
        found = {member.user.name: member for member in members(session, project.id)}

    assert len(found) == 10
    assert found["Maud Serres"].role is Role.LEAD
    assert found["Tomas Oyarzun"].role is Role.CONTRIBUTOR
    assert found["Ines Castaing"].role is Role.READER
    assert all(member.institution for member in found.values())


def test_a_word_stands_in_the_title_of_the_other_project_alone(loaded: Flask) -> None:
    with database_of(loaded).reading() as session:
        outsider = by_email(session, "outsider@demo.example")
        assert outsider
        [theirs] = projects_of(session, outsider.id)
        told = session.execute(select(Event.space_id, Event.details)).all()
    others = {space for space, details in told if WORD in json.dumps(details)}

    assert WORD in theirs.title
    assert theirs.role is Role.LEAD
    assert WORD not in theirs.summary.casefold()
    assert others == {theirs.id}


def test_the_journal_tells_it_in_the_order_of_the_days(loaded: Flask) -> None:
    with database_of(loaded).reading() as session:
        assert list(checks.chains(session)) == []
        for space in session.scalars(select(Space.id).where(Space.kind != "library")):
            told = session.scalars(
                select(Event.at)
                .where(Event.space_id == space, Event.topic != "territories")
                .order_by(Event.seq)
            ).all()
            assert told == sorted(told)
            assert told[-1] < clock.now()


def test_loading_again_changes_nothing(loaded: Flask) -> None:
    with database_of(loaded).reading() as session:
        before = session.scalars(select(Space.seq)).all()

    assert not demo.load(database_of(loaded))

    with database_of(loaded).reading() as session:
        assert session.scalars(select(Space.seq)).all() == before


def test_it_loads_on_the_other_engine(own_postgres: Url) -> None:
    database = connect(own_postgres)

    assert demo.load(database)

    with database.reading() as session:
        assert list(checks.chains(session)) == []
    close(database)


def test_it_stays_out_of_production(url: Url, tmp_path: Path) -> None:
    app = open_app(url, tmp_path)
    app.extensions["settings"] = Settings(
        **{**vars(app.extensions["settings"]), "env": "production"}
    )

    result = app.test_cli_runner().invoke(args=["demo", "load"])

    assert result.exit_code == 1
    with database_of(app).reading() as session:
        assert session.scalars(select(func.count()).select_from(User)).one() == 0
    close(database_of(app))


def test_an_interrupted_loading_leaves_nothing(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "_open_second", stumble)
    with pytest.raises(KeyboardInterrupt):
        demo.load(database_of(real_app))

    with database_of(real_app).reading() as session:
        assert session.scalars(select(func.count()).select_from(User)).one() == 0


def test_every_page_has_something_worth_seeing(loaded: Flask) -> None:
    with database_of(loaded).reading() as session:
        project_id = session.scalars(select(Project.id).where(Project.is_fictional)).one()
        counts = {
            table.__tablename__: session.scalars(
                select(func.count()).where(table.project_id == project_id)
            ).one()
            for table in (Actor, Relation, Indicator, Finding, Action, LogEntry, Comment, Citation)
        }
        adopted = last_version(session, project_id)

    assert counts == {
        "actor": 17,
        "actor_relation": 21,
        "indicator": 8,
        "finding": 5,
        "action": 15,
        "log_entry": 15,
        "comment": 8,
        "citation": 6,
    }
    assert adopted
    assert adopted.content["parts"]["question"].startswith("Comment permettre")


def test_actions_stand_where_the_example_says(loaded: Flask) -> None:
    told = {one["title_fr"]: one["status"] for one in story()["actions"]}

    with database_of(loaded).reading() as session:
        project_id = session.scalars(select(Project.id).where(Project.is_fictional)).one()
        rows = session.execute(
            select(Action.title, Action.status).where(Action.project_id == project_id)
        )
        assert {title: status.value for title, status in rows} == told


def test_the_trainer_has_groups_to_follow(loaded: Flask) -> None:
    with database_of(loaded).reading() as session:
        trainer = by_email(session, "trainer@demo.example")
        assert trainer
        [cohort] = cohorts_of(session, trainer)
        assert len(groups(session, cohort.id)) == 3
