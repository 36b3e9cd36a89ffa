"""Several people who save the same part at the very same moment."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests import people
from tests.conftest import database_of, sign_in
from tests.statement.statements import write
from workspace.projects.models import Role
from workspace.statement import queries
from workspace.statement.models import Part

NAMES = ("Bilal", "Emma", "Farid", "Gaëlle", "Hugo", "Inès")
TYPED = "Le soir, tout ferme."


def test_six_people_who_save_at_once_all_keep_their_words(real_app: Flask) -> None:
    with database_of(real_app).writing() as session:
        alice = people.lead(session)
        write(session, alice, TYPED, part=Part.TENSIONS)
        session.commit()
        members = [
            people.joins(session, alice, name, role=Role.CONTRIBUTOR, speaks_for=f"Ville de {name}")
            for name in NAMES
        ]
    browsers = [sign_in(real_app, member) for member in members]
    path = f"/projects/{alice.project_id}/texts/statement.tensions/"

    def save(number: int) -> int:
        sent = {"text": f"{TYPED} {NAMES[number]} le dit.", "version": 1}
        return browsers[number].post(path, data=sent).status_code

    with ThreadPoolExecutor(len(NAMES)) as pool:
        answers = list(pool.map(save, range(len(NAMES))))

    with database_of(real_app).reading() as session:
        text = queries.section(session, alice.project_id, Part.TENSIONS)
    assert answers == [303] * len(NAMES)
    assert text.number == len(NAMES) + 1
    assert [name for name in NAMES if name not in text.reading.plain.split()] == []
    assert text.reading.plain.startswith(TYPED)
