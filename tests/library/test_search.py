"""The library answers: well, from its index; still, without one."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.library.cases import FILE, cinema, line, told
from workspace.accounts.models import User
from workspace.core import index, upkeep
from workspace.core.keeper import Keeper
from workspace.library import changes, queries, search
from workspace.library.search import Asked

QUERIES = Path(__file__).resolve().parents[1] / "search_queries.json"
EXPECTED = json.loads(QUERIES.read_text(encoding="utf-8"))["queries"]
RECALL = 1.0


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path / "index")


def indexed(session: Session, keeper: Keeper) -> Keeper:
    """Index what the session sees, before it is committed for others."""
    ids = queries.ids(session)
    documents = search.SOURCE.documents(session, ids)
    keeper.keep(search.SOURCE.mark(session), index.write(index.write(None, []), documents))
    return keeper


def ids(
    session: Session, keeper: Keeper, text: str, person: User | None = None, **asked: object
) -> list[str]:
    question = Asked(text, **asked)  # type: ignore[arg-type]  # its own fields
    return [one["id"] for one in search.results(session, keeper, question, person)["results"]]


@pytest.fixture
def library(session: Session, keeper: Keeper) -> Keeper:
    told(session, *FILE.read_bytes().splitlines())
    return indexed(session, keeper)


def test_what_people_look_for_is_among_the_first(session: Session, library: Keeper) -> None:
    missed = {}
    for query in (query for query in EXPECTED if query["must"]):
        first = 10 if len(query["must"]) > 3 else 5
        found = ids(session, library, query["q"])
        if absent := set(query["must"]) - set(found[:first]):
            missed[query["q"]] = absent

    assert missed == {}


def test_recall_holds(session: Session, library: Keeper) -> None:
    shares = [
        len(set(query["must"]) & set(ids(session, library, query["q"]))) / len(query["must"])
        for query in EXPECTED
        if query["must"]
    ]

    assert sum(shares) / len(shares) >= RECALL


def test_what_is_not_there_is_not_found(session: Session, library: Keeper) -> None:
    assert ids(session, library, "permis de pêche en rivière") == []


def test_fields_name_what_cases_are_filed_under(session: Session, library: Keeper) -> None:
    by_code = search.find(session, library, Asked("échelle:epci"), None).answer
    by_word = search.find(session, library, Asked('dispositif:"contrat local d"'), None).answer
    by_title = search.find(session, library, Asked("titre:cinéma"), None).answer

    assert by_code.total == by_code.facets["scale"]["epci"] > 0
    assert by_word.facets["device"].get("CLEA")
    assert {slug for slug, _ in by_title.hits} == {
        "cinema-intercommunal-vagney",
        "cinema-itinerant-piemont-cevenol",
    }


def test_a_page_shows_passages_reasons_and_facets(session: Session, library: Keeper) -> None:
    page = search.page(session, library, Asked("cinema itinrant villages"), None)

    first = page.results[0]
    assert first.brief.slug == "cinema-itinerant-piemont-cevenol"
    assert first.where[0] == "title"
    assert any(part.is_found and part.text == "villages" for part in first.passage)
    assert page.forms["itinerant"] == "itinérant"
    assert [facet.name for facet in page.facets][:2] == ["scale", "domain"]


def test_without_an_index_the_database_answers(session: Session, tmp_path: Path) -> None:
    told(session, *FILE.read_bytes().splitlines())

    page = search.page(
        session, Keeper(tmp_path / "none"), Asked("cinema villages", {"scale": {"epci"}}), None
    )

    assert page.found.is_partial
    assert page.results[0].brief.slug == "cinema-itinerant-piemont-cevenol"
    assert page.found.answer.facets["scale"] == {"epci": page.found.answer.total}
    assert ids(session, Keeper(tmp_path / "none"), "quenouillade") == []


@pytest.fixture
def drafts(session: Session, keeper: Keeper) -> Keeper:
    cinema(session)
    told(session, line(id="secret", title="La quenouillade", scale="petr", status="draft"))
    return indexed(session, keeper)


@pytest.mark.parametrize("has_index", [True, False])
def test_a_draft_is_found_by_who_keeps_the_library_alone(
    session: Session, drafts: Keeper, tmp_path: Path, *, has_index: bool
) -> None:
    ines = people.person(session, "Inès")
    ines.is_admin = True
    keeper = drafts if has_index else Keeper(tmp_path / "none")

    for text in ("quenouillade", "quenouilade", "quenou", "secret", ""):
        page = search.page(session, keeper, Asked(text), None)
        assert "secret" not in [shown.brief.slug for shown in page.results]
        assert page.found.answer.total == (text == "")
        assert not page.found.answer.readings
        assert "petr" not in page.found.answer.facets.get("scale", {})
    assert ids(session, keeper, "quenouillade", ines) == ["secret"]


def test_a_case_that_was_taken_back_is_gone_before_the_index_knows(
    session: Session, keeper: Keeper
) -> None:
    case = cinema(session)
    indexed(session, keeper)

    changes.withdraw(session, people.person(session, "Inès"), case)

    assert ids(session, keeper, "cinéma") == []
    assert search.page(session, keeper, Asked("cinéma"), None).results == []


HOSTILE = [
    "*", "?*", " ".join(["?*"] * 20), "[a TO z]", "a" * 200 + "~9", "(" * 3000 + ")" * 3000,
    '"' * 999, "\0", "titre:" * 500, "x:y:z:" * 100, "/.*/", "a* " * 10_000, "é" * 100_000,
    "mot " * 10_000, "AND OR NOT", "-mot +mot ^3", "\ud7ff\uffff", "ab*", "title:*", "^^^",
    "%' OR 1=1 --", "_%", "{{7*7}}", "${x}", "<script>alert(1)</script>", "«" * 500,
    "échelle:" + "x" * 400, "a\u0301" * 300, "\u202e\u200f\u200b", "😀" * 300, "~1", "a~1 b~2",
    "field:[1 TO 2]", "aaa* bbb* ccc* ddd* eee*", "...", "l’ d’ qu’",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_question_is_a_question(session: Session, keeper: Keeper, text: str) -> None:
    cinema(session)
    indexed(session, keeper)

    with_index = search.page(session, keeper, Asked(text), None).found.answer
    without = search.page(session, Keeper(keeper.folder.path / "none"), Asked(text), None)

    assert with_index.total in {0, 1}
    assert without.found.answer.total in {0, 1}


def test_the_index_follows_the_journal(session: Session, keeper: Keeper) -> None:
    cinema(session)
    indexed(session, keeper)
    current = keeper.current()
    assert current

    assert search.SOURCE.changed(session, current.mark) == []

    told(session, line(id="another"))
    changed = search.SOURCE.changed(session, current.mark)

    assert changed
    assert [case.slug for case in queries.by_id(session, changed)] == ["another"]
    assert not upkeep.is_up_to_date(session, keeper, search.SOURCE)


@pytest.mark.parametrize("mark", ["", "0 ", "1 of another library", "999 x", "x y", "-1 z"])
def test_the_index_of_another_library_is_not_ours(session: Session, mark: str) -> None:
    cinema(session)

    assert search.SOURCE.changed(session, mark) is None


@pytest.fixture(autouse=True)
def _nobody_writes(keeper: Keeper) -> Iterator[None]:
    yield
    keeper.folder.release()
