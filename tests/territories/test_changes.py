from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.territories.conftest import FILES, write
from workspace.core.db import Database
from workspace.core.journal import Event
from workspace.projects.models import Membership
from workspace.territories import queries
from workspace.territories.changes import declare, load_register
from workspace.territories.models import Declared, Territory, TerritoryWord


def names(session: Session, typed: str) -> list[str]:
    return [place.name for place in queries.propose(session, typed)]


def test_the_register_is_taken_over(session: Session, folder: Path) -> None:
    assert load_register(session, folder)

    grenoble = queries.by_code(session, "commune", "38185")
    assert grenoble
    assert (grenoble.name, grenoble.population) == ("Grenoble", 156140)
    assert (grenoble.departement, grenoble.region, grenoble.epci) == ("38", "84", "200040715")


def test_a_larger_territory_counts_the_people_of_its_communes(
    session: Session, folder: Path
) -> None:
    load_register(session, folder)

    isere = queries.by_code(session, "departement", "38")
    region = queries.by_code(session, "region", "84")
    metropole = queries.by_code(session, "epci", "200040715")
    assert isere
    assert region
    assert metropole
    assert isere.population == region.population == 156140 + 37491 + 860
    assert (metropole.departement, metropole.population) == ("38", 449509)


def test_a_register_taken_over_twice_changes_nothing(session: Session, folder: Path) -> None:
    load_register(session, folder)
    before = session.scalar(select(func.count()).select_from(TerritoryWord))

    assert not load_register(session, folder)

    assert session.scalar(select(func.count()).select_from(TerritoryWord)) == before
    assert len(session.scalars(select(Event).where(Event.topic == "territories")).all()) == 1


def test_a_new_vintage_keeps_what_left_the_register(session: Session, folder: Path) -> None:
    load_register(session, folder)
    old = queries.by_code(session, "commune", "35360")
    grenoble = queries.by_code(session, "commune", "38185")
    assert old
    assert grenoble
    kept = [line for line in FILES["communes"] if not line.startswith("35360")]
    kept = [line.replace("Grenoble", "Grenoble-la-Neuve") for line in kept]

    load_register(session, write(folder, communes=tuple(kept)))

    session.expire_all()
    assert old.is_former
    assert names(session, "malo")[0] == "CA du Pays de Saint Malo Agglomération"
    assert "Malo" not in names(session, "malo")
    assert grenoble.name == "Grenoble-la-Neuve"
    assert names(session, "neuve") == ["Grenoble-la-Neuve"]


def test_what_came_back_is_proposed_again(session: Session, folder: Path) -> None:
    without = tuple(line for line in FILES["communes"] if not line.startswith("35360"))
    load_register(session, folder)
    load_register(session, write(folder, communes=without))

    load_register(session, write(folder))

    assert names(session, "malo")[0] == "Malo"


def test_the_register_is_committed_on_each_engine(database: Database, folder: Path) -> None:
    with database.writing.begin() as session:
        load_register(session, folder)

    with database.reading() as session:
        assert names(session, "greno") == ["Grenoble-Alpes-Métropole", "Grenoble"]


def test_a_territory_declared_by_hand_has_no_code(session: Session, alice: Membership) -> None:
    valley = declare(session, alice, Declared("Vallée de l’Isarne", "petr", is_fictional=True))

    assert valley.code is None
    assert valley.is_declared
    assert valley.is_fictional
    event = session.scalars(select(Event).where(Event.name == "territories.declared")).one()
    assert event.details == {"title": "Vallée de l’Isarne"}


def test_two_territories_may_be_declared_at_one_level(session: Session, alice: Membership) -> None:
    declare(session, alice, Declared("Quartier des Arènes", "quartier"))
    declare(session, alice, Declared("Quartier du Port", "quartier"))

    count = select(func.count()).where(Territory.space_id == alice.project_id)
    assert session.scalar(count) == 2
