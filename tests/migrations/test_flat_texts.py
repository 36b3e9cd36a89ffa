"""A database whose texts are nested becomes one whose texts are flat, and back."""

import pytest
from sqlalchemy.orm import Session

from tests import people
from tests.passages.remarks import discussed
from tests.versions.moments import named, shared, write
from workspace.core import schema, weave
from workspace.core.anchors import passages, words_of
from workspace.core.db import Database
from workspace.passages.models import TextPassage
from workspace.projects.models import Membership, Role
from workspace.texts import queries as texts
from workspace.texts.models import SharedText
from workspace.versions import queries as versions

TYPED = "- Le soir, **tout** ferme.\n  - Dans les villages aussi\n\n> Rien à vivre\n\nFin."
MORE = TYPED.replace("aussi", "aussi, dit-on")
WORDS = "les villages"


@pytest.fixture
def lead(database: Database) -> Membership:
    with database.writing() as session:
        lead = people.lead(session)
        other = people.joins(
            session, lead, "Bilal", role=Role.CONTRIBUTOR, speaks_for="Département"
        )
        discussed(session, lead, WORDS, typed=TYPED)
        named(session, lead)
        write(session, other, MORE)
        session.commit()
        return lead


def the_text(session: Session, lead: Membership) -> SharedText:
    texts._desk.clear()  # noqa: SLF001 (as after a start)
    found = shared(session, lead).text
    assert found
    return found


def told(session: Session, lead: Membership) -> dict[str, object]:
    """Return what people see of the text."""
    text = the_text(session, lead)
    doc = texts.document(session, text)
    passage = session.query(TextPassage).one()
    moment = versions.now(shared(session, lead))
    authorship = versions.authorship(session, text, moment)
    assert authorship
    return {
        "typed": texts.reading(session, text).typed,
        "passage": words_of(passages(doc, [(passage.ends, "")])[0]),
        "authors": [(part.author.title, part.passages) for part in authorship.parts],
        "faults": [*versions.faults(session)],
    }


def test_texts_go_back_to_nested_nodes_and_become_flat_again(
    database: Database, lead: Membership
) -> None:
    with database.reading() as session:
        before = told(session, lead)
        assert [*texts.faults(session)] == []

    schema.downgrade(database.engine, "0004")
    with database.reading() as session:
        nested, number = told(session, lead), the_text(session, lead).number
        assert {line.split(": ")[1] for line in texts.faults(session)} == {
            "holds blockquote, bullet_list, list_item"
        }
        assert not weave.is_flat(texts.standing(session, the_text(session, lead)))

    schema.upgrade(database.engine)
    with database.reading() as session:
        flat, text = told(session, lead), the_text(session, lead)
        assert weave.is_flat(texts.standing(session, text))
        assert (text.number, text.schema_version) == (number + 1, weave.SCHEMA)
        assert [*texts.faults(session)] == []

    assert before["passage"] == WORDS
    assert before == nested == flat
