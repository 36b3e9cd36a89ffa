import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.actors.company import ESCALE, actor, at, contact, tied
from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from workspace.actors import queries
from workspace.projects.models import Membership

MOST_FOR_THE_TABLE = 8  # who asks (2), everyone, the ties, the screen, the count, presence


def names(page: str) -> list[str]:
    return re.findall(r'id="actor-\d+-open"[^>]*><bdi>([^<]*)</bdi>', page)


def typed(**changed: Any) -> dict[str, Any]:
    return {"name": ESCALE.name, "type": "equipement", "status": "actif"} | changed


class TestDirectory:
    def test_an_empty_one_teaches(self, browser: FlaskClient, alice: Membership) -> None:
        page = browser.get(at(alice)).text

        assert "Qui fait la coopération sera écrit ici" in page
        assert 'href="/library/solima-creuse/"' in page
        assert at(alice, "new/") in page

    def test_a_reader_is_offered_no_change_and_no_contact(
        self, app: Flask, session: Session, chloe: Membership, alice: Membership
    ) -> None:
        escale = actor(session, alice)
        contact(session, alice, escale)
        tied(session, alice, escale, actor(session, alice, "DRAC"))

        pages = [sign_in(app, chloe).get(at(alice, rest)).text for rest in ("", f"{escale.id}/")]

        assert not any("tomas@escale.example" in page for page in pages)
        assert "Seuls les pilotes et les contributeurs" in pages[1]
        assert not any(f'action="{at(alice)}{escale.id}' in page for page in pages)
        assert not any(at(alice, "new/") in page for page in pages)

    def test_filters_and_order_stand_in_the_address(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        actor(session, alice)
        actor(session, alice, "Ville de Redon", type="commune", parts=("pilote", "cofinanceur"))
        actor(session, alice, "Association Le Relais", type="association", place="Montfalgoux")
        actor(session, alice, "Parti ailleurs", status="parti")

        def shown(query: str) -> list[str]:
            return names(browser.get(at(alice, query)).text)

        assert shown("") == ["Ville de Redon", ESCALE.name, "Association Le Relais"]
        assert shown("?sort=name")[::-1] == shown("?sort=-name")
        assert shown("?sort=name") == ["Association Le Relais", ESCALE.name, "Ville de Redon"]
        assert shown("?part=cofinanceur") == ["Ville de Redon"]
        assert shown("?type=association") == ["Association Le Relais"]
        assert shown("?status=parti") == ["Parti ailleurs"]
        assert shown("?q=montfal+RELAIS") == ["Association Le Relais"]
        assert shown("?q=materiel%20leger") == [ESCALE.name]
        assert shown("?sort=place")[:1] == ["Association Le Relais"]
        assert shown("?sort=nothing&start=x&type=%20") == shown("")
        assert shown("?type=%25") == shown("?part=_") == shown("?q=%25") == []

    def test_tensions_and_isolated_actors_are_told(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        escale, commune = actor(session, alice), actor(session, alice, "Vaucreuse")
        actor(session, alice, "Le Relais")
        tied(session, alice, escale, commune, "concurrence")

        page = browser.get(at(alice)).text
        tense = browser.get(at(alice, "?only=tension")).text
        alone = browser.get(at(alice, "?only=isolated")).text

        assert "1 acteur n’a de lien déclaré avec personne." in page
        assert set(names(tense)) == {ESCALE.name, "Vaucreuse"}
        assert names(alone) == ["Le Relais"]

    def test_it_is_read_screen_by_screen(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        for number in range(queries.PAGE + 3):
            actor(session, alice, f"Acteur {number:03}")

        first = browser.get(at(alice, "?sort=name")).text
        rest = browser.get(at(alice, f"?sort=name&start={queries.PAGE}")).text

        assert len(names(first)) == queries.PAGE
        assert names(rest) == ["Acteur 050", "Acteur 051", "Acteur 052"]
        assert f"start={queries.PAGE}" in first

    def test_its_queries_are_counted(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        for number in range(5):
            tied(session, alice, actor(session, alice, f"A{number}"), actor(session, alice, "B"))

        with counted(database_of(app).engine) as asked:
            browser.get(at(alice), headers=HTMX)

        assert len(asked) <= MOST_FOR_THE_TABLE

    def test_its_part_is_a_region_that_wakes(self, browser: FlaskClient, alice: Membership) -> None:
        part = browser.get(at(alice, "?sort=name"), headers=HTMX).text

        assert part.lstrip().startswith('<section class="stack"')
        assert f'data-hx-get="{at(alice)}?sort=name"' in part
        assert "relations from:#live" in part


class TestWriting:
    def test_an_actor_is_added(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        answer = browser.post(
            at(alice, "new/"),
            data=typed(parts=["operateur", "artiste"], resources="Un projecteur", once="k1"),
        )
        again = browser.post(at(alice, "new/"), data=typed(once="k1"))

        [(added, name)] = queries.for_picking(session, alice.project_id)
        assert name == ESCALE.name
        assert answer.location == again.location == at(alice, f"{added}/")
        page = browser.get(answer.location).text
        assert "Opérateur, Artiste associé" in page
        assert "Un projecteur" in page

    def test_a_name_is_asked_beside_its_field(
        self, browser: FlaskClient, alice: Membership
    ) -> None:
        answer = browser.post(at(alice, "new/"), data=typed(name="  ", resources="Gardé"))

        assert answer.status_code == 422
        assert "Donnez le nom de l’acteur." in answer.text
        assert "Gardé" in answer.text

    @pytest.mark.parametrize(
        "wrong",
        [
            {"type": "unheard_of"}, {"parts": ["unheard_of"]}, {"status": "mort"},
            {"institution": "999999"}, {"institution": "x"}, {"siren": "123456789"},
            {"name": "x" * 201}, {"name": "a\x00b"}, {"limits": "\x08"},
            {"territory-typed": "greno"},
        ],
    )  # fmt: skip
    def test_what_means_nothing_is_refused(
        self, browser: FlaskClient, session: Session, alice: Membership, wrong: dict[str, Any]
    ) -> None:
        answer = browser.post(at(alice, "new/"), data=typed(**wrong))

        assert answer.status_code == 422
        assert queries.for_picking(session, alice.project_id) == []

    def test_a_twin_is_added_only_on_purpose(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        actor(session, alice)
        twin = typed(name="ESCALE (scene conventionnee itinerante)")

        doubt = browser.post(at(alice, "new/"), data=twin)
        sure = browser.post(at(alice, "new/"), data=twin | {"is_another": "y"})

        assert doubt.status_code == 422
        assert "Un acteur porte déjà ce nom" in doubt.text
        assert sure.status_code == 303
        assert len(queries.for_picking(session, alice.project_id)) == 2

    def test_two_people_edit_and_nothing_is_lost(
        self, app: Flask, browser: FlaskClient, session: Session, bilal: Membership,
        alice: Membership,
    ) -> None:  # fmt: skip
        escale = actor(session, alice)
        url = at(alice, f"{escale.id}/edit/")
        shown = {name: getattr(escale, name) for name in ("interests", "resources", "place")}

        first = browser.post(url, data=typed(**shown, limits="A", version="1"))
        clash = sign_in(app, bilal).post(url, data=typed(**shown, limits="B", version="1"))

        assert first.status_code == 303
        assert clash.status_code == 409
        assert ">A<" in clash.text
        assert ">B<" in clash.text

    def test_a_departure_is_noted_and_taken_back(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        escale = actor(session, alice)
        url = at(alice, f"{escale.id}/status")

        gone = browser.post(url, data={"status": "parti"}, headers=HTMX)
        back = browser.post(url, data={"status": "actif"}, headers=HTMX)

        assert "Parti" in gone.text
        assert "Noter son départ" in back.text
        assert browser.post(url, data={"status": "mort"}).status_code == 400
