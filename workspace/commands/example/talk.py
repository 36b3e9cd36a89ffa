"""What the people of the example say to each other, and the cases that they take up."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import NamedTuple

from workspace.commands.example.stage import Scene, Stage
from workspace.comments import changes as comments
from workspace.core.subjects import Subject
from workspace.library import changes as library
from workspace.library import queries as cases
from workspace.library.changes import Quote
from workspace.library.models import Use
from workspace.statement.queries import title

ACTIONS, STATEMENT = "actions", "statement"


class Said(NamedTuple):
    """Something said of an action."""

    day: date
    by: str
    on: str
    body: str


class Taken(NamedTuple):
    """A passage of a case taken up for an action, or for the common question."""

    day: date
    by: str
    on: str
    case: str
    passage: str
    use: Use
    line: str


SAID = (
    Said(
        date(2026, 1, 28),
        "u5",
        "ac4",
        "Les bénévoles de Roquevère préfèrent le mercredi. @Maud Serres, le car peut-il attendre"
        " vingt heures ?",
    ),
    Said(
        date(2026, 1, 29),
        "u1",
        "ac4",
        "J’ai la réponse du transporteur : oui, à partir de mars, un mercredi sur deux.",
    ),
    Said(
        date(2026, 2, 9),
        "u2",
        "ac3",
        "Trois villages et une semaine au bourg : il faut deux déplacements du plateau de danse."
        " @Tomas Oyarzun, l’Escale peut-elle les porter avant la mi-septembre ?",
    ),
    Said(
        date(2026, 10, 14),
        "u7",
        "ac11",
        "À Cazelles, une dizaine de personnes viendraient si les enfants sont accueillis."
        " @Maud Serres, la formation de la CAF peut-elle commencer par là ?",
    ),
    Said(
        date(2026, 10, 20),
        "u6",
        "ac5",
        "Il manque un chauffeur de secours pour les vendredis de décembre. @Tomas Oyarzun,"
        " quelqu’un de l’Escale peut-il nous dépanner deux soirs ?",
    ),
)
TAKEN = (
    Taken(
        date(2025, 4, 10),
        "u4",
        STATEMENT,
        "scenes-croisees-lozere",
        "La réunion publique en amont de la saison est un acte de coopération",
        Use.TAKES_OVER,
        "Construire la saison avec des réunions publiques en amont.",
    ),
    Taken(
        date(2025, 4, 11),
        "u1",
        STATEMENT,
        "nord-est-mayenne-prisme",
        "une part d’actions communes aux trois territoires, une part propre à chacun",
        Use.TAKES_OVER,
        "Double règle : une part commune, une part propre à chacun.",
    ),
    Taken(
        date(2025, 4, 15),
        "u5",
        STATEMENT,
        "leeuwarden-2018",
        "La participation massive ne garantit pas l’effet social",
        Use.SETS_ASIDE,
        "Mise en garde : participation large, effets sociaux faibles.",
    ),
    Taken(
        date(2026, 9, 28),
        "u1",
        "ac11",
        "clea-roissy-val-d-oise",
        "des micro-territoires de deux à quatre communes qui accueillent ensemble une"
        " résidence-mission à partir d’une problématique commune",
        Use.TAKES_OVER,
        "Regrouper les quatre communes autour d’une même question.",
    ),
    Taken(
        date(2026, 10, 16),
        "u1",
        "ac11",
        "conventions-pct-mayenne",
        "une phase de préparation, puis une convention pluriannuelle si le projet est adopté",
        Use.ADAPTS,
        "Une saison de préparation avant d’engager les communes.",
    ),
    Taken(
        date(2025, 9, 18),
        "u5",
        "ac2",
        "cinema-itinerant-piemont-cevenol",
        "jugée au nombre de communes servies, elle est efficace",
        Use.ADAPTS,
        "Compter les communes servies plutôt que le coût par spectateur.",
    ),
)


def scenes(stage: Stage) -> Iterator[Scene]:
    """Yield what is said, and what is taken up."""
    for said in SAID:
        yield Scene(said.day, partial(_say, stage, said))
    for taken in TAKEN:
        yield Scene(taken.day, partial(_cite, stage, taken))


def _say(stage: Stage, said: Said) -> None:
    action = stage.actions[said.on]
    subject = Subject(ACTIONS, action.id, action.title)
    comments.add_comment(stage.session, stage.members[said.by], subject, body=said.body)


def _cite(stage: Stage, taken: Taken) -> None:
    case = cases.by_slug(stage.session, [taken.case])[taken.case]
    kind, subject_id, name = _subject(stage, taken.on)
    quote = Quote(kind, subject_id, name, taken.passage, taken.use, taken.line)
    library.cite(stage.session, stage.members[taken.by], case, quote)


def _subject(stage: Stage, on: str) -> tuple[str, int, str]:
    if on == STATEMENT:
        project_id = stage.lead.project_id
        return STATEMENT, project_id, title(stage.session, project_id, project_id) or ""
    action = stage.actions[on]
    return ACTIONS, action.id, action.title
