"""A schedule: some people, their pages and forms, and bad luck, all drawn from one seed.

What goes wrong once can be seen again: by the same seed.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

import pytest
from pycrdt import merge_updates
from sqlalchemy.orm import Session

from tests.texts.processes import Server
from tests.texts.replicas import WORDS, Ledger, Replica, is_head, say
from workspace.core import weave
from workspace.core.errors import Stale
from workspace.projects.models import Membership
from workspace.texts import queries
from workspace.texts.changes import GapError


class Page(Replica):
    """An open page: what it has not sent yet, what it sent and nobody answered."""

    def __init__(self, server: Server, member: Membership, ledger: Ledger) -> None:
        """Open the text."""
        super().__init__(server.draw, ledger)
        self.server, self.member = server, member
        self.waiting: list[bytes] = []
        self.sent: list[bytes] = []
        self.number = 0
        self.pull()

    def write(self) -> None:
        """Write something, to be sent later."""
        update = self.edit()
        if update:
            self.waiting.append(update)
            self.server.spoken.append(update)

    def send(self) -> None:
        """Send what waits; the answer may be lost, and the first may come after the second."""
        if len(self.waiting) > 1 and self.draw.random() < 0.1:
            self._deliver(self.waiting[-1])
        if self.waiting:
            update = merge_updates(*self.waiting) if len(self.waiting) > 1 else self.waiting[0]
            is_kept = self._deliver(update)
            if is_kept and self.draw.random() > 0.15:
                self.waiting = []
                self.sent.append(update)

    def send_again(self) -> None:
        """Send once more what was acknowledged, which changes nothing."""
        if self.sent:
            before = self.server.text(self.member).number
            assert self.server.receive(self.member, self.draw.choice(self.sent)) == before

    def pull(self, *, whole: bool = False) -> None:
        """Receive what others wrote, from as far back as it may be."""
        after = 0 if whole else self.draw.choice((self.number, self.draw.randint(0, self.number)))
        update, self.number = self.server.state(self.member, after=after)
        self.doc.apply_update(update)

    def hear(self) -> None:
        """Receive some of what the stream tells, one after the other."""
        text = self.server.text(self.member)
        news = self.server.changes(self.member, after=self.number)
        if len(news) == text.number - self.number:  # else some is not kept: the page would ask
            some = news[: self.draw.randint(0, len(news))]
            for update in some:
                self.doc.apply_update(update)
            self.number += len(some)

    def mend(self) -> None:
        """See all that the server has, and send all that it has not."""
        state, self.number = self.server.state(self.member, after=0)
        theirs = weave.document([state])
        self.doc.apply_update(state)
        self.waiting = [self.doc.get_update(theirs.get_state())]

    def _deliver(self, update: bytes) -> bool:
        try:
            self.server.receive(self.member, update)
        except GapError:
            self.mend()
            return False
        return True


class Schedule:
    """What a few people do to one text, in the order that a seed says."""

    def __init__(
        self, seed: int, session: Session, people: Sequence[Membership], patch: pytest.MonkeyPatch
    ) -> None:
        """Have two to four people open two to five pages."""
        self.draw, self.ledger = Random(seed), Ledger()  # noqa: S311 (a schedule, no secret)
        self.server = Server(session, self.draw, patch)
        self.people = people[: self.draw.randint(2, 4)]
        members = [*self.people, *self.people][: self.draw.randint(len(self.people), 5)]
        self.pages = [Page(self.server, member, self.ledger) for member in members]
        self.forms: list[tuple[Membership, str, int]] = []

    def play(self, steps: int) -> None:
        """Let them write, send and receive; at the end all of them come together."""
        acts: list[tuple[int, Callable[[Page], None]]] = [
            (12, Page.write), (8, Page.send), (3, Page.pull), (4, Page.hear), (1, Page.send_again),
            (1, self._open_form), (1, self._save_form), (1, self._reopen),
            (1, lambda _page: self.server.restart()),
        ]  # fmt: skip
        weights, chosen = zip(*acts, strict=True)
        for act in self.draw.choices(chosen, weights, k=steps):
            act(self.draw.choice(self.pages))
        while self.forms:
            self._save_form(self.pages[0])
        while any(page.waiting for page in self.pages):
            for page in self.pages:
                page.send()
        for page in self.pages:
            page.pull()

    def faults(self) -> Iterator[str]:
        """Name whatever is not as it should be."""
        server = self.server
        text = server.text(self.people[0])
        shown = say(queries.document(server.session, text))
        fresh = Page(server, self.people[0], self.ledger)
        for number, page in enumerate((*self.pages, fresh)):
            if say(page.doc) != shown:
                yield f"page {number} says {say(page.doc)}, the server {shown}"
        with server.asked() as session:
            if say(queries.standing(session, text)) != shown:
                yield "what stands is not what is kept"
        if say(weave.document(server.spoken)) != shown:
            yield "the server says something else than all that was written"
        yield from (f"{sign} is lost, or doubled" for sign in self.ledger.lost(shown))
        yield from queries.faults(server.session)

    def _reopen(self, page: Page) -> None:
        # The tab is closed before all is sent; what lies on the device opens in another one.
        again = Page(self.server, page.member, self.ledger)
        again.doc.apply_update(page.doc.get_update())
        again.mend()
        self.pages[self.pages.index(page)] = again

    def _open_form(self, page: Page) -> None:
        self.forms.append((page.member, *self.server.form(page.member)))

    def _save_form(self, _page: Page) -> None:
        if not self.forms:
            return
        member, typed, version = self.forms.pop(self.draw.randrange(len(self.forms)))
        wanted = self._typed(typed)
        try:
            self.server.save(member, wanted, version)
        except Stale:  # nothing is kept: the person is shown both texts, and writes anew
            self.ledger.deleted |= set(wanted) - set(typed)
            shown, now = self.server.form(member)
            self.server.save(member, self._typed(shown), now)

    def _typed(self, shown: str) -> str:
        # A word more at the end of a line, one line more, or a word less.
        lines = shown.splitlines()
        place = self.draw.randrange(len(lines) + 1)
        head = next((sign for line in lines[place:][:1] for sign in line if is_head(sign)), "")
        if not head:
            new = self.ledger.head()
            return f"{shown}\n\n{new}{self.draw.choice(WORDS)}{self.ledger.mark(new)}"
        if self.draw.random() < 0.5:
            lines[place] += f" {self.draw.choice(WORDS)}{self.ledger.mark(head)}"
        else:
            lines[place] = self._without_a_word(lines[place])
        return "\n".join(lines)

    def _without_a_word(self, line: str) -> str:
        words = line.split(" ")
        place = self.draw.randrange(len(words))
        if any(is_head(sign) or sign in "*[]()>#-\\" for sign in words[place]):
            return line
        self.ledger.deleted |= set(words[place]) & self.ledger.marks.keys()
        return " ".join(words[:place] + words[place + 1 :])
