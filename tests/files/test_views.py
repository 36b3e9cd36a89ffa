import re
from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.conftest import HTMX, database_of, sign_in
from tests.counting import counted
from tests.files.uploads import PDF, SECRET, attached, photo
from workspace.core.store import NotKeptError, Store
from workspace.core.subjects import Subject
from workspace.files import forms, queries
from workspace.projects.models import Membership

MOST_QUERIES = 4  # who asks, the membership, the title of the object, the files

pytestmark = pytest.mark.usefixtures("store")
Sent = tuple[BytesIO, str]


@pytest.fixture
def url(alice: Membership, friday: Subject) -> str:
    """Where files are attached."""
    return f"/projects/{alice.project_id}/files/on/evaluation/{friday.id}/"


def send(browser: FlaskClient, url: str, *files: tuple[str, bytes], **more: str) -> TestResponse:
    sent = [(BytesIO(content), name) for name, content in files]
    return browser.post(url, data={"files": sent} | more, content_type="multipart/form-data")


def save(browser: FlaskClient, link: str) -> TestResponse:
    return browser.get(link, buffered=True)


def links(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]+)" download>', page)


def kept(store: Store) -> list[str]:
    return [path.name for path in store.folder.parent.rglob("*") if path.is_file()]


class TestAttaching:
    def test_what_is_attached_can_be_saved_again(self, browser: FlaskClient, url: str) -> None:
        answer = send(browser, url, ("Été.pdf", PDF), ("notes.txt", b"Merci"))
        pdf, notes = links(browser.get(url).text)

        assert answer.status_code == 303
        assert save(browser, pdf).data == PDF
        assert save(browser, notes).data == b"Merci"

    def test_htmx_is_sent_the_files(self, browser: FlaskClient, url: str) -> None:
        sent = {"files": (BytesIO(PDF), "a.pdf")}

        part = browser.post(url, data=sent, headers=HTMX).text

        assert part.lstrip().startswith("<section")
        assert "a.pdf" in part

    def test_a_photo_tells_nothing_but_itself(self, browser: FlaskClient, url: str) -> None:
        send(browser, url, ("a.jpg", photo()))
        page = browser.get(url).text
        (small,) = re.findall(r'<img src="([^"]+)"', page)

        saved, preview = save(browser, links(page)[0]), save(browser, small)

        assert SECRET not in saved.data
        assert saved.mimetype == "image/jpeg"
        assert preview.mimetype == "image/webp"
        assert "Content-Disposition" not in preview.headers or preview.headers[
            "Content-Disposition"
        ].startswith("inline")

    def test_the_same_content_is_kept_once(
        self, browser: FlaskClient, url: str, store: Store
    ) -> None:
        send(browser, url, ("a.pdf", PDF))
        send(browser, url, ("b.pdf", PDF))

        assert len(links(browser.get(url).text)) == 2
        assert len(kept(store)) == 1

    def test_a_form_sent_twice_attaches_once(self, browser: FlaskClient, url: str) -> None:
        for _ in range(2):
            send(browser, url, ("a.pdf", PDF), once="abc")

        assert len(links(browser.get(url).text)) == 1

    def test_a_reader_attaches_nothing(
        self, app: Flask, chloe: Membership, url: str, store: Store
    ) -> None:
        reader = sign_in(app, chloe)

        assert send(reader, url, ("a.pdf", PDF)).status_code == 403
        assert "<form class" not in reader.get(url).text.split('id="files"')[1]
        assert kept(store) == []


