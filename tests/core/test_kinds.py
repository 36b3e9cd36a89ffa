import io
import zipfile
from io import BytesIO

import pytest

from tests.files.uploads import PDF, photo
from workspace.core.kinds import kind_of

ODF, OOXML = "application/vnd.oasis.opendocument.text", "[Content_Types].xml"
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0"
MP3, OGG = b"ID3\x04\0\0" + b"\0" * 64, b"OggS\0" + b"\0" * 64
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"


def zipped(*parts: tuple[str, str]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return written.getvalue()


DOCX = zipped((OOXML, "<Types/>"), ("_rels/.rels", ""), ("word/document.xml", "<w/>"))
XLSX = zipped((OOXML, "<Types/>"), ("xl/workbook.xml", "<w/>"))
ODT = zipped(("mimetype", ODF), ("content.xml", "<office/>"))


@pytest.mark.parametrize(
    ("name", "content", "media"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.PDF", PDF, "application/pdf"),
        ("a.jpeg", photo(), "image/jpeg"),
        ("a.png", photo("PNG"), "image/png"),
        ("a.webp", photo("WEBP"), "image/webp"),
        ("a.gif", photo("GIF"), "image/gif"),
        ("a.odt", ODT, ODF),
        ("a.txt", "Été\n".encode(), "text/plain"),
        ("a.txt", "Été\n".encode("cp1252"), "text/plain"),
        ("a.txt", "Été\n".encode("utf-16"), "text/plain"),
        ("a.csv", b"nom;ville\r\nA;B\r\n", "text/csv"),
        ("a.mp3", MP3, "audio/mpeg"),
        ("a.m4a", M4A, "audio/mp4"),
        ("a.ogg", OGG, "audio/ogg"),
    ],
)
def test_a_file_is_what_its_content_and_its_name_say(name: str, content: bytes, media: str) -> None:
    found = kind_of(BytesIO(content), name)

    assert found is not None
    assert found.media == media


@pytest.mark.parametrize(("name", "content"), [("a.docx", DOCX), ("a.xlsx", XLSX)])
def test_a_document_of_an_office_is_told_by_its_parts(name: str, content: bytes) -> None:
    found = kind_of(BytesIO(content), name)

    assert found is not None
    assert "openxmlformats" in found.media


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<h1>Bonjour</h1>"),
        ("a.js", b"alert(1)"),
        ("a.exe", b"MZ\x90\0" + b"\0" * 200),
        ("a.zip", DOCX),
        ("a.docm", DOCX),
        ("a.heic", HEIC),
        ("a", b"sans fin"),
        ("", b"sans nom"),
    ],
)
def test_other_kinds_may_not_be_kept(name: str, content: bytes) -> None:
    assert kind_of(BytesIO(content), name) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script>"),
        ("page.txt", b"  <!DOCTYPE html><html>"),
        ("dessin.txt", b"\xef\xbb\xbf<svg onload=alert(1)>"),
        ("page.csv", "<script>".encode("utf-16")),
        ("programme.txt", b"#!/bin/sh\nrm -rf /"),
        ("programme.jpg", b"MZ\x90\0" + b"\0" * 200),
        ("binaire.txt", b"texte\0\0\0"),
        ("photo.png", photo()),
        ("tableur.docx", XLSX),
        ("archive.odt", zipped(("a.txt", "rien"))),
        ("tronque.docx", DOCX[:20]),
        ("heic.jpg", HEIC),
        ("tableur.csv", XLSX),
    ],
)
def test_a_name_that_lies_is_not_believed(name: str, content: bytes) -> None:
    assert kind_of(BytesIO(content), name) is None


def test_a_bomb_is_never_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(OOXML, "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 50_000_000)

    found = kind_of(bomb, "a.docx")

    assert found is not None
    assert len(bomb.getvalue()) < 100_000
