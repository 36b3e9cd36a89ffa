"""Markup typed by people is shown as it was typed, on every page, and does nothing."""

from tests.browser.conftest import Person
from tests.browser.places import project
from tests.browser.server import Server
from tests.browser.visitor import Visitor

MARK = "window.touched=1"
PAYLOADS = (
    f"<script>{MARK}</script>",
    f"<img src=x onerror={MARK}>",
    f"<svg onload={MARK}>",
    f"<svg><script>{MARK}</script></svg>",
    f"<body onload={MARK}>",
    f"<iframe srcdoc='<script>parent.{MARK}</script>'></iframe>",
    f"<a href='javascript:{MARK}'>lien</a>",
    f"<a href='java\tscript:{MARK}'>lien</a>",
    f"<a href='&#106;avascript:{MARK}'>lien</a>",
    "<a href='data:text/html,<script>1</script>'>lien</a>",
    f"<details open ontoggle={MARK}>",
    f"<input autofocus onfocus={MARK}>",
    f"<video><source onerror={MARK}></video>",
    f"<math><mtext><style><img onerror={MARK} src=x>",
    "<form action='https://ailleurs.example/'><input name=password></form>",
    "<base href='https://ailleurs.example/'>",
    "<meta http-equiv=refresh content='0;url=https://ailleurs.example/'>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0;background:red'>couvert</div>",
    "<link rel=stylesheet href='https://ailleurs.example/a.css'>",
    f'"><script>{MARK}</script>',
    f"'-{MARK}-'",
    f"</title><script>{MARK}</script>",
    "<div data-hx-get='/logout' data-hx-trigger='load'>",
    f"<div hx-on:click='{MARK}' id=live name=csrf-token>",
    "{{ 7 * 7 }} ${7*7} {% raw %}",
)  # fmt: skip
PLACES = ("actions/", "actions/?view=date", "activity/", "", "evaluation/")


def test_what_looks_like_markup_is_only_text(person: Person, server: Server) -> None:
    lead = Visitor(server.url).sign_in("lead")
    base = lead.fill("/projects/new/", title=PAYLOADS[0])
    for payload in PAYLOADS:
        lead.fill(f"{base}actions/", title=payload)
    first = lead.first(f"{base}actions/", rf"{base}actions/\d+/")
    number = first.split("/")[-2]
    lead.fill(f"{base}comments/actions/{number}/", body="\n".join(PAYLOADS))
    lead.line.close()
    page = person("lead")

    for place in (*PLACES, f"actions/{number}/", f"comments/actions/{number}/"):
        page.goto(base + place)
        page.wait_for_timeout(200)
        assert page.evaluate("() => window.touched") is None
        assert page.locator("header.bar").is_visible()
    page.goto(base + "actions/")
    shown = page.locator("main").inner_text()

    assert all(" ".join(payload.split()) in " ".join(shown.split()) for payload in PAYLOADS)
    assert project(page) != ""
