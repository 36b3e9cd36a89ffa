"""Who looks at who wrote what, or at what changed, sees it change."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Person
from tests.browser.editors import write_in

SOON = 10_000  # milliseconds: what is being typed is drawn again every three seconds


def test_who_wrote_what_and_what_changed_are_drawn_again_while_others_write(
    person: Person,
) -> None:
    writer, reader = person("lead"), person("contributor")
    editor = write_in(writer)
    text = writer.url.removesuffix("edit/")
    looks = [reader, reader.context.new_page()]
    for look, path in zip(looks, ("authors/", "compare/?old=0&new=now"), strict=True):
        look.goto(text + path)
        look.locator("main a").first.focus()

    for words in ("Une lueur", " demeure"):
        editor.press("Control+End")
        writer.keyboard.type(words)
        for look in looks:
            look.bring_to_front()
            expect(look.locator("main")).to_contain_text(words.strip(), timeout=SOON)

    hand = looks[0].locator("main .by", has_text="Une lueur").first
    expect(hand).to_have_attribute("title", re.compile("^Maud Serres, Communauté"))
    for look in looks:
        look.bring_to_front()
        expect(look.locator("main a").first).to_be_focused()
