"""Cases that tests read, and how they are told to the library."""

import json
from pathlib import Path

from sqlalchemy.orm import Session

from workspace.library import changes, queries
from workspace.library.changes import Quote
from workspace.library.forms import read_cases
from workspace.library.models import Case, Citation, Use
from workspace.projects.models import Membership

FILE = Path(__file__).resolve().parents[2] / "workspace" / "content" / "cases.jsonl"
CINEMA = {
    "id": "cinema-en-cevennes",
    "title": "Cinéma itinérant en Piémont cévenol",
    "territory": "Piémont Cévenol (Gard)",
    "scale": "epci",
    "period_start": 2013,
    "period_end": None,
    "domains": ["audiovisuel_multimedia"],
    "devices": ["CONV_PLURI"],
    "actors": [{"name": "La communauté de communes", "type": "epci", "role": "pilote"}],
    "tags": ["itinérance"],
    "confidence": "read_in_source",
    "sources": [
        {"title": "Un cinéma itinérant", "url": "https://cap.example/5773", "access": "mirror"},
        {"title": "Piège", "url": "javascript:alert(1)", "access": "direct"},
    ],
    "lang": "fr",
    "sections": {
        "enjeu": "Proposer du cinéma dans des villages sans salle.",
        "actions": "50 projections dans 21 communes en 2017.",
        "lecons": "Choisir l’indicateur avec soin : l’action semble chère.",
    },
}


def line(**changed: object) -> bytes:
    """Return a line of a file of cases."""
    return json.dumps(CINEMA | changed).encode()


def told(session: Session, *lines: bytes) -> changes.Imported:
    """Import lines."""
    return changes.import_cases(session, read_cases(lines))


def cinema(session: Session, **changed: object) -> Case:
    """Return a published case."""
    told(session, line(**changed))
    session.commit()
    found = queries.find(session, str(changed.get("id", CINEMA["id"])))
    assert found is not None
    return found


def cited(session: Session, member: Membership, **changed: object) -> Citation:
    """Return a passage that a member cites for an action."""
    quote = {
        "kind": "actions",
        "subject_id": 7,
        "title": "Projeter au village",
        "passage": "50 projections dans 21 communes",
        "use": Use.ADAPTS,
        "line": "Nous visons dix communes.",
    }
    citation = changes.cite(session, member, cinema(session), Quote(**quote | changed))  # type: ignore[arg-type]  # its own fields
    session.commit()
    whole = queries.citation(session, member.project_id, citation.id)
    assert whole is not None
    return whole
