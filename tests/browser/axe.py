"""What an automatic auditor finds in a page, on narrow and wide screens, by day and by night."""

from functools import cache
from typing import Literal

from playwright.sync_api import Page

from tests.house.source import ROOT

WIDTHS = (320, 768, 1280)
HEIGHT = 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "RGAAv4"]
# By night only colours differ.
SCHEMES: dict[Literal["light", "dark"], list[str]] = {"light": RULES, "dark": ["wcag2aa"]}

AUDIT = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
    rules: { "color-contrast-enhanced": { enabled: false } },  // of level AAA
  });
  return found.violations.map(({ id, nodes }) =>
    `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
}"""
SPILLS = "() => document.scrollingElement.scrollWidth > innerWidth"
# An icon that the sprite does not hold is drawn as nothing at all.
LOST_ICONS = """async () => {
  const used = [...document.querySelectorAll("svg use")].map((use) => use.getAttribute("href"));
  const drawn = {};
  for (const href of used) {
    const file = href.split("#")[0];
    drawn[file] ??= await (await fetch(file)).text();
  }
  return used.filter((href) => !drawn[href.split("#")[0]].includes(`id="${href.split("#")[1]}"`));
}"""


@cache
def auditor() -> str:
    """Return the script of the auditor."""
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """Return all that is wrong with a page, at three widths in both schemes."""
    page.evaluate(auditor())
    found = [f"no such icon: {icon}" for icon in page.evaluate(LOST_ICONS)]
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate(SPILLS):
            found.append(f"{width}: the page is wider than the screen")
        for scheme, tags in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} {scheme}: {fault}" for fault in page.evaluate(AUDIT, tags)]
    return found
