"""A shared text as one writes it: the page, its editor, and what can be put in it."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.places import project

SOON = 10_000  # milliseconds
# For as long after it was entered, the editor takes a caret at the very beginning for a slip of
# the browser, and puts it back where it was.
SETTLED = 250  # milliseconds
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(editor, [html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  if (text) clipboardData.setData("text/plain", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", how));
}"""
# The lines of an editor as they lie within each other, seen from outside.
WRITTEN = """(editor) => {
  const copy = editor.cloneNode(true);
  copy.querySelectorAll("[class^=ProseMirror-], .caret").forEach((one) => one.remove());
  const root = document.createElement("div");
  let quote = null, lists = [];
  for (const line of [...copy.children]) {
    const { list, within = 0, quoted } = line.dataset;
    if (Boolean(quoted) !== Boolean(quote)) {
      quote = quoted ? root.appendChild(document.createElement("blockquote")) : null;
      lists = [];
    }
    lists.length = Math.min(lists.length, within);
    if (list) {
      const name = { bullets: "ul", numbers: "ol" }[list];
      const above = lists[within - 2]?.lastChild ?? quote ?? root;
      if (lists[within - 1]?.localName !== name) lists[within - 1] = document.createElement(name);
      if (!lists[within - 1].parentNode) above.append(lists[within - 1]);
      lists[within - 1].append(document.createElement("li"));
    }
    for (const { name } of [...line.attributes]) line.removeAttribute(name);
    (lists.at(-1)?.lastChild ?? quote ?? root).append(line);
  }
  return root.innerHTML;
}"""

COPIED = """(editor) => {
  const clipboardData = new DataTransfer();
  editor.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true }));
  return clipboardData.getData("text/html");
}"""


def write_in(page: Page, part: str = "tensions") -> Locator:
    """Open a part of the statement, and return where one writes."""
    page.goto(f"{project(page)}texts/statement.{part}/edit/")
    editor = page.locator("[role=textbox].ProseMirror")
    expect(editor).to_be_visible(timeout=SOON)
    return editor


def begin(editor: Locator) -> None:
    """Enter an editor, at the beginning of what is written."""
    editor.focus()
    editor.page.wait_for_timeout(SETTLED)
    editor.press("ControlOrMeta+Home")
    editor.page.wait_for_timeout(SETTLED)


def empty(editor: Locator) -> None:
    """Take away all that is written."""
    editor.focus()
    editor.press("ControlOrMeta+a")
    editor.press("Delete")
    editor.press("Backspace")


def paste(editor: Locator, html: str = "", text: str = "") -> None:
    """Paste what another program has put on the clipboard."""
    editor.evaluate(PASTE, [html, text])


def written(editor: Locator) -> str:
    """Return what the editor holds, as it is marked up."""
    found: str = editor.evaluate(WRITTEN)
    return found


def copied(editor: Locator) -> str:
    """Return what other programs are given of what is chosen, without what tells us our own."""
    found: str = editor.evaluate(COPIED)
    return re.sub(r' data-[a-z-]+="[^"]*"', "", found)
