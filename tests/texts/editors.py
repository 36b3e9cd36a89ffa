"""Editors as browsers hold them, without a browser: replicas that write, send and receive."""

from flask.testing import FlaskClient
from pycrdt import XmlElement, XmlText
from werkzeug.test import TestResponse

from workspace.core import weave
from workspace.core.weave import SCHEMA, Document

HEADERS = {"X-Text-Schema": str(SCHEMA), "Content-Type": "application/octet-stream"}


class Editor:
    """A page that is open on a text, with the replica that it holds."""

    def __init__(self, browser: FlaskClient, address: str) -> None:
        """Open the text as it stands."""
        self.browser, self.address = browser, address
        self.doc: Document = weave.document()
        self.number = 0
        self.pull()

    def pull(self) -> None:
        """Receive what others wrote."""
        reply = self.browser.get(
            f"{self.address}state?after={self.number}", headers={"X-Text-Schema": str(SCHEMA)}
        )
        assert reply.status_code in {200, 204}
        if reply.data:
            self.doc.apply_update(reply.data)
        self.number = int(reply.headers["X-Text-Number"])

    def type(self, words: str, *, at: int | None = None) -> bytes:
        """Write in the first paragraph, at its end unless told where; return the update."""
        return weave.told(self.doc, lambda: self._type(words, at))

    def send(self, update: bytes) -> TestResponse:
        """Send an update."""
        return self.browser.post(f"{self.address}updates", data=update, headers=HEADERS)

    def write(self, words: str) -> TestResponse:
        """Write at the end, and send it."""
        return self.send(self.type(words))

    @property
    def text(self) -> str:
        """Return what the replica says."""
        return "\n".join(block.text for block in weave.read(self.doc))

    def _type(self, words: str, at: int | None) -> None:
        text = self._first()
        end = len(str(text).encode())
        text.insert(end if at is None else min(at, end), words)

    def _first(self) -> XmlText:
        holder = weave.root(self.doc)
        if not len(holder.children):
            holder.children.append(XmlElement("paragraph")).children.append(XmlText(""))
        paragraph = holder.children[0]
        assert isinstance(paragraph, XmlElement)
        found = paragraph.children[0]
        assert isinstance(found, XmlText)
        return found
