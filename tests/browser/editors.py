"""A shared text as one writes it: the page, its editor, and what can be put in it."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.places import project

SOON = 10_000  # milliseconds
CLIPBOARD = Path(__file__).parent / "clipboard"
PASTE = """(editor, [html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  if (text) clipboardData.setData("text/plain", text);
  const how = { clipboardData, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", how));
}"""
WRITTEN = """(editor) => {
  const copy = editor.cloneNode(true);
  copy.querySelectorAll(".ProseMirror-trailingBreak, .caret").forEach((one) => one.remove());
  return copy.innerHTML;
}"""


def write_in(page: Page, part: str = "tensions") -> Locator:
    """Open a part of the statement, and return where one writes."""
    page.goto(f"{project(page)}texts/statement.{part}/edit/")
    editor = page.locator("[role=textbox].ProseMirror")
    expect(editor).to_be_visible(timeout=SOON)
    return editor


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
