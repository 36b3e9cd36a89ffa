"""Every form and every page, in the hands of people who mean harm or have bad luck."""

import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.actions import actions
from tests.actors import company
from tests.campaign import Rounds
from tests.comments import talk
from tests.conftest import close, database_of, open_app
from tests.evaluation import entries
from tests.files import uploads
from tests.house.attacks import EVERYTHING, LONG, MARKUP, QUERIES, Danger
from tests.house.crawler import Form, Map, filled
from tests.house.rehearsal import ANONYMOUS, SEE_OTHER, Rehearsal, Scene
from tests.indicators import measured
from workspace.accounts.queries import by_email
from workspace.commands import demo
from workspace.projects.models import Membership

KEPT = (
    actions.fair, company.known, company.reached, measured.any_indicator, measured.any_reading,
    entries.noted, uploads.pictured, talk.said, actions.with_step,
)  # fmt: skip
NAMES = {"title", "name", "text", "sentence", "body", "note"}
WORD = "quenouillade"  # stands in the title of the outsider's project alone
ATTACKERS = ("lead", "admin", "outsider")
MEMBERS = ("lead", "contributor", "reader", "trainer")
STRANGERS = (*MEMBERS, "admin", ANONYMOUS)
OF_PROJECT = re.compile(r"/projects/\d+/")
CHOSEN = {"select", "checkbox", "radio", "hidden", "button"}
PROOFS = {"csrf_token", "once", "version"}
NUMBER = re.compile(r"\d+$")

Maps = dict[str, Map]


