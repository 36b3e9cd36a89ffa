"""Who wrote what, what changed between two moments and by whom, and what a text has been."""

from datetime import timedelta

import pytest
from pycrdt import XmlElement, XmlText
from sqlalchemy.orm import Session

from tests.statement import statements
from tests.versions.moments import NAME, named, shared, write
from workspace.core import clock, weave
from workspace.core.differences import Kind as Fate
from workspace.projects.models import Membership
from workspace.spells.models import Words
from workspace.statement import queries as statement
from workspace.statement.models import Part
from workspace.texts import changes as texts
from workspace.texts import queries as texts_now
from workspace.texts.models import SharedText
from workspace.versions import queries
from workspace.versions.models import Author, Authorship, Comparison, Hand, Kind, Moment, authors


def authorship(session: Session, member: Membership) -> Authorship:
    text = shared(session, member)
    found = queries.authorship(session, text.text, queries.now(text))
    assert found
    return found


def comparison(session: Session, member: Membership, old: str, new: str = "now") -> Comparison:
    text = shared(session, member)
    adopted = statement.adopted(session, member.project_id, NAME)
    moments = [queries.moment(session, text, key, adopted) for key in (old, new)]
    found = queries.comparison(session, text.text, *filter(None, moments))
    assert found
    return found


def said(found: Comparison) -> list[tuple[str, str, str]]:
    return [
        (run.kind.value, run.text, found.authors[run.by].name if run.by else "")
        for run in found.runs
        if run.kind is not Fate.SAME
    ]


def test_each_passage_bears_its_author(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, **tout** ferme.\n\nLe matin aussi.")
    write(session, bilal, "Le soir, **presque tout** ferme.\n\nLe matin aussi.\n\nEt la nuit ?")

    found = authorship(session, alice)

    told = {(part.author.name, part.author.institution): part for part in found.parts}
    mine, theirs = told["Alice", "Ville de Redon"], told["Bilal", "Foyer rural de Puyseilles"]
    assert (mine.words, theirs.words, found.unknown) == (7, 4, 0)
    assert theirs.passages == ["presque ", "Et la nuit ?"]
    assert found.parts[0] is mine
    assert '<span class="by"' in found.html
    assert f'data-who="{bilal.user_id % 6 + 1}"' in found.html
    assert 'data-mark="B"' in found.html
    assert 'title="Bilal, Foyer rural de Puyseilles"' in found.html


def test_words_of_nobody_known_are_unsigned(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir.")
    other = weave.document([texts_now.standing(session, _text(session, alice)).get_update()])
    update = weave.told(other, lambda: _first(other).insert(0, "Hier. "))
    text = _text(session, alice)
    texts._sign(session, alice, text, update)  # noqa: SLF001 (as if before hands were known)

    found = authorship(session, alice)

    assert (found.unknown, [part.words for part in found.parts]) == (1, [2])


def test_who_writes_for_two_institutions_has_two_marks() -> None:
    hands: dict[Hand, int] = {(1, 7): 1, (1, 8): 2, (2, 7): 3}
    found = authors(hands, {1: "Alice Le Goff", 2: "Bilal"}, {7: "Ville", 8: "Foyer"})

    assert [one.mark for one in found.values()] == ["AG", "AG2", "B"]
    assert [one.title for one in found.values()] == [
        "Alice Le Goff, Ville", "Alice Le Goff, Foyer", "Bilal, Ville",
    ]  # fmt: skip


def test_somebody_without_a_name_has_a_colour() -> None:
    assert Author(None, "", "", "").signature["data-who"] == "1"


def test_a_comparison_says_who_added_and_who_removed(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    write(session, alice, "Le soir, tout ferme trop tôt.")
    write(session, bilal, "Le soir, tout ouvre trop tôt.")
    write(session, alice, "Le soir, tout ouvre.")

    found = comparison(session, alice, "1")

    assert said(found) == [
        ("removed", "ferme ", "Bilal"), ("removed", "trop tôt", "Alice"),
        ("added", "ouvre", "Bilal"),
    ]  # fmt: skip
    counts = {author.name if author else "": words for author, words in found.counts}
    assert counts == {"Bilal": Words(1, 1), "Alice": Words(0, 2)}


def test_a_moment_and_itself_are_the_same(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir.")

    assert comparison(session, alice, "1").is_same


def test_signs_are_compared_where_they_alone_changed(session: Session, alice: Membership) -> None:
    write(session, alice, "Le soir.")
    write(session, alice, "Le **soir**.")

    assert not comparison(session, alice, "1").is_same


def test_an_adopted_version_is_compared_too(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    statements.write(session, alice, "Le soir, tout ferme.", part=Part.TENSIONS)
    statements.adopted(session, alice)
    write(session, bilal, "Le soir, tout ouvre.")

    assert said(comparison(session, alice, "adopted-1")) == [
        ("removed", "ferme", "Bilal"), ("added", "ouvre", "Bilal"),
    ]  # fmt: skip
    assert said(comparison(session, alice, "now", "adopted-1")) == [
        ("removed", "ouvre", ""), ("added", "ferme", "Alice"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "key", ["", "2", "-1", "x", "9" * 12, "²", "adopted-1", "adopted-", "\u0661"]
)
def test_a_moment_that_never_was_is_none(session: Session, alice: Membership, key: str) -> None:
    text = write(session, alice, "Un.")

    found = queries.moment(session, text, key, [])

    assert found is None or found.number == 1


def test_a_text_that_nobody_began_has_no_moments(session: Session, alice: Membership) -> None:
    text = shared(session, alice)

    assert queries.timeline(session, text, []) == []
    assert queries.moment(session, text, "1", []) is None
    assert queries.authorship(session, None, queries.now(text)) is None
    assert comparison(session, alice, "now").is_same


def test_what_a_text_has_been_is_told_in_one_line(
    session: Session, alice: Membership, bilal: Membership
) -> None:
    start = clock.now()
    for minutes, member, typed in ((0, alice, "Un deux."), (20, bilal, "Un trois quatre.")):
        with clock.set_to(start + timedelta(minutes=minutes)):
            write(session, member, typed)
            named(session, member, f"Version de {member.user.name}")
    with clock.set_to(start + timedelta(minutes=40)):
        statements.adopted(session, alice)
    adopted = statement.adopted(session, alice.project_id, NAME)

    found = queries.timeline(session, shared(session, alice), adopted)

    assert [(one.kind, one.title) for one in found] == [
        (Kind.ADOPTED, "1"), (Kind.NAMED, "Version de Bilal"), (Kind.SPELL, ""),
        (Kind.NAMED, "Version de Alice"), (Kind.SPELL, ""),
    ]  # fmt: skip
    assert [one.words for one in found if one.kind is Kind.SPELL] == [Words(2, 1), Words(2, 0)]
    assert found[0] == Moment(
        Kind.ADOPTED, start + timedelta(minutes=40), alice.user, alice.institution, "1",
        address=f"/projects/{alice.project_id}/statement/versions/1/", typed="Un trois quatre.",
    )  # fmt: skip


def test_the_words_of_a_spell_are_counted_once(
    session: Session, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = write(session, alice, "Un deux trois.")
    first = queries.timeline(session, text, [])
    monkeypatch.setattr(texts_now, "document_at", None)

    assert queries.timeline(session, text, []) == first


def _text(session: Session, member: Membership) -> SharedText:
    found = shared(session, member).text
    assert found
    return found


def _first(doc: weave.Document) -> XmlText:
    paragraph = weave.root(doc).children[0]
    assert isinstance(paragraph, XmlElement)
    found = paragraph.children[0]
    assert isinstance(found, XmlText)
    return found
