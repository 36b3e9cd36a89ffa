"""Measure everything, or some parts, and tell it in one table: `python -m bench [part …]`."""

import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from bench import live, machine, pages, search, weight, write
from bench.figures import Figure, table
from bench.load import Page
from bench.pages import Goal
from bench.servers import floor, product
from tests.browser.conftest import QUIET, chromium_path
from tests.browser.visitor import Visitor

CARDS = 50
CASE, BOARD = "case of the library", f"board of {CARDS} cards"
GOALS = {CASE: Goal(ratio=0.35), BOARD: Goal(ratio=0.4, cost=5, slowest=300)}


@dataclass(frozen=True)
class Scene:
    """Where things are measured: the data of an installation, a project with a full board."""

    data: Path
    project: str  # its address

    @property
    def project_id(self) -> int:
        """Return the number of the project."""
        return int(self.project.strip("/").rpartition("/")[2])


def main(wanted: Iterable[str]) -> None:
    """Measure what is asked for, or everything."""
    parts = [PARTS[name] for name in wanted] or list(PARTS.values())
    with TemporaryDirectory() as folder:
        scene = set_scene(Path(folder))
        figures = [figure for part in parts for figure in part(scene)]
    sys.stdout.write(table(figures) + "\n")


def set_scene(data: Path) -> Scene:
    """Make an installation, with the demonstration and one more project."""
    with product(data) as server:
        lead = Visitor(server.url).sign_in("lead")
        project = lead.fill("/projects/new/", title="Mesures")
        for number in range(CARDS):
            lead.fill(f"{project}actions/", title=f"Action {number} : résidence en vallée")
    return Scene(data, project)


def read_pages(scene: Scene) -> list[Figure]:
    """Measure pages beside the floor, then the memory of what has served them."""
    with product(scene.data) as server, floor() as (address, pid):
        lead = Visitor(server.url).sign_in("lead")
        lead.read(scene.project)  # and be given the rest of the cookie, as a browser is
        project = server.url + scene.project
        found = [
            Page(CASE, server.url + case()),
            Page(BOARD, f"{project}actions/", lead.cookie),
            Page("statement", f"{project}statement/", lead.cookie),
            Page("project home", project, lead.cookie),
        ]
        figures = pages.measure((Page("floor", address), pid), found, server.pid, GOALS)
        return [*figures, machine.memory(server)]


def save(scene: Scene) -> list[Figure]:
    """Measure how long a save takes to be answered."""
    with product(scene.data) as server:
        return [machine.saves(Visitor(server.url).sign_in("lead"), f"{scene.project}actions/")]


def start(scene: Scene) -> list[Figure]:
    """Measure the start."""
    return [machine.start_up(scene.data)]


def weigh(scene: Scene) -> list[Figure]:
    """Measure what pages weigh on the line."""
    with product(scene.data) as server, chromium() as browser:
        lead = Visitor(server.url).sign_in("lead")
        board = [("board", f"{scene.project}actions/"), ("project home", scene.project)]
        public = [("sign-in", "/login"), ("library", "/library/"), ("case", case())]
        return [
            *weight.first_visits(browser, public, server.url),
            *weight.first_visits(browser, board, server.url, lead.cookie),
        ]


def wake(scene: Scene) -> list[Figure]:
    """Measure how long a change takes to reach others."""
    with product(scene.data) as server, chromium() as browser:
        one, other = (Visitor(server.url).sign_in("lead").cookie for _ in range(2))
        drawn = live.to_browsers(browser, one, other, f"{server.url}{scene.project}actions/")
    with product(scene.data, workers=1) as server:
        return [drawn, *live.to_streams(server, scene.project_id)]


def seek(scene: Scene) -> list[Figure]:
    """Measure the search, with the cases of the product and with many more."""
    with product(scene.data) as server:
        few = search.pages(server, "66 cases", goal=30)
    with TemporaryDirectory() as folder:
        data = Path(shutil.copytree(scene.data, Path(folder) / "data"))
        search.fill(data)
        with product(data) as server:
            return [few, search.pages(server, f"{search.MANY} cases")]


def write_together(scene: Scene) -> list[Figure]:
    """Measure how a text is written by several people at once."""
    with product(scene.data) as server, chromium() as browser:
        one, other = (Visitor(server.url).sign_in("lead").cookie for _ in range(2))
        address = f"{server.url}{scene.project}texts/{write.NAME}/edit/"
        seen = write.to_browsers(browser, one, other, address)
    with product(scene.data) as server:
        heard = write.to_listeners(server, scene.project_id)
    return [seen, *heard, *write.long_text(scene.data, scene.project_id)]


def case() -> str:
    """Return the address of a case of middling length."""
    lines = search.CASES.read_text(encoding="utf-8").splitlines()
    middling = sorted(lines, key=len)[len(lines) // 2]
    return f"/library/{json.loads(middling)['id']}/"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium_path(), args=QUIET)


PARTS = {  # what adds to the board comes after what is measured of it
    "pages": read_pages,
    "start": start,
    "weight": weigh,
    "save": save,
    "live": wake,
    "search": seek,
    "write": write_together,
}

if __name__ == "__main__":
    main(sys.argv[1:])
