"""What the people of the example measure, and what they find."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from workspace.commands.example.stage import Scene, Stage, Told, day_of, story
from workspace.core import reference
from workspace.findings import changes as findings
from workspace.findings.changes import Origin
from workspace.findings.models import SourceKind, Stance
from workspace.indicators import changes as indicators
from workspace.indicators.models import Definition, Frequency, Measure

DEFINED_ON = date(2025, 2, 3)
READ_AFTER = timedelta(days=6)
CENSUS = "INSEE"
CENSUS_LAG = 36  # months after which the census is published
RHYTHMS = {"ind_031": Frequency.QUARTERLY}
VIEWED_ON = date(2025, 3, 27)
WORKSHOP = Origin(
    SourceKind.MEETING, "Atelier d’analyse partagée des professionnels", dated_on=date(2025, 3, 6)
)
INTERVIEWS = Origin(
    SourceKind.TESTIMONY, "Vingt-deux entretiens avec des habitants", dated_on=date(2025, 3, 14)
)


class Found(NamedTuple):
    """A finding of the example: who asserts it, and what it rests on."""

    by: str
    day: date
    sentence: str
    origin: Origin | str  # or the indicator whose value it cites
    views: tuple[tuple[str, Stance, str], ...] = ()


FOUND = (
    Found(
        "u1",
        date(2025, 2, 18),
        "Une personne sur sept a soixante-quinze ans ou plus.",
        "ind_004",
    ),
    Found(
        "u1",
        date(2025, 2, 18),
        "Un ménage sur douze n’a pas de voiture.",
        "ind_009",
        (("u6", Stance.NUANCES, "La moyenne cache les personnes âgées seules des hameaux."),),
    ),
    Found(
        "u1",
        date(2025, 2, 20),
        "Près de quatre habitants sur dix vivent à plus de vingt minutes d’un lieu ouvert en"
        " soirée.",
        "ind_010",
        (("u7", Stance.AGREES, "C’est la première chose que disent les familles des villages."),),
    ),
    Found(
        "u5",
        date(2025, 3, 7),
        "Presque toutes les propositions se tiennent l’après-midi ou le samedi : équipes et"
        " bénévoles ne peuvent pas faire davantage, et les salles ferment à dix-huit heures.",
        WORKSHOP,
        (
            ("u4", Stance.NUANCES, "Vrai de septembre à décembre ; au printemps, l’équipe peut."),
            ("u8", Stance.AGREES, "Les internes passent leurs soirées dans leur chambre."),
        ),
    ),
    Found(
        "u7",
        date(2025, 3, 17),
        "Dans quatorze entretiens sur vingt-deux, la même phrase revient : « le soir, ici, il n’y"
        " a rien à vivre ensemble ».",
        INTERVIEWS,
        (
            ("u2", Stance.CONTESTS, "Le bourg propose déjà des soirées ; elles sont mal connues."),
            ("u6", Stance.AGREES, "Nos vendredis sont nés de cette phrase."),
        ),
    ),
)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield what is measured, value after value, and what is found."""
    for one in story()["indicators"]:
        yield Scene(DEFINED_ON, partial(_define, stage, one))
        for value in one["series"]:
            day = max(day_of(value["date"]), DEFINED_ON) + READ_AFTER
            yield Scene(day, partial(_read, stage, one["code"], value))
    for found in FOUND:
        yield Scene(found.day, partial(_find, stage, found))


def _define(stage: Stage, one: Told) -> None:
    known = reference.entries("indicators")[one["code"]].fields
    target = one["target"] or {}
    is_census = one["source"].startswith(CENSUS)
    definition = Definition(
        name=one["label_fr"],
        definition=f"{known['definition_fr']}.",
        unit=one["unit"],
        perimeter="Les vingt-trois communes",
        source=one["source"],
        frequency=Frequency.YEARLY
        if is_census
        else RHYTHMS.get(one["code"], Frequency.HALF_YEARLY),
        lag_months=CENSUS_LAG if is_census else 0,
        institution_id=stage.lead.institution_id,
        watcher_id=stage.lead.user_id,
        reference=one["code"],
        target=target.get("value"),
        target_on=day_of(target["date"]) if target else None,
    )
    stage.indicators[one["code"]] = indicators.add_indicator(stage.session, stage.lead, definition)


def _read(stage: Stage, code: str, value: Told) -> None:
    watched = [
        one for one in story()["watch"] if (one["indicator"], one["date"]) == (code, value["date"])
    ]
    member = stage.members[watched[0]["author"]] if watched else stage.lead
    note = watched[0]["note_fr"] if watched else ""
    measure = Measure(day_of(value["date"]), float(value["value"]), note)
    indicators.add_reading(stage.session, member, stage.indicators[code], measure)


def _find(stage: Stage, found: Found) -> None:
    origin = found.origin
    if isinstance(origin, str):
        origin = Origin(SourceKind.INDICATOR, indicator_id=stage.indicators[origin].id)
    member = stage.members[found.by]
    finding = findings.add_finding(stage.session, member, found.sentence, origin=origin)
    for key, stance, text in found.views:
        findings.give_viewpoint(
            stage.session, stage.members[key], finding, stance=stance, text=text, version=0
        )