class TestRefusing:
    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("page.html", b"<h1>Bonjour</h1>", "un document"),
            ("dessin.svg", b"<svg/>", "un document"),
            ("page.pdf", b"<html>", "un document"),
            ("vide.pdf", b"", "est vide"),
            ("photo.heic", b"\0\0\0\x18ftypheic", "JPEG"),
            ("photo.jpg", photo()[:300], "ne s’ouvre pas comme une image"),
        ],
    )
    def test_a_file_that_may_not_be_kept_is_told_beside_the_field(
        self, browser: FlaskClient, url: str, store: Store, name: str, content: bytes, why: str
    ) -> None:
        answer = send(browser, url, (name, content))

        error = re.search(r'<p class="error".*?</p>', answer.text, re.DOTALL)
        assert answer.status_code == 422
        assert error is not None
        assert name in error.group()
        assert why in error.group()
        assert kept(store) == []

    def test_nothing_at_all_is_told(self, browser: FlaskClient, url: str) -> None:
        answer = browser.post(url, data={"files": "a text"})

        assert answer.status_code == 422
        assert "Choisissez un fichier." in answer.text

    def test_too_many_at_once_are_told(self, browser: FlaskClient, url: str) -> None:
        many = [(f"{number}.pdf", PDF) for number in range(forms.MOST_AT_ONCE + 1)]

        assert "10 fichiers au plus" in send(browser, url, *many).text

    def test_one_that_is_too_large_is_told(
        self, browser: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(forms, "LARGEST", 30)

        answer = send(browser, url, ("a.pdf", PDF))

        assert answer.status_code == 422
        assert "pèse plus de" in answer.text

    def test_a_body_that_is_too_large_has_a_page(
        self, app: Flask, browser: FlaskClient, url: str, store: Store
    ) -> None:
        huge = {"CONTENT_LENGTH": str(app.config["MAX_CONTENT_LENGTH"] + 1)}
        form = "multipart/form-data; boundary=a"

        answer = browser.post(url, data=b"--a", content_type=form, environ_overrides=huge)

        assert answer.status_code == 413
        assert "Envoi trop lourd" in answer.text
        assert kept(store) == []

    def test_a_full_project_is_told(
        self, browser: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "MOST_OF_A_PROJECT", len(PDF) - 1)

        answer = send(browser, url, ("a.pdf", PDF))

        assert answer.status_code == 422
        assert "Il reste 0 Mo" in answer.text
        assert links(browser.get(url).text) == []

    def test_a_full_disk_is_told(
        self, browser: FlaskClient, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_store: Store, _content: object) -> None:
            raise NotKeptError

        monkeypatch.setattr(Store, "keep", full)

        answer = send(browser, url, ("a.pdf", PDF))

        assert answer.status_code == 507
        assert "n’a plus de place" in answer.text

    @pytest.mark.parametrize("place", ["actions/1", "evaluation/999999", "rien/1"])
    def test_what_does_not_exist_has_no_files(
        self, browser: FlaskClient, alice: Membership, store: Store, place: str
    ) -> None:
        url = f"/projects/{alice.project_id}/files/on/{place}/"

        assert send(browser, url, ("a.pdf", PDF)).status_code == 404
        assert kept(store) == []


class TestSending:
    @pytest.mark.parametrize(
        "name",
        [
            "../../secret.pdf",
            "a%0D%0ASet-Cookie: b=c.pdf",
            "fac\u202egpj.pdf",
            "guillemets%22.pdf",
            "œuvre été 👩‍🎨.pdf",
            "é" * 300 + ".pdf",
            "<script>alert(1)</script>.pdf",
            "{{ 7 * 7 }}.pdf",
            "%2e%2e.pdf",
            "a?b#c.pdf",
        ],
    )
    def test_any_name_is_shown_and_saved_safely(
        self, browser: FlaskClient, url: str, name: str, store: Store
    ) -> None:
        send(browser, url, (name, PDF))
        page = browser.get(url).text
        (link,) = links(page)
        saved = save(browser, link)

        disposition = saved.headers["Content-Disposition"]
        assert saved.status_code == 200
        assert disposition.startswith("attachment; filename=")
        assert "Set-Cookie" not in saved.headers or "b=c" not in saved.headers["Set-Cookie"]
        assert "<script>alert" not in page
        assert "/" not in disposition.partition("=")[2].replace("UTF-8''", "")
        assert all(re.fullmatch("[0-9a-f]{64}", file) for file in kept(store))

    def test_a_file_can_do_nothing_on_this_site(self, browser: FlaskClient, url: str) -> None:
        send(browser, url, ("a.txt", b"texte"))

        saved = save(browser, links(browser.get(url).text)[0])

        assert saved.headers["X-Content-Type-Options"] == "nosniff"
        assert saved.headers["Content-Security-Policy"].endswith("sandbox")
        assert saved.headers["Cache-Control"] == "no-store"
        assert saved.mimetype == "text/plain"

    def test_nobody_else_sees_a_file(
        self, app: Flask, browser: FlaskClient, denis: Membership, url: str
    ) -> None:
        send(browser, url, ("a.jpg", photo()))
        page = browser.get(url).text
        places = [*links(page), *re.findall(r'<img src="([^"]+)"', page)]

        outsider, visitor = sign_in(app, denis), app.test_client()

        assert [outsider.get(place).status_code for place in places] == [404, 404]
        assert [visitor.get(place).status_code for place in places] == [303, 303]

    def test_a_file_that_was_taken_away_is_gone(self, browser: FlaskClient, url: str) -> None:
        send(browser, url, ("a.pdf", PDF))
        (link,) = links(browser.get(url).text)

        browser.post(re.sub(r"/[^/]+$", "/removal", link))

        assert browser.get(link).status_code == 404
        assert "Aucun fichier joint." in browser.get(url).text

    def test_a_file_that_the_disk_has_lost_has_a_page(
        self, session: Session, browser: FlaskClient, alice: Membership, friday: Subject
    ) -> None:
        lost = attached(session, alice, friday.id)

        answer = browser.get(f"/projects/{alice.project_id}/files/{lost.id}/{quote(lost.name)}")

        assert answer.status_code == 410

    def test_the_number_of_queries_is_known(
        self, app: Flask, browser: FlaskClient, url: str
    ) -> None:
        for number in range(3):
            send(browser, url, (f"{number}.pdf", PDF + bytes([number + 40])))

        with counted(database_of(app).engine) as asked:
            browser.get(url)

        assert len(asked) <= MOST_QUERIES, asked
