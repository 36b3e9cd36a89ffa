import json

import pytest

from tests.library.cases import FILE, line
from workspace.library.forms import MEGABYTE, WrongLineError, read_case, read_cases
from workspace.library.models import Status


def test_every_case_of_the_product_is_read() -> None:
    with FILE.open("rb") as lines:
        assert len(read_cases(lines)) == 66


@pytest.mark.parametrize("absent", [None, "", [], {}])
def test_what_is_not_required_may_be_empty(absent: object) -> None:
    bare = {
        "id": "A.b_c-9",
        "title": "",
        "domains": absent,
        "actors": absent,
        "period_start": None,
        "period_end": "",
        "territory": None,
        "sections": {"enjeu": None, "lecons": "Apprendre."},
    }

    draft = read_case(json.dumps(bare).encode())

    assert draft.slug == "A.b_c-9"
    assert draft.values["lessons"] == "Apprendre."
    assert draft.values["domains"] == draft.values["actors"] == []
    assert draft.values["lang"] == "fr"


def test_what_is_not_required_may_be_missing() -> None:
    draft = read_case(b'{"id": "x", "title": "T", "sections": {"actions": "Agir."}}')

    assert draft.values["title"] == "T"
    assert draft.values["sources"] == []


def test_the_first_words_stand_in_for_a_title() -> None:
    text = "Dans un département très peu dense, les acteurs manquaient d’un espace commun. " * 3

    draft = read_case(line(title="", sections={"enjeu": text}))

    assert draft.values["title"].startswith("Dans un département très peu dense, les acteurs")
    assert draft.values["title"].endswith("…")
    assert len(draft.values["title"]) <= 81


def test_a_section_may_hold_a_megabyte() -> None:
    draft = read_case(line(sections={"enjeu": "é" * MEGABYTE}))

    assert len(draft.values["issue"]) == MEGABYTE


def test_characters_that_no_text_has_are_left_out() -> None:
    draft = read_case(
        b'{"id": "x", "title": "a\\u0000b", "sections": {"enjeu": "c\\ud800\\r\\nd"}}'
    )

    assert draft.values["title"] == "ab"
    assert draft.values["issue"] == "c\nd"


def test_a_status_may_be_given() -> None:
    assert read_case(line(status="draft")).values["status"] is Status.DRAFT
    assert "status" not in read_case(line()).values


WRONG = {
    b"not json": "line 2",
    b"[1]": "an object",
    b"[" * 100_000: "line 2",
    b"\xff\xfe{": "line 2",
    line(id="é"): "id",
    line(id=""): "id",
    line(id="x" * 101): "id",
    line(id=7): "id",
    line(id="a/b"): "id",
    line(sections={}): "sections",
    line(sections={"enjeu": "  "}): "sections",
    line(sections=["enjeu"]): "sections",
    line(sections={"enjeu": 3}): "enjeu",
    line(sections={"enjeu": "x" * (MEGABYTE + 1)}): "enjeu",
    line(title=["x"]): "title",
    b'{"id": "x", "sections": {"enjeu": "y"}}': "title",
    line(domains="spectacle_vivant"): "domains",
    line(domains=[3]): "domains",
    line(actors=["x"]): "actors",
    line(actors=[{"name": 3}]): "name",
    line(period_start="2014"): "period_start",
    line(period_end=True): "period_end",
    line(status="hidden"): "status",
}


@pytest.mark.parametrize(("wrong", "named"), WRONG.items(), ids=range(len(WRONG)))
def test_a_wrong_line_is_named(wrong: bytes, named: str) -> None:
    with pytest.raises(WrongLineError, match="line 2") as refusal:
        read_cases([line(id="first"), wrong])

    assert named in str(refusal.value)


def test_a_case_is_told_once() -> None:
    with pytest.raises(WrongLineError, match="line 3: “x” is on line 1 already"):
        read_cases([line(id="x"), b"\n", line(id="x")])


def test_ids_keep_their_case() -> None:
    assert [draft.slug for draft in read_cases([line(id="Ab"), line(id="aB")])] == ["Ab", "aB"]
