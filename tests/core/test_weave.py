"""Texts that several people write at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import XmlElement, XmlText

from tests.core.test_markup import LINES
from workspace.core.differences import tokens
from workspace.core.lines import Line, fold, settle
from workspace.core.markup import parse, typed
from workspace.core.prose import plain
from workspace.core.rewrite import rewrite
from workspace.core.weave import Document, document, merge, read, root, strangers


class Text:
    """A text as the server keeps it: its updates, one after the other."""

    def __init__(self, typed: str = "") -> None:
        self.updates: list[bytes] = []
        self.save(typed, version=0)

    def save(self, typed: str, *, version: int) -> None:
        """Save a form that was shown at a version."""
        fork = document(self.updates[:version])
        update = rewrite(fork, parse(typed))
        words = set(tokens(typed))
        self.updates.append(merge(document(self.updates), update, words) if update else b"\0\0")

    @property
    def typed(self) -> str:
        """What the form shows now."""
        return typed(read(document(self.updates)))


SIMPLE = st.lists(
    st.tuples(
        st.sampled_from(["", "", "- ", "  - ", "1. ", "> ", "## "]),
        st.lists(st.sampled_from(["ici", "soir", "**là**", "*eau*", "l’été", ","]), max_size=5),
    ),
    max_size=5,
).map(lambda lines: "\n".join(sign + " ".join(words) for sign, words in lines))


@given(st.lists(LINES, max_size=6), st.lists(LINES, max_size=6))
def test_a_text_becomes_what_is_wanted(old: list[Line], new: list[Line]) -> None:
    doc, wanted = document(), fold(settle(new))
    rewrite(doc, fold(settle(old)))

    rewrite(doc, wanted)

    assert read(doc) == wanted
    assert strangers(doc) == set()


@given(SIMPLE, SIMPLE, SIMPLE)
def test_a_text_that_was_emptied_in_parts_becomes_what_is_wanted(
    first: str, second: str, third: str
) -> None:
    text = Text(first)

    text.save(second, version=1)
    text.save(third, version=2)

    assert text.typed == typed(parse(third))


@given(
    SIMPLE,
    st.lists(
        st.tuples(SIMPLE, st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=len("abcdef")
    ),
)
def test_whatever_people_save_at_once_every_word_they_add_is_kept(
    base: str, saves: list[tuple[str, int, int]]
) -> None:
    text = Text(base)

    kept: dict[str, int] = {}
    for letter, (form, where, ago) in zip("abcdef", saves, strict=False):
        version = max(1, len(text.updates) - ago)
        kept = {
            word: made for word, made in kept.items() if made > version
        }  # not seen: not removed
        pieces = form.split(" ")
        pieces.insert(min(where, len(pieces)), f"mot{letter}")
        text.save(" ".join(pieces), version=version)
        kept[f"mot{letter}"] = len(text.updates)

    words = tokens(plain(parse(text.typed)))
    assert [word for word in kept if word not in words] == []


def test_two_people_who_save_the_same_paragraph_both_keep_their_words() -> None:
    text = Text("Le soir, tout ferme à dix-huit heures.")

    text.save("Le soir, presque tout ferme à dix-huit heures.", version=1)
    text.save("Le soir, tout ferme à dix-huit heures, sauf le bar.", version=1)

    assert text.typed == "Le soir, presque tout ferme à dix-huit heures, sauf le bar."


def test_two_people_who_replace_the_same_word_leave_both_whole() -> None:
    text = Text("Un beau soir ici")

    text.save("Un beau matin ici", version=1)
    text.save("Un beau jour ici", version=1)

    assert sorted(text.typed.split()) == sorted(["Un", "beau", "matin", "jour", "ici"])


def test_two_words_are_not_made_a_compound() -> None:
    text = Text("")
    for typed_then in ("mota ici ici ici", "motb", "motc"):
        text.save(typed_then, version=len(text.updates))

    text.save("-\nmotd - ici ici", version=2)

    assert text.typed == "-\n\nmotd- motc"


def test_a_word_added_to_a_paragraph_that_another_removes_stays() -> None:
    text = Text("Garder ceci.\n\nLes foyers ruraux ouvrent tard.")

    text.save("Garder ceci.", version=1)
    text.save("Garder ceci.\n\nLes foyers ruraux ouvrent **très** tard.", version=1)

    assert text.typed == "Garder ceci.\n\n**très**"


def test_one_marks_a_word_while_another_writes_beside_it() -> None:
    text = Text("Habiter les soirs")

    text.save("Habiter les **soirs**", version=1)
    text.save("Habiter ensemble les soirs d’été", version=1)

    # A mark that ends where words begin: which comes first depends on numbers drawn by chance.
    assert text.typed in {
        "Habiter ensemble les **soirs** d’été",
        "Habiter ensemble les **soirs d’été**",
    }


def test_one_adds_an_item_while_another_rewrites_one() -> None:
    text = Text("- les foyers\n- le cinéma du bourg\n- les livres")

    text.save("- les foyers\n- le cinéma du bourg\n- l’école\n- les livres", version=1)
    text.save("- les foyers\n- le cinéma itinérant\n- les livres", version=1)

    assert text.typed == "- les foyers\n- le cinéma itinérant\n- l’école\n- les livres"


@pytest.mark.parametrize("word", ["été", "😀", "e\u0301t\u0301e", "👩🏽‍🌾", "שלום", "œuvre"])
def test_letters_of_any_size_stay_whole(word: str) -> None:
    text = Text(f"{word} a {word} b {word}")

    text.save(f"{word} a {word} c {word}", version=1)
    text.save(f"{word} **a** {word} b {word} {word}", version=1)

    assert text.typed == f"{word} **a** {word} c {word} {word}"


def from_an_editor() -> Document:
    """What an editor in the browser may write: several runs, a node unknown here, wild marks."""
    doc = document()
    paragraph = root(doc).children.append(XmlElement("paragraph"))
    runs: list[tuple[str, dict[str, dict[str, str]]]] = [
        ("Un ", {}),
        ("mot", {"strong--a1B2c3D4": {}}),
        (" dit", {}),
    ]
    for content, marks in runs:
        paragraph.children.append(XmlText("")).insert(0, content, marks)
    aside = root(doc).children.append(XmlElement("aside"))
    aside.children.append(XmlText("")).insert(0, "à part", {"link": {"href": "javascript:x"}})
    figure = root(doc).children.append(XmlElement("figure"))
    caption = figure.children.append(XmlElement("paragraph"))
    caption.children.append(XmlText("")).insert(0, "vu", {"blink": {}})
    return doc


def test_what_an_editor_wrote_is_read_and_changed_by_a_form() -> None:
    doc = from_an_editor()

    assert typed(read(doc)) == "Un **mot** dit\n\nà part\n\nvu"
    assert strangers(doc) == {"aside", "figure", "blink"}

    rewrite(doc, parse("Un **seul mot** dit bien\n\nà part\n\nvu"))

    assert typed(read(doc)) == "Un **seul mot** dit bien\n\nà part\n\nvu"
