import pytest
from flask import Flask

from workspace.cohorts.forms import Line, by_group, elsewhere, pasted, read_list


@pytest.fixture(autouse=True)
def request_(app: Flask) -> object:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "content",
    [
        "Un;Ana Roy;ana@x.fr;Ville de Redon",
        "Un\tAna Roy\tana@x.fr\tVille de Redon",
        "groupe;nom;adresse;institution\nUn;Ana Roy;ana@x.fr;Ville de Redon",
        "Nom du groupe;Nom et prénom;Courriel;Structure\nUn;Ana Roy;ana@x.fr;Ville de Redon",
        "Courriel,Structure,Groupe,Nom\nana@x.fr,Ville de Redon,Un,Ana Roy",
        "\ufeffNAME;E-mail;Group;Institution\r\nAna Roy;ana@x.fr;Un;Ville de Redon\r\n",
    ],
)
def test_a_list_is_read_whatever_its_shape(content: str) -> None:
    assert read_list(content.encode()) == (
        [Line("Un", "Ana Roy", "ana@x.fr", "Ville de Redon")],
        [],
    )


def test_it_is_read_as_a_spreadsheet_saves_it() -> None:
    [line], faults = read_list("Un;Chloé;chloe@x.fr".encode("cp1252"))

    assert (line.name, faults) == ("Chloé", [])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Un;Ana;ana@x.fr\n;Bob;bob@x.fr", "Ligne 2 : il manque le nom du groupe."),
        ("Un;Ana;ana@x.fr\nUn;;bob@x.fr", "Ligne 2 : il manque le nom de la personne."),
        ("Un;Ana;ana@x.fr\nUn;Bob;bob", "Ligne 2 : l’adresse « bob » n’est pas complète."),
        ("Un;Ana;ana@x.fr\nUn;Bob;ANA@x.fr", "Ligne 2 : l’adresse « ANA@x.fr » est déjà"),
        ("Un;Ana;ana@x.fr\nUn;Bob;bob@x.fr;Ville de Redon", "Ligne 2 : Cette ligne a plus de"),
        (f"Un;{'a' * 200};ana@x.fr", "Ligne 1 : un nom dépasse 160 caractères."),
        ("PK\x03\x04", "pas un CSV"),
    ],
)
def test_what_is_wrong_is_named(content: str, said: str) -> None:
    _, faults = read_list(content.encode())

    assert said in faults[0].replace("\u00a0", " ")


def test_too_many_people_are_refused() -> None:
    many = "\n".join(f"Un;Ana;ana{n}@x.fr" for n in range(401))

    assert "400" in read_list(many.encode())[1][-1]


def test_one_group_written_in_two_ways_is_one_group() -> None:
    lines = [Line("Groupe 1", "Ana", "a@x.fr"), Line("groupe 1", "Bob", "b@x.fr")]

    assert by_group(lines) == {"Groupe 1": lines}


def test_who_is_in_another_group_already_is_named() -> None:
    lines = [Line("Deux", "Ana", "ana@x.fr"), Line("Un", "Bob", "bob@x.fr")]

    [said] = elsewhere(lines, {"ana@x.fr": "Un", "bob@x.fr": "un"})

    assert "Ana" in said


def test_what_came_from_a_file_is_pasted_as_it_was_checked() -> None:
    lines = [Line("Un ; bis", "Ana", "ana@x.fr", "=Ville"), Line("Un", "Bob", "b@x.fr")]

    assert read_list(pasted(lines).encode()) == (lines, [])
