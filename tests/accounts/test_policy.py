import pytest

from workspace.accounts.policy import COMMON, Weakness, weakness


@pytest.mark.parametrize(
    "password",
    [
        "Trois pommes, deux poires",
        "aB3$kL9!qWzx",
        "une phrase toute simple et longue",
        "é" * 3 + "lan vital d’un soir d’automne",
        "Nous irons chanter au bord du lac, vers midi, quand les grillons se tairont enfin" * 2,
    ],
)
def test_a_good_password_is_accepted(password: str) -> None:
    assert weakness(password) is None


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("aB3$kL9!qWz", Weakness.SHORT),
        ("brouettes1", Weakness.SHORT),
        ("brouettesdequestion", Weakness.SHORT),
        ("", Weakness.SHORT),
        ("Motdepasse123456!", Weakness.COMMON),
        ("P@ssw0rd2026!", Weakness.COMMON),
        ("Azertyuiop123!", Weakness.COMMON),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", Weakness.COMMON),
        ("abcabcabcabcabcabcabcabc", Weakness.COMMON),
        ("Maillage-partage-7-soirs", Weakness.NAMED),
        ("a" * 1025, Weakness.LONG),
        ("Une brouette\x00 de questions", Weakness.UNSEEN),
        ("Une brouette \ud800 de questions", Weakness.UNSEEN),
    ],
)
def test_a_poor_password_is_refused_with_its_reason(password: str, reason: Weakness) -> None:
    assert weakness(password) is reason


@pytest.mark.parametrize("password", ["Rouviere aime 4 soirs !", "BASILE-et-4-brouettes"])
def test_the_name_of_its_owner_is_refused(password: str) -> None:
    assert weakness(password, ["Basile Rouvière", "b.rouviere"]) is Weakness.NAMED


def test_accents_count_alike_however_they_are_typed() -> None:
    composed, decomposed = (
        "Un été à Vaucreuse, déjà",
        "Un e\u0301te\u0301 a\u0300 Vaucreuse, deja\u0300",
    )

    assert weakness(composed) is weakness(decomposed) is None


def test_the_list_of_common_passwords_is_there() -> None:
    assert len(COMMON.read_text(encoding="utf-8").split()) > 300
