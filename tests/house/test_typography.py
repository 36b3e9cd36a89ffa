"""French is printed as French is, wherever it stands."""

import pytest

from tests.house.source import MODULES, TEMPLATES
from tests.house.translations import sources
from tests.house.typography import faults


def test_every_string_is_printed_as_french_is() -> None:
    wrong = {
        f"{source.place}:{source.line}: {text}": found
        for source in sources(MODULES + TEMPLATES).values()
        for text in source.texts
        if (found := faults(text))
    }

    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    ["l'eau", "Vraiment ?", "Vraiment?", "Titre : x", "Titre: x", "«\u00a0cas »", "12 %", "Bon..."],
)
def test_a_fault_is_seen(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "l’eau\u202f?",
        "Titre\u00a0: «\u00a0%(title)s\u00a0»",
        "à 10:30, sur http://x.example/?q=1",
        "12\u202f%%",
        "Quoi\u202f?!",
        '<a href="/x">ici</a>',
        "%(link)s",
    ],
)
def test_what_is_right_is_left_alone(text: str) -> None:
    assert faults(text) == []
