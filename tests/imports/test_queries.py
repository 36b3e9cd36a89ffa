from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.actors.company import ESCALE, actor, at, contact
from tests.conftest import sign_in
from tests.imports.sending import planned, sent, whole
from workspace.accounts.models import Language
from workspace.actors import queries as actors
from workspace.actors.models import profile_of, reach_of
from workspace.core import clock, sheets
from workspace.imports.models import Choice, Kind
from workspace.projects.models import Membership
from workspace.territories.models import Territory

WILD = '=HYPERLINK("http://x") ; \'+33 \t@SUM(A1) œuvre “é” 👩‍🌾'


def exported(browser: FlaskClient, member: Membership) -> bytes:
    return bytes(browser.get(at(member, "export.csv")).data)


class TestPlan:
    def test_each_line_is_new_known_like_another_or_repeated(
        self, app: Flask, session: Session, alice: Membership
    ) -> None:
        actor(session, alice, "Médiathèque de Cajarc", type="equipement")
        actor(session, alice, "Foyer rural de Puyseilles")
        sheet = (
            "nom;type\n"
            "MEDIATHEQUE DE CAJARC;\n"
            "Médiathèque, de Cajarc;association\n"
            "Foyer rural de Puyseile;\n"
            "Foyer rural de Puyseille;\n"
            "Le Relais;\n"
            "Relais;\n"
        )

        with app.test_request_context():
            steps = planned(session, alice, sheet).steps

        assert [(step.kind, step.choice) for step in steps] == [
            (Kind.KNOWN, Choice.SKIP),
            (Kind.REPEATED, Choice.SKIP),
            (Kind.NEW, Choice.ADD),
            (Kind.NEAR, None),
            (Kind.NEW, Choice.ADD),
            (Kind.REPEATED, Choice.SKIP),
        ]

    def test_figures_are_no_slip_of_the_hand(
        self, app: Flask, session: Session, alice: Membership
    ) -> None:
        actor(session, alice, "École primaire 1")

        with app.test_request_context():
            [step] = planned(session, alice, "nom\nÉcole primaire 2\n").steps

        assert step.kind is Kind.NEW

    def test_another_project_is_not_looked_at(
        self, app: Flask, session: Session, alice: Membership, denis: Membership
    ) -> None:
        actor(session, denis)

        with app.test_request_context():
            [step] = planned(session, alice, f'nom\n"{ESCALE.name}"\n').steps

        assert step.kind is Kind.NEW


class TestExport:
    def test_what_is_exported_comes_back_the_same_in_another_project(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership,
        denis: Membership,
    ) -> None:  # fmt: skip
        place = Territory(level="epci", code="200023323", name="CC du pays")
        session.add(place)
        session.flush()
        escale = actor(session, alice)
        actor(session, alice, WILD, note=f"{WILD}\n-2+3", parts=("animateur", "expert"), type="")
        actor(
            session, alice, "C", territory_id=place.id, institution_id=alice.institution_id,
            siren="443061841", status="en_retrait", domains=("patrimoine", "archives"),
        )  # fmt: skip
        contact(session, alice, escale, phone="+33 5 00", name="Éve; 'X'", function="=1+1")
        contact(session, alice, escale, name="", email="autre@escale.example", origin="@site")

        url = sent(sign_in(app, denis), denis, exported(browser, alice)).location
        answer = sign_in(app, denis).post(url)

        assert answer.status_code == 303
        mine, theirs = whole(session, alice), whole(session, denis)
        assert [profile_of(one) for one in theirs] == [profile_of(one) for one in mine]
        assert [
            [reach_of(one) for one in actors.contacts(session, each, clock.today())]
            for each in theirs
        ] == [
            [reach_of(one) for one in actors.contacts(session, each, clock.today())]
            for each in mine
        ]

    def test_no_formula_leaves(
        self, browser: FlaskClient, session: Session, alice: Membership
    ) -> None:
        for name in ("=1+1", "+33", "-2", "@x", "\uff1d1", " =1", "'=1"):
            actor(session, alice, name, note="\t=1")

        told = exported(browser, alice).decode("utf-8-sig").splitlines()

        assert len(told) == 8
        assert all(line.startswith(("'", "\"'")) for line in told[1:])

    def test_a_reader_carries_no_contact_away(
        self, app: Flask, session: Session, alice: Membership, chloe: Membership
    ) -> None:
        contact(session, alice, actor(session, alice))

        content = exported(sign_in(app, chloe), alice).decode("utf-8-sig")

        assert ESCALE.name in content
        assert "tomas@escale.example" not in content
        assert "Courriel" not in content

    def test_the_words_of_the_reader_come_back_too(
        self, app: Flask, browser: FlaskClient, session: Session, alice: Membership,
        denis: Membership,
    ) -> None:  # fmt: skip
        contact(session, alice, actor(session, alice))
        alice.user.language = Language.ENGLISH
        session.commit()

        content = exported(browser, alice)
        url = sent(sign_in(app, denis), denis, content).location
        sign_in(app, denis).post(url)

        assert b"Cultural facility" in content
        [theirs] = whole(session, denis)
        assert profile_of(theirs) == ESCALE

    @given(
        name=st.text(min_size=1, max_size=40).filter(lambda text: text.split()),
        note=st.text(max_size=40),
    )
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_any_text_is_exported(
        self, browser: FlaskClient, session: Session, alice: Membership, name: str, note: str
    ) -> None:
        clean = [
            " ".join("".join(c for c in text if c.isprintable()).split()) or "x"
            for text in (name, note)
        ]
        added = actor(session, alice, clean[0], note=clean[1])

        rows = sheets.read(exported(browser, alice)).rows

        assert rows[-1].cells[0] == added.name
        assert rows[-1].cells[13] == added.note
