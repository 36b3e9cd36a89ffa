from workspace.core import french, passages
from workspace.core.passages import Part

TEXT = (
    "Proposer du cinéma dans des villages sans salle. Le budget reste modeste."
    " Saison itinérante de mai à décembre."
)


def stems(words: str) -> frozenset[str]:
    return frozenset(word.stem for word in french.words(words))


def passage(texts: list[str], wanted: frozenset[str]) -> list[Part]:
    return passages.passage([passages.read(text, wanted) for text in texts])


def said(parts: list[Part]) -> str:
    return "".join(f"[{part.text}]" if part.is_found else part.text for part in parts)


def test_words_are_marked_whatever_their_ending_or_accents() -> None:
    parts = passages.marked(passages.read("Des cinémas itinérants", stems("cinema itinerante")))

    assert said(parts) == "Des [cinémas] [itinérants]"


def test_a_passage_holds_the_sentences_that_answer() -> None:
    parts = passage([TEXT], stems("cinéma itinérant"))

    assert said(parts) == (
        "Proposer du [cinéma] dans des villages sans salle."
        " […] Saison [itinérante] de mai à décembre."
    )


def test_without_an_answer_a_passage_is_how_the_text_begins() -> None:
    assert said(passage([TEXT], stems("musée"))) == TEXT.partition(" Le")[0]
    assert passage(["", " "], stems("musée")) == []


def test_a_sentence_without_end_is_cut_around_its_word() -> None:
    parts = passage(["mot " * 2000 + "cinéma " + "mot " * 2000], stems("cinéma"))

    assert "[cinéma]" in said(parts)
    assert said(parts).startswith(passages.CUT)
    assert said(parts).endswith(passages.CUT)
    assert len(said(parts)) < passages.LONGEST + 20


def test_markup_is_text() -> None:
    parts = passages.marked(passages.read("<b>cinéma</b>", stems("cinéma b")))

    assert "".join(part.text for part in parts) == "<b>cinéma</b>"


def test_signs_composed_apart_are_marked_as_one_word() -> None:
    assert said(passages.marked(passages.read("cine\u0301ma", stems("cinema")))) == "[cinéma]"


def test_a_word_is_given_back_as_the_texts_spell_it() -> None:
    assert passages.form_of([TEXT], "itinerante") == "itinérante"
    assert passages.form_of([TEXT], "absent") == "absent"