@pytest.fixture(scope="module")
def house(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The demonstration, where nothing lasts."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "workspace.db").write_bytes(template.read_bytes())
    app = open_app(f"sqlite:///{folder / 'workspace.db'}", folder)
    demo.load(database_of(app))
    rehearsal = Rehearsal(app)
    yield rehearsal
    rehearsal.end()
    close(database_of(app))


@pytest.fixture(scope="module")
def maps(house: Rehearsal) -> Maps:
    """Where each of them comes by following links."""
    return {name: house.explored(name) for name in (*ATTACKERS, "reader", ANONYMOUS)}


@pytest.fixture(scope="module")
def foreign(house: Rehearsal, maps: Maps) -> list[str]:
    """The numbers of what the outsider's project holds, where everything bears the word."""
    assert maps  # explored before, so that nobody meets them by following links
    with house.writing() as session:
        outsider = by_email(session, "outsider@demo.example")
        assert outsider
        lead = session.scalars(select(Membership).filter_by(user_id=outsider.id)).one()
        made = [make(session, lead) for make in KEPT]
        for thing in made:
            for name in NAMES.intersection(thing.__table__.columns.keys()):
                setattr(thing, name, f"{WORD} {len(made)}")
        session.commit()
        return sorted({str(thing.id) for thing in made} | {str(lead.project_id)})


def forms(maps: Maps) -> Iterator[tuple[str, Form]]:
    """Return each form once, with who found it."""
    found = {
        key: (name, form)
        for name in (*ATTACKERS, ANONYMOUS)
        for key, form in maps[name].forms.items()
    }
    yield from found.values()


def pages(maps: Maps) -> list[str]:
    """Return the address of each page that somebody came to."""
    return sorted({page for found in maps.values() for page in found.pages})


def wrong(scene: Scene) -> str:
    """Say what is wrong with an answer; nothing when all is well."""
    if scene.status >= 500:
        return f"answered {scene.status}"
    danger = Danger(scene.text).found
    return f"would act: {danger[0]}" if danger else ""


def test_there_is_something_to_attack(maps: Maps) -> None:
    assert len(list(forms(maps))) > 60
    assert len(pages(maps)) > 150


def test_whatever_fills_a_form_it_is_answered_and_inert(
    house: Rehearsal, maps: Maps, rounds: Rounds
) -> None:
    share = rounds(10, 1)  # of each form, one text in so many

    faults = [
        (form.method, form.action, text[:60], fault)
        for at, (name, form) in enumerate(forms(maps))
        for turn, text in enumerate(EVERYTHING)
        if (turn + at) % share == 0
        for fault in [wrong(filled_with(house, name, form, text, part=turn % 3 == 0))]
        if fault
    ]

    assert faults == []


def test_one_wrong_field_in_a_good_form_is_answered(
    house: Rehearsal, maps: Maps, rounds: Rounds
) -> None:
    many = rounds(1, 8)

    faults = [
        (form.method, form.action, field, text[:60], fault)
        for at, (name, form) in enumerate(forms(maps))
        for turn, field in enumerate(form.fields)
        for text in islice(cycle(EVERYTHING), at * 7 + turn * 11, at * 7 + turn * 11 + many)
        for fault in [wrong(changed(house, name, form, field, [text]))]
        if fault
    ]

    assert faults == []


def test_markup_is_text_wherever_it_is_shown_afterwards(
    house: Rehearsal, maps: Maps, rounds: Rounds
) -> None:
    many, taken, faults = rounds(1, len(MARKUP)), 0, []

    for at, (name, form, field) in enumerate(written(maps)):
        for text in islice(cycle(MARKUP), at % len(MARKUP), at % len(MARKUP) + many):
            scene = house.send(name, form, with_text(form, field, text), part=False,
                               then=shown_on(form))  # fmt: skip
            taken += bool(scene.written and scene.status == SEE_OTHER)
            faults += [(form.action, field, wrong(scene))] if wrong(scene) else []

    assert faults == []
    assert taken > 20


@pytest.mark.parametrize("fields", ["missing", "doubled", "listed", "none", "long", "countless"])
def test_a_form_of_another_shape_is_answered(
    house: Rehearsal, maps: Maps, rounds: Rounds, fields: str
) -> None:
    share = rounds(2, 1)

    faults = [
        (form.method, form.action, fault)
        for name, form in islice(forms(maps), len(fields) % share, None, share)
        for fault in [wrong(misshapen(house, name, form, fields))]
        if fault
    ]

    assert faults == []


def test_a_page_asked_in_an_odd_way_is_answered(
    house: Rehearsal, maps: Maps, rounds: Rounds
) -> None:
    share = rounds(24, 4)

    faults = [
        (page, query[:60], fault)
        for at, page in enumerate(pages(maps))
        for turn, query in enumerate(QUERIES)
        if (turn + at) % share == 0
        for fault in [wrong(house.ask("lead", f"{plain(page)}?{query}", part=turn % 2 == 1))]
        if fault
    ]

    assert faults == []


@pytest.mark.parametrize("stranger", STRANGERS)
def test_no_page_tells_the_word_of_another_project(
    house: Rehearsal, maps: Maps, stranger: str
) -> None:
    told = [
        page
        for page in {*pages(maps), f"/library/search.json?q={WORD}", f"/territories/?q={WORD}"}
        if WORD in house.ask(stranger, page).text.replace(f"q={WORD}", "").replace(f'"{WORD}"', "")
    ]

    assert told == []


@pytest.mark.parametrize("stranger", ["reader", "outsider", ANONYMOUS])
def test_the_forms_of_a_lead_are_not_for_others(
    house: Rehearsal, maps: Maps, stranger: str
) -> None:
    own = maps[stranger].forms

    let_in = [
        (form.action, scene.status, scene.written)
        for key, form in maps["lead"].forms.items()
        if form.method == "POST" and key not in own and form.action.startswith("/projects/")
        for part in (False, True)
        for scene in [house.send(stranger, form, filled(form).items(), part=part)]
        if scene.written or not (scene.is_refused or stranger == "reader")
    ]

    assert let_in == []


def test_no_form_takes_what_belongs_to_another_project(
    house: Rehearsal, maps: Maps, foreign: list[str]
) -> None:
    told = [
        (form.action, field, number)
        for form in maps["lead"].forms.values()
        for field, value in numbered(form)
        for number in foreign
        if WORD in changed(house, "lead", form, field, [NUMBER.sub(number, value)]).text
    ]

    assert told == []


def numbered(form: Form) -> Iterator[tuple[str, str]]:
    """Return each field that names something by its number, with such a name."""
    for field, values in form.fields.items():
        named = [value for value in values if NUMBER.search(value)]
        if form.kinds[field] in CHOSEN and field not in PROOFS and named:
            yield field, named[-1]


def written(maps: Maps) -> Iterator[tuple[str, Form, str]]:
    """Return each field for a text, with its form."""
    for name, form in forms(maps):
        for field, kind in form.kinds.items():
            if kind in {"text", "textarea"} and form.method == "POST":
                yield name, form, field


def with_text(form: Form, field: str, text: str) -> list[tuple[str, str]]:
    return list((filled(form) | {field: text}).items())


def shown_on(form: Form) -> list[str]:
    project = OF_PROJECT.match(form.action)
    inside = [f"{project.group()}{rest}" for rest in ("", "activity/")] if project else []
    return [form.page, *inside]


def filled_with(house: Rehearsal, name: str, form: Form, text: str, *, part: bool) -> Scene:
    typed = {field: text for field in form.fields if field != "once"}
    return house.send(name, form, typed.items(), part=part)


def changed(house: Rehearsal, name: str, form: Form, field: str, texts: list[str]) -> Scene:
    typed = [pair for pair in filled(form).items() if pair[0] != field]
    typed += [(field, text) for text in texts]
    return house.send(name, form, typed, part=len(field) % 2 == 1)


def misshapen(house: Rehearsal, name: str, form: Form, shape: str) -> Scene:
    good = list(filled(form).items())
    longest = LONG if form.method == "POST" else LONG[:5000]
    typed = {
        "missing": good[1::2],
        "doubled": [*good, *good, *((field, "") for field, _ in good)],
        "listed": [(f"{field}[]", value) for field, value in good],
        "none": [],
        "long": [(field, longest) for field, _ in good[:4]],
        "countless": [(f"f{number}", "1") for number in range(5000)],
    }[shape]
    return house.send(name, form, typed, part=False)


def plain(address: str) -> str:
    return address.partition("?")[0]
