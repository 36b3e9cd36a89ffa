import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.counting import counted
from workspace.core import reference
from workspace.core.db import connect
from workspace.projects.models import Membership
from workspace.territories.changes import declare, load_register
from workspace.territories.models import Declared
from workspace.territories.queries import by_code, find_all, members, propose

REGISTER = reference.FOLDER.parent / "geo"


@pytest.fixture
def register(session: Session, folder: Path) -> Session:
    """A session on a small register."""
    load_register(session, folder)
    return session


@pytest.fixture(scope="module")
def france(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """A session on the whole register."""
    path = tmp_path_factory.mktemp("france") / "workspace.db"
    path.write_bytes(template.read_bytes())
    database = connect(f"sqlite:///{path}")
    with database.writing() as session:
        load_register(session, REGISTER)
        yield session
    database.engine.dispose()


def names(session: Session, typed: str) -> list[str]:
    return [place.name for place in propose(session, typed)]


@pytest.mark.parametrize("typed", ["greno", "GRENO", " Greno ", "gréno", "greno’", "grêno\u200b"])
def test_a_beginning_proposes_commune_and_intercommunality(register: Session, typed: str) -> None:
    assert names(register, typed) == ["Grenoble-Alpes-Métropole", "Grenoble"]


def test_a_proposal_tells_the_territory_from_its_namesakes(register: Session) -> None:
    place = propose(register, "grenoble")[0]

    assert (place.level, place.code, place.population) == ("commune", "38185", 156140)
    assert place.departement == "Isère"


def test_the_whole_name_comes_before_larger_territories(register: Session) -> None:
    assert names(register, "malo")[0] == "Malo"
    assert names(register, "saint malo") == ["Saint-Malo", "CA du Pays de Saint Malo Agglomération"]


@pytest.mark.parametrize("typed", ["saint m", "st-m", "Saint-M", "m saint"])
def test_words_are_found_by_their_beginnings_in_any_order(register: Session, typed: str) -> None:
    assert set(names(register, typed)) == {
        "Saint-Malo",
        "Saint-Méloir-des-Ondes",
        "CA du Pays de Saint Malo Agglomération",
    }


@pytest.mark.parametrize("typed", ["l'oeuvre", "L’ŒUVRE", "œuvre d’isère", "oeuv"])
def test_ligatures_and_apostrophes_count_for_nothing(register: Session, typed: str) -> None:
    assert names(register, typed) == ["L'Œuvre-d'Isère"]


def test_an_accent_typed_in_two_signs_is_the_same(register: Session) -> None:
    assert names(register, "E\u0301chirolles") == ["Échirolles"]


@pytest.mark.parametrize("typed", ["38185", "38100", "3810"])
def test_a_commune_is_found_by_its_codes(register: Session, typed: str) -> None:
    assert names(register, typed) == ["Grenoble"]


def test_an_intercommunality_is_found_by_its_kind_in_full(register: Session) -> None:
    assert names(register, "communauté d’agglomération du pays de saint-malo") == [
        "CA du Pays de Saint Malo Agglomération"
    ]
    assert names(register, "200040715") == ["Grenoble-Alpes-Métropole"]


def test_the_number_of_a_departement_proposes_it_first(register: Session) -> None:
    assert names(register, "38")[0] == "Isère"


def test_an_overseas_collectivity_is_proposed_once(register: Session) -> None:
    assert [place.level for place in propose(register, "wallis")] == ["departement"]


def test_a_small_word_alone_with_another_counts(register: Session) -> None:
    assert names(register, "la roch") == ["La Roche-Malo"]


def test_as_many_are_proposed_as_are_wanted(register: Session) -> None:
    assert len(propose(register, "s", limit=2)) == 2


@pytest.mark.parametrize("typed", ["", "   ", "-", "%", "_", "\x00", "’", "~", "zzz" * 1000, "q~"])
def test_what_means_nothing_proposes_nothing(register: Session, typed: str) -> None:
    assert propose(register, typed) == []


def test_a_declared_territory_is_proposed_in_its_own_space_alone(
    register: Session, alice: Membership, denis: Membership
) -> None:
    valley = declare(register, alice, Declared("Vallée de Grenouillère", "petr"))

    here = propose(register, "grenou val", space_id=alice.project_id)

    assert [place.id for place in here] == [valley.id]
    assert propose(register, "grenou") == []
    assert propose(register, "grenou", space_id=denis.project_id) == []


def test_the_members_of_an_intercommunality(register: Session) -> None:
    epci = by_code(register, "epci", "200040715")

    assert epci
    assert [one.name for one in members(register, epci)] == ["Grenoble", "Échirolles"]


def test_the_members_of_one_declared_by_hand(register: Session, alice: Membership) -> None:
    epci = declare(register, alice, Declared("CC des Plateaux", "epci"))
    declare(register, alice, Declared("Vaucreuse", "commune", 4210, parent_id=epci.id))
    declare(register, alice, Declared("Puyseilles", "commune", 960, parent_id=epci.id))

    assert [one.name for one in members(register, epci)] == ["Vaucreuse", "Puyseilles"]


def test_territories_are_found_again_in_order(register: Session) -> None:
    echirolles, grenoble = (
        by_code(register, "commune", "38151"),
        by_code(register, "commune", "38185"),
    )

    assert echirolles
    assert grenoble
    assert find_all(register, [grenoble.id, 2**31 - 1, echirolles.id, grenoble.id]) == [
        grenoble,
        echirolles,
    ]


def test_a_proposal_takes_few_queries(register: Session) -> None:
    with counted(register.connection().engine) as asked:
        propose(register, "saint m")

    assert len(asked) <= 5


def test_the_whole_register_is_there(france: Session) -> None:
    with (REGISTER / "communes.csv").open(encoding="utf-8") as file:
        communes = list(csv.DictReader(file))

    proposed = [place.name for place in propose(france, "greno")[:2]]

    assert len(communes) == 34_969
    assert sorted(proposed) == ["Grenoble", "Grenoble-Alpes-Métropole"]
    assert by_code(france, "commune", "2A004")
    assert [place.name for place in propose(france, "75015")] == ["Paris"]


@pytest.mark.parametrize("code", ["01001", "97411", "98818", "75056"])
def test_communes_of_everywhere_are_there(france: Session, code: str) -> None:
    assert by_code(france, "commune", code)


def test_what_another_space_declared_is_not_found(
    register: Session, alice: Membership, denis: Membership
) -> None:
    valley = declare(register, alice, Declared("Vallée de l’Isarne", "petr"))

    assert find_all(register, [valley.id], space_id=alice.project_id) == [valley]
    assert find_all(register, [valley.id], space_id=denis.project_id) == []
    assert find_all(register, [valley.id]) == []
