import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import database_of
from tests.library.cases import FILE, line
from workspace.commands import library
from workspace.core import upkeep
from workspace.core.keeper import Keeper
from workspace.library import queries, search
from workspace.library.models import Status


def run(app: Flask, *words: str, typed: str | bytes | None = None) -> Result:
    return app.test_cli_runner().invoke(args=["library", *words], input=typed)


def answers(result: Result) -> list[dict[str, Any]]:
    return [json.loads(text) for text in result.output.splitlines()]


def count(app: Flask) -> int:
    with database_of(app).reading() as session:
        return queries.count(session, set(Status))


def elsewhere(app: Flask) -> Keeper:
    """Return the index as another process would open it."""
    return Keeper(library.keeper_of(app).folder.path)


@pytest.fixture
def stocked(real_app: Flask) -> Flask:
    assert run(real_app, "import", str(FILE)).exit_code == 0
    return real_app


def test_what_was_imported_is_searchable_at_once_by_another_process(stocked: Flask) -> None:
    with database_of(stocked).reading() as session:
        assert upkeep.is_up_to_date(session, elsewhere(stocked), search.SOURCE)


def test_importing_says_what_it_did(stocked: Flask) -> None:
    assert run(stocked, "import", str(FILE)).output == "66 cases: 0 added, 0 revised.\n"


def test_a_wrong_line_is_named_and_nothing_is_imported(real_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_bytes(b"\n".join([line(id="a"), line(id="b"), b'{"id": "c"}', line(id="d")]))

    result = run(real_app, "import", str(file))

    assert result.exit_code == 1
    assert "line 3" in result.output
    assert count(real_app) == 0


def test_an_empty_file_imports_nothing(real_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    assert run(real_app, "import", str(tmp_path / "empty")).exit_code == 0
    assert run(real_app, "import", str(tmp_path / "absent")).exit_code == 2


def test_a_question_is_answered_in_json(stocked: Flask) -> None:
    [answer] = answers(run(stocked, "search", "EPCC", "--limit", "2", "--json"))

    assert answer["total"] == 4
    assert [one["id"] for one in answer["results"]] == [
        "ciclic-centre-val-de-loire",
        "bilan-epcc-senat",
    ]


def test_each_line_has_its_answer_even_when_it_is_empty(stocked: Flask) -> None:
    result = run(stocked, "search", "-", "--json", typed="cirque\n\nzzzz\n" + "x" * 9999 + "\nété")

    assert [answer["query"][:6] for answer in answers(result)] == [
        "cirque",
        "",
        "zzzz",
        "xxxxxx",
        "été",
    ]
    assert [bool(answer["results"]) for answer in answers(result)][1:4] == [False] * 3


def test_bytes_that_are_no_text_are_a_question(stocked: Flask) -> None:
    assert len(answers(run(stocked, "search", "-", "--json", typed=b"\xff\xfe\ncirque\n"))) == 2


def test_an_answer_is_readable(stocked: Flask) -> None:
    output = run(stocked, "search", "cinéma itinérant").output

    assert output.splitlines()[1].split()[1] == "cinema-itinerant-piemont-cevenol"


def test_a_search_makes_a_damaged_index_again(stocked: Flask) -> None:
    for path in elsewhere(stocked).folder.path.iterdir():
        path.write_bytes(b"")
    stocked.extensions["index"] = elsewhere(stocked)

    [answer] = answers(run(stocked, "search", "EPCC", "--json"))

    assert answer["total"] == 4
    assert elsewhere(stocked).current()


def test_an_empty_library_answers(real_app: Flask) -> None:
    [answer] = answers(run(real_app, "search", "cirque", "--json"))

    assert answer == {"query": "cirque", "total": 0, "results": []}


def test_the_index_is_made_again_on_demand(stocked: Flask) -> None:
    before = elsewhere(stocked).folder.stamp()

    assert run(stocked, "reindex").output == "Indexed.\n"
    assert elsewhere(stocked).folder.stamp() != before


def test_while_a_server_indexes_commands_wait_for_it(stocked: Flask, tmp_path: Path) -> None:
    server, held = library.follow(stocked), library.keeper_of(stocked)
    (tmp_path / "more").write_bytes(line(id="apres", tags=["motrare"]))
    stocked.extensions["index"] = elsewhere(stocked)

    done = run(stocked, "import", str(tmp_path / "more"))
    [answer] = answers(run(stocked, "search", "motrare", "--json"))
    again = run(stocked, "reindex")
    server.stop()
    held.folder.release()

    assert done.exit_code == again.exit_code == 0
    assert [one["id"] for one in answer["results"]] == ["apres"]
