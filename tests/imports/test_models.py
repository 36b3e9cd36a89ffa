import pytest

from workspace.imports.models import contacts_of, guessed, labels


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Nom de la structure", "name"),
        ("  NOM ", "name"),
        ("Catégorie", "type"),
        ("Rôle", "parts"),
        ("code_insee", "code"),
        ("N° SIRET", "siren"),
        ("Ce qu’il apporte", "resources"),
        ("What it brings", "resources"),
        ("E-mail", "contact1.email"),
        ("Tél.", "contact1.phone"),
        ("Courriel 2", "contact2.email"),
        ("À effacer après le 3", "contact3.kept_until_on"),
        ("Type 2", ""),
        ("Courriel 0", ""),
        ("Couleur", ""),
        ("", ""),
        ("=1+1", ""),
    ],
)
def test_a_header_names_a_column(header: str, column: str) -> None:
    assert guessed([header]) == [column]


def test_a_column_is_named_once() -> None:
    assert guessed(["nom", "Nom", "name"]) == ["name", "", ""]


def test_what_is_exported_is_recognised() -> None:
    named = labels(9)

    assert guessed(list(named.values())) == list(named)


def test_columns_say_how_many_contacts_there_are() -> None:
    assert contacts_of(["name", "contact3.email"]) == 3
    assert contacts_of(["name"]) == 1
