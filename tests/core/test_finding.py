"""What is found in an index of a few documents."""

from collections.abc import Mapping

import pytest

from workspace.core import french, grammar, index
from workspace.core.finding import Answer, Question
from workspace.core.folder import State
from workspace.core.index import Document
from workspace.core.keeper import Snapshot

EVERYBODY = frozenset({"public"})
KEEPERS = frozenset({"public", "draft"})

DOCUMENTS = [
    Document(
        "cevennes",
        "Cinéma itinérant en Piémont cévenol",
        "Des séances dans des villages sans salle, portées par l’intercommunalité.",
        "public",
        ["scale=epci", "domain=cinema", "period=2010"],
    ),
    Document(
        "lozere",
        "Scènes croisées de Lozère",
        "Saison itinérante dans des villages : droits culturels, granges, chemins.",
        "public",
        ["scale=departement", "domain=spectacle", "period=2000"],
    ),
    Document(
        "rennes",
        "Hôtel Pasteur",
        "Une œuvre collective dans un bâtiment ; le droit à l’essai, une politique culturelle.",
        "public",
        ["scale=commune", "domain=spectacle", "period=2010"],
    ),
    Document(
        "secret",
        "La quenouillade des villages",
        "Quenouillade itinérante, encore en projet.",
        "draft",
        ["scale=commune", "domain=secret"],
    ),
]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot(State(f"{index.FORMAT} 1", index.write(None, DOCUMENTS)))


def ask(
    snapshot: Snapshot,
    text: str,
    chosen: Mapping[str, list[str]] | None = None,
    seen_by: frozenset[str] = EVERYBODY,
    **options: object,
) -> Answer:
    question = Question(grammar.parse(text), chosen or {}, **options)  # type: ignore[arg-type]  # its own fields
    return snapshot.answer(question, seen_by)


def ids(answer: Answer) -> list[str]:
    return [id_ for id_, _ in answer.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cinema itinerant villages", "cevennes"),
        ("intercommunales", "cevennes"),
        ("oeuvre", "rennes"),
        ("l’Œuvre", "rennes"),
        ("granges", "lozere"),
        ("HOTEL", "rennes"),
    ],
)
def test_a_case_is_found_however_its_words_are_typed(
    snapshot: Snapshot, text: str, first: str
) -> None:
    assert ids(ask(snapshot, text))[0] == first


def test_a_title_says_more_than_a_text(snapshot: Snapshot) -> None:
    assert ids(ask(snapshot, "itinérance")) == ["cevennes", "lozere"]


@pytest.mark.parametrize("typed", ["itinrant", "itinéraant", "itinézant", "itniérant"])
def test_a_slip_of_the_hand_is_read_as_what_was_meant(snapshot: Snapshot, typed: str) -> None:
    answer = ask(snapshot, f"{typed} ")

    assert answer.readings[0].typed == french.fold(typed)
    assert "itinerant" in answer.readings[0].read
    assert answer.total == 2
    assert ask(snapshot, f"{typed} ", as_typed=True).total == 0


def test_what_is_being_typed_is_a_beginning(snapshot: Snapshot) -> None:
    assert ask(snapshot, "intercom").total == 1
    assert ask(snapshot, "intercom ").total == 0
    assert ask(snapshot, "villag* sall*").whole == 1


def test_quotes_ask_for_words_in_a_row(snapshot: Snapshot) -> None:
    assert ids(ask(snapshot, '"droits culturels"')) == ["lozere"]
    assert set(ids(ask(snapshot, "droits culturels"))) == {"lozere", "rennes"}


def test_an_answer_says_how_many_have_every_word(snapshot: Snapshot) -> None:
    answer = ask(snapshot, "cinéma villages")

    assert (answer.total, answer.whole) == (2, 1)


def test_facets_narrow_and_say_what_else_there_is(snapshot: Snapshot) -> None:
    answer = ask(snapshot, "", {"domain": ["spectacle"], "period": ["2010"]})

    assert ids(answer) == ["rennes"]
    assert answer.facets["domain"] == {"cinema": 1, "spectacle": 1}
    assert answer.facets["period"] == {"2000": 1, "2010": 1}
    assert answer.facets["scale"] == {"commune": 1}


def test_a_facet_offers_one_or_the_other(snapshot: Snapshot) -> None:
    assert ask(snapshot, "", {"scale": ["epci", "commune"]}).total == 2


def test_what_is_chosen_is_shown_even_when_it_leads_nowhere(snapshot: Snapshot) -> None:
    answer = ask(snapshot, "cinéma", {"domain": ["spectacle"]})

    assert answer.total == 0
    assert answer.facets["domain"] == {"cinema": 1, "spectacle": 0}


def test_without_a_question_the_newest_come_first(snapshot: Snapshot) -> None:
    assert ids(ask(snapshot, "")) == ["rennes", "lozere", "cevennes"]


def test_an_answer_is_given_part_by_part(snapshot: Snapshot) -> None:
    whole = ids(ask(snapshot, "villages salle itinérante"))

    parts = [ids(ask(snapshot, "villages salle itinérante", start=n, number=1)) for n in range(3)]

    assert [id_ for part in parts for id_ in part] == whole


@pytest.mark.parametrize(
    "text",
    ["quenouillade", "quenouilade", "quenou", "quenou*", '"quenouillade itinérante"', "secret"],
)
def test_a_draft_is_as_if_it_were_not_written(snapshot: Snapshot, text: str) -> None:
    hidden, absent = ask(snapshot, text), ask(snapshot, text.replace("quenou", "zzzzzz"))

    assert hidden.total == hidden.whole == absent.total == 0
    assert hidden.readings == absent.readings == []
    assert "secret" not in hidden.facets.get("domain", {})


def test_a_draft_changes_no_count_and_no_score(snapshot: Snapshot) -> None:
    public = index.write(None, [one for one in DOCUMENTS if one.seen_by == "public"])
    without = Snapshot(State(f"{index.FORMAT} 1", public))

    for text in ("villages", "itinérante commune", ""):
        assert ask(snapshot, text) == ask(without, text)


def test_who_keeps_the_library_finds_its_drafts(snapshot: Snapshot) -> None:
    assert ids(ask(snapshot, "quenouilade ", seen_by=KEEPERS)) == ["secret"]


def test_a_document_takes_the_place_of_the_one_with_its_id(snapshot: Snapshot) -> None:
    revised = Document("rennes", "Hôtel Pasteur", "Une école du dehors.", "public", [])

    after = Snapshot(State(f"{index.FORMAT} 2", index.write(snapshot.files, [revised])))

    assert ids(ask(after, "dehors")) == ["rennes"]
    assert ask(after, "œuvre").total == 0
    assert ask(after, "").total == 3


def test_an_empty_index_answers(snapshot: Snapshot) -> None:
    empty = Snapshot(State(f"{index.FORMAT} 0", index.write(None, [])))

    assert ask(empty, "cinéma").total == ask(empty, "").total == 0
    assert ask(snapshot, "cinéma").total == 1
