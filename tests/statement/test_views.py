"""Pages of the statement."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.library import cases
from tests.statement.statements import adopted, page, write
from workspace.library import changes as library
from workspace.library.forms import read_cases
from workspace.projects.models import Membership
from workspace.statement.models import Part


def save(
    browser: FlaskClient, member: Membership, text: str, version: object, part: str = "tensions"
) -> int:
    return browser.post(
        f"/projects/{member.project_id}/texts/statement.{part}/",
        data={"text": text, "version": version},
    ).status_code


def version_in(html: str) -> str:
    found = re.search(r'name="version" type="hidden" value="(\d+)"', html)
    assert found
    return found.group(1)


def test_an_empty_part_says_what_is_expected_and_shows_how_others_did(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    lines = cases.FILE.read_bytes().splitlines()
    library.import_cases(session, read_cases(lines))
    session.commit()

    shown = page(browser, alice)

    assert shown.count("Comment d’autres ont fait") == 4
    assert "/library/pays-haute-mayenne/" in shown
    assert "Une tension n’accuse personne" in shown


def test_a_part_is_written_and_signed(browser: FlaskClient, alice: Membership) -> None:
    form = page(browser, alice, "../texts/statement.tensions/edit/")

    assert save(browser, alice, "Le **bourg** et les villages", version_in(form)) == 303

    shown = page(browser, alice)
    assert "<p>Le <strong>bourg</strong> et les villages</p>" in shown
    assert "Ville de Redon" in shown


def test_two_people_who_save_the_same_part_from_the_same_version_both_keep_their_words(
    app: Flask, browser: FlaskClient, session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.", part=Part.TENSIONS)
    session.commit()
    other = sign_in(app, bilal)
    version = version_in(page(browser, alice, "../texts/statement.tensions/edit/"))
    assert version_in(page(other, bilal, "../texts/statement.tensions/edit/")) == version

    first = save(browser, alice, "Le soir, presque tout ferme.", version)
    second = save(other, bilal, "Le soir, tout ferme trop tôt.", version)

    assert (first, second) == (303, 303)
    assert "Le soir, presque tout ferme trop tôt." in page(browser, alice)


def test_the_same_form_sent_twice_has_one_effect(browser: FlaskClient, alice: Membership) -> None:
    sent = {"text": "Le soir", "version": 0, "once": "a1"}
    path = f"/projects/{alice.project_id}/texts/statement.tensions/"
    browser.post(path, data=sent)
    save(browser, alice, "Le soir, et le matin", 1)

    browser.post(path, data=sent)

    assert "<p>Le soir, et le matin</p>" in page(browser, alice)


def test_htmx_gets_the_part_alone(browser: FlaskClient, alice: Membership) -> None:
    path = f"/projects/{alice.project_id}/texts/statement.tensions/"

    saved = browser.post(path, data={"text": "Le soir", "version": 0}, headers=HTMX)
    opened = browser.get(f"{path}edit/", headers=HTMX)

    for response in (saved, opened):
        assert "<html" not in response.text
        assert 'id="text-statement-tensions"' in response.text
    assert "data-hx-morph-skip" in opened.text
    assert "data-hx-morph-skip" not in saved.text


def test_what_is_too_long_is_told_and_kept(browser: FlaskClient, alice: Membership) -> None:
    assert "maxlength" not in page(browser, alice, "../texts/statement.tensions/edit/")

    response = browser.post(
        f"/projects/{alice.project_id}/texts/statement.tensions/",
        data={"text": "mot " * 15_001, "version": 0},
    )

    assert response.status_code == 422
    assert "dépasse 60000 caractères" in response.text
    assert "mot mot mot" in response.text
    assert 'aria-invalid="true"' in response.text


def test_too_many_lines_are_told(browser: FlaskClient, alice: Membership) -> None:
    assert save(browser, alice, "a\n" * 1001, 0) == 422
    assert save(browser, alice, "a\n" * 1000, 0) == 303


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("a\x00b", 0), ("x" * 5000, 0), ("mot", -1), ("mot", 2**70), ("mot", "junk"),
        ("\u202eéà\u200b" + "e" + "\u0301" * 300 + "👩🏽\u200d🌾", 0), ("> " * 200 + "x", 0),
        ("- " * 500 + "x", 0), ("[a](" * 500, 0), ("**" * 2000, 0), ("\\" * 999, 0),
    ],
)  # fmt: skip
def test_no_text_breaks_a_page(
    browser: FlaskClient, alice: Membership, text: str, version: object
) -> None:
    assert save(browser, alice, text, version) in {303, 422}
    page(browser, alice)
    page(browser, alice, "../texts/statement.tensions/edit/")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "<base href=//x>", "<div hx-get=/x data-hx-get=/y>", "{{ 7*7 }}", "${7*7}",
    ],
)  # fmt: skip
def test_markup_is_inert_on_every_page(
    browser: FlaskClient, session: Session, alice: Membership, text: str
) -> None:
    for part in Part:
        write(session, alice, f"{text} un", part=part)
    adopted(session, alice, f"{text} deux")
    session.commit()
    activity = browser.get(f"/projects/{alice.project_id}/activity/").text

    paths = ("", "versions/", "versions/1/", "compare/?old=1&new=draft", "adoption/")
    for shown in (activity, *(page(browser, alice, path) for path in paths)):
        main = shown[shown.index("<main") : shown.index("</main>")]
        assert not re.search(r"<(script|img|base|div hx)|href=\"javascript|>49 un", main)


def test_what_is_typed_is_kept_as_typed(browser: FlaskClient, alice: Membership) -> None:
    text = "e\u0301te\u0301 œuvre l’eau l'eau 👩🏽\u200d🌾 a\u200bb"

    save(browser, alice, text, 0)

    assert text in page(browser, alice, "../texts/statement.tensions/edit/").replace("&#39;", "'")


def test_a_reader_reads_and_writes_nothing(
    app: Flask, session: Session, alice: Membership, chloe: Membership
) -> None:
    adopted(session, alice)
    session.commit()
    reader = sign_in(app, chloe)

    shown = page(reader, chloe) + page(reader, chloe, "versions/1/")

    assert "edit/" not in shown
    assert "restore" not in shown
    assert "Adopter" not in shown


def test_the_statement_can_be_cited_and_commented(
    browser: FlaskClient, session: Session, alice: Membership
) -> None:
    case = cases.cinema(session)
    kind = f"statement:{alice.project_id}"

    browser.post(
        f"/projects/{alice.project_id}/citations/{case.slug}/",
        data={
            "target": kind,
            "passage": "Proposer du cinéma dans des villages sans salle.",
            "use": "adapts",
            "line": "Aller vers les villages",
        },
    )
    browser.post(
        f"/projects/{alice.project_id}/comments/statement/{alice.project_id}/",
        data={"body": "Et les collégiens ?"},
    )

    shown = page(browser, alice)
    assert "Aller vers les villages" in shown
    assert "Et les collégiens" in shown
    assert browser.get(
        f"/projects/{alice.project_id}/statement/{alice.project_id}/"
    ).location.endswith("/statement/")


def test_the_page_asks_the_database_little(
    app: Flask, browser: FlaskClient, session: Session, alice: Membership
) -> None:
    for part in Part:
        write(session, alice, "Un texte", part=part)
    session.commit()
    page(browser, alice)

    counts = []
    for _ in range(2):
        with counted(database_of(app).engine) as asked:
            page(browser, alice)
        counts.append(len(asked))

    assert counts[0] <= 10
    assert counts[1] == 1


def test_each_save_of_a_part_says_what_changed_and_can_be_taken_up_again(
    browser: FlaskClient, session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme.", part=Part.TENSIONS)
    write(session, bilal, "Le soir, tout ouvre.", part=Part.TENSIONS)
    session.commit()

    saves, changed = (
        page(browser, alice, "../texts/statement.tensions/"),
        page(browser, alice, "../texts/statement.tensions/2-2/"),
    )

    assert saves.index("Bilal") < saves.index("Qui a écrit, et quand")
    assert saves.count("Ce qui a changé") == 2
    assert re.search(r"<del>.*ferme.*</del><ins>.*ouvre.*</ins>", changed)
    first = page(browser, alice, "../texts/statement.tensions/1-1/")
    sent = dict(re.findall(r'type="hidden" name="(moment|version)" value="(\d+)"', first))
    address = f"/projects/{alice.project_id}/texts/statement.tensions/restore"
    assert browser.post(address, data=sent).status_code == 303
    assert "Le soir, tout ferme." in page(browser, alice)


@pytest.mark.parametrize("number", [0, 3, 2**31 - 1])
def test_a_save_that_never_was_is_missing(
    browser: FlaskClient, session: Session, alice: Membership, number: int
) -> None:
    write(session, alice, "Le soir", part=Part.TENSIONS)
    session.commit()

    base = f"/projects/{alice.project_id}/texts"

    assert browser.get(f"{base}/statement.tensions/{number}-{number}/").status_code == 404
    assert browser.get(f"{base}/statement.issues/1-1/").status_code == 404
    assert browser.get(f"{base}/statement.autre/").status_code == 404
    assert browser.get(f"{base}/autre/").status_code == 404
