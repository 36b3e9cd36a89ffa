import pytest

from workspace.actors.models import Filter, is_symmetric, twin_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Médiathèque de Cajarc", "MEDIATHEQUE  DE  CAJARC"),
        ("L’Escale", "l'escale"),
        ("Association Les Chemins tissés", "Les Chemins Tissés"),
        ("SCIC Friche la Belle de Mai", "Friche Belle de mai"),
        ("Commune de Vaucreuse", "Ville de Vaucreuse"),
        ("Mairie de Vaucreuse", "Commune de Vaucreuse"),
        ("CC des Plateaux de l’Isarne", "Communauté de communes des Plateaux de l'Isarne"),
        ("Conseil départemental du Lot", "Département du Lot"),
        ("Cœur de village", "Coeur de village"),
    ],
)
def test_two_ways_of_writing_a_name_are_one_actor(one: str, other: str) -> None:
    assert twin_key(one) == twin_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Commune de Vaucreuse", "Collège de Vaucreuse"),
        ("École 1", "École 2"),
        ("Association", "Le Relais"),
        ("=1+1", "=1+2"),
    ],
)
def test_two_actors_stay_two(one: str, other: str) -> None:
    assert twin_key(one) != twin_key(other)


def test_a_name_made_of_small_words_keeps_them() -> None:
    assert twin_key("L’Association") == "l association"


def test_some_ties_say_the_same_from_both_sides() -> None:
    assert is_symmetric("coproduit")
    assert not is_symmetric("finance")
    assert not is_symmetric("unheard_of")


def test_what_is_asked_stands_in_the_address() -> None:
    wanted = Filter(words="salle", part="pilote", sort="name", is_backwards=True)

    assert wanted.address() == "?q=salle&part=pilote&sort=-name"
    assert wanted.address(part="", start=50) == "?q=salle&sort=-name&start=50"
    assert Filter().address() == "?"
