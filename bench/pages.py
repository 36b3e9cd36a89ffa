"""Pages: how many a second beside the floor, and what each costs the processor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.figures import Figure, percentile
from bench.load import Page, drive
from bench.servers import MILLI, cpu_seconds

ROUNDS = 5
TURN = 2.0  # seconds
FLOOR = "floor"


@dataclass
class Record:
    """What a page did, round after round."""

    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)  # milliseconds of processor an answer
    latencies: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Goal:
    """What is promised of a page, beside the floor and by itself."""

    ratio: float | None = None
    cost: float | None = None
    slowest: float | None = None


def measure(
    floor: tuple[Page, int], pages: Sequence[Page], pid: int, goals: dict[str, Goal]
) -> list[Figure]:
    """Read the floor and the pages in turn, so that a busy moment falls on all of them."""
    records = {page.name: Record() for page in (floor[0], *pages)}
    turns = [floor, *((page, pid) for page in pages)]
    for page, _ in turns:
        drive(page, seconds=TURN / 4)
    for _ in range(ROUNDS):
        for page, server in turns:
            _take_turn(page, server, records[page.name])
    base = records[floor[0].name]
    figures = [
        Figure("floor", median(base.rates), "pages/s"),
        Figure("floor, processor", median(base.costs), "ms/page"),
    ]
    for page in pages:
        goal = goals.get(page.name, Goal())
        figures += _figures(page.name, records[page.name], base, goal)
    return figures


def _take_turn(page: Page, server: int, record: Record) -> None:
    before = cpu_seconds(server)
    sample = drive(page, seconds=TURN)
    spent = cpu_seconds(server) - before
    record.rates.append(sample.rate)
    record.costs.append(spent / len(sample.latencies) * MILLI)
    record.latencies += sample.latencies


def _figures(name: str, record: Record, base: Record, goal: Goal) -> list[Figure]:
    ratio = median(mine / theirs for mine, theirs in zip(record.rates, base.rates, strict=True))
    slow = percentile(record.latencies, 99) * MILLI
    return [
        Figure(f"{name}, beside the floor", ratio, "", at_least=goal.ratio),
        Figure(f"{name}, processor", median(record.costs), "ms/page", at_most=goal.cost),
        Figure(f"{name}, p99 of 16 readers", slow, "ms", at_most=goal.slowest),
    ]
