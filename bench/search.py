"""How long the library takes to answer, with the cases it carries and with many more."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from urllib.parse import quote, urlsplit

from bench.figures import Figure, percentile
from bench.servers import MILLI
from tests.browser.server import Server
from tests.house.source import ROOT

CASES = ROOT / "workspace" / "content" / "cases.jsonl"
QUERIES = ROOT / "tests" / "search_queries.json"
MANY = 5000
SHARE = 0.5
SEED = 20_261_122


def pages(server: Server, name: str, goal: float | None = None) -> Figure:
    """Ask each question once, as a person does."""
    line = HTTPConnection(urlsplit(server.url).hostname or "", server.port)
    times = []
    for question in questions():
        began = perf_counter()
        line.request("GET", f"/library/?q={quote(question)}")
        line.getresponse().read()
        times.append(perf_counter() - began)
    line.close()
    return Figure(f"search page, {name}, p95", percentile(times, 95) * MILLI, "ms", at_most=goal)


def questions() -> Sequence[str]:
    """Return the questions that people ask."""
    told = json.loads(QUERIES.read_text(encoding="utf-8"))
    return [one["q"] for one in told["queries"]]


def fill(data: Path) -> None:
    """Import thousands of cases into an installation, as its owner would."""
    cases = data / "cases.jsonl"
    many_cases(cases)
    where = {"WORKSPACE_DATA": str(data), "WORKSPACE_SEARCH_INDEX": str(data / "index")}
    subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", "flask", "--app", "wsgi", "library", "import", str(cases)],
        cwd=ROOT, env=os.environ | where, check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip


def many_cases(path: Path) -> None:
    """Write thousands of cases, each made of sections of those that are real."""
    real = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    draw = random.Random(SEED)  # noqa: S311 (nothing here is secret)
    with path.open("w", encoding="utf-8") as file:
        for number in range(MANY):
            mixed = dict(draw.choice(real))
            other = draw.choice(real)
            mixed |= {name: other[name] for name in other if draw.random() < SHARE}
            mixed |= {"id": f"case-{number}"}
            file.write(json.dumps(mixed, ensure_ascii=False) + "\n")
