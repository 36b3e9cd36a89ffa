"""What Python reads of a document is what Yjs itself makes of it, in a page."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.campaign import Rounds
from workspace.core.ground import admit
from workspace.core.scroll import Scroll, locate, runs, unroll
from workspace.core.strokes import clocks, read, strangers
from workspace.core.structs import utf16
from workspace.core.weave import document

HOUSE = Path(__file__).resolve().parents[2]
PAGES = Path(__file__).with_name("replicas.mjs")

Schedule = dict[str, Any]


@pytest.fixture(scope="module")
def schedules(rounds: Rounds) -> list[Schedule]:
    return list(played(rounds(60, 3000)))


def played(number: int) -> Iterator[Schedule]:
    folders = os.pathsep.join((str(HOUSE / ".venv" / "node"), os.environ["PATH"]))
    node = shutil.which("node", path=folders)
    assert node
    pages = subprocess.run(  # noqa: S603 (our own script)
        [node, PAGES, "0", str(number)],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    return map(json.loads, pages.stdout.splitlines())


def written(scroll: Scroll) -> list[str]:
    found = [""] * len(scroll.texts)
    for run in runs(scroll):
        found[run.node] += run.text
    return found


@pytest.mark.parametrize("form", ["state", "merged"])
def test_a_document_reads_as_in_a_page(schedules: list[Schedule], form: str) -> None:
    for number, schedule in enumerate(schedules):
        scroll = unroll(base64.b64decode(schedule[form]))

        assert (number, written(scroll)) == (number, schedule["texts"])


def test_places_stand_where_a_page_finds_them(schedules: list[Schedule]) -> None:
    for number, schedule in enumerate(schedules):
        scroll = unroll(base64.b64decode(schedule["state"]))
        texts = written(scroll)
        for position, node, index in schedule["places"]:
            found = locate(scroll, position)

            place = (found.node, utf16(texts[found.node][: found.at])) if found else (-1, 0)
            assert (number, position, place) == (number, position, (node, index))


def test_whatever_a_page_sends_is_read(schedules: list[Schedule]) -> None:
    for schedule in schedules:
        for update, clients in schedule["updates"]:
            strokes = read(base64.b64decode(update))

            assert strangers(strokes) == set()
            assert strokes.clients == {client: (start, end) for client, start, end in clients}


def test_whatever_a_page_sends_fits(schedules: list[Schedule]) -> None:
    for schedule in schedules:
        doc = document()
        for update, _clients in schedule["updates"][:-1]:
            change = base64.b64decode(update)

            admit(doc, read(change), clocks(doc.get_state()))
            doc.apply_update(change)

        assert written(unroll(doc.get_update())) == schedule["texts"]
