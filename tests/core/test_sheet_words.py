import pytest
from flask import Flask

from workspace.core import sheet_words
from workspace.core.sheets import Problem, Trouble


@pytest.mark.parametrize("trouble", list(Trouble))
def test_every_trouble_has_a_sentence(app: Flask, trouble: Trouble) -> None:
    with app.test_request_context():
        told = sheet_words.told(Problem(3, trouble, "7"))

    assert told.endswith(".")
    assert "%" not in told


def test_a_limit_is_said_as_a_number(app: Flask) -> None:
    with app.test_request_context():
        told = sheet_words.told(Problem(20_002, Trouble.ROWS))

    assert "20\u202f000 lignes" in told
