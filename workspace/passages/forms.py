"""What people type to discuss a passage, and how it is shown in its text."""

import json
import re
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import BooleanField, Form, HiddenField, SelectField, ValidationError
from wtforms.validators import DataRequired, Length

from workspace.comments.forms import LONGEST
from workspace.core import anchors
from workspace.core.anchors import Anchor, Passage, Stretch
from workspace.core.fields import Paragraph, Text, offered
from workspace.core.weave import Document

LONGEST_PASSAGE = 2000
LONGEST_ANCHOR = 400
BEGINNING = 80  # characters that tell a paragraph from another
MARK = re.compile(r'<mark data-passage="(?P<id>\d+)">|</mark>')


class PassageForm(Form):
    """The form to discuss a passage: chosen by an editor, or by its words."""

    start = HiddenField()
    end = HiddenField()
    paragraph = SelectField(_("Paragraphe"), validate_choice=False)
    quote = Text(_("Les mots dont vous parlez"))
    body = Paragraph(
        _("Votre commentaire"),
        [
            DataRequired(_("Écrivez votre commentaire.")),
            Length(max=LONGEST, message=_("Raccourcissez à %(max)d caractères.")),
        ],
    )
    replacement = Text(
        _("Proposer un autre texte à la place"),
        [Length(max=LONGEST, message=_("Raccourcissez à %(max)d caractères."))],
    )

    removal = BooleanField(_("Proposer de retirer ces mots"))

    @property
    def proposed(self) -> str | None:
        """Return what is proposed in the place of the words, empty when it is nothing."""
        return "" if self.removal.data else self.replacement.data or None

    def validate_removal(self, field: BooleanField) -> None:
        """Words that would go have no others in their place."""
        if field.data and self.replacement.data:
            raise ValidationError(
                gettext("Choisissez : retirer ces mots, ou en proposer d’autres.")
            )

    def offer(self, doc: Document) -> None:
        """Offer the paragraphs of a text."""
        found = (anchors.words_of((one,)).strip() for one in anchors.paragraphs(doc))
        self.paragraph.choices = offered(
            *((str(number), _shortened(words)) for number, words in enumerate(found))
        )

    def chosen(self, doc: Document) -> Passage:
        """Return the passage that was chosen; what is wrong with it is told beside its words."""
        passage = self._anchored(doc) if self.start.data else self._quoted(doc)
        self.quote.errors = [*self.quote.errors, *_wrong(passage, self.proposed)]
        return passage

    def _anchored(self, doc: Document) -> Passage:
        ends = _anchor(self.start.data), _anchor(self.end.data)
        return anchors.passages(doc, [(ends, "")])[0]

    def _quoted(self, doc: Document) -> Passage:
        known = {str(number): one for number, one in enumerate(anchors.paragraphs(doc))}
        paragraph: Stretch | None = known.get(self.paragraph.data or "")
        if paragraph is None:
            return ()
        return anchors.find(paragraph, self.quote.data) if self.quote.data else (paragraph,)


def noted(html: Markup, orders: Mapping[int, int]) -> Markup:
    """Return a text in which each passage is followed by the number of its discussion."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for sign in MARK.finditer(html):
        if sign["id"]:
            opened.append(int(sign["id"]))
        else:
            ends[opened.pop()] = sign.end()
    for passage_id, at in sorted(ends.items(), key=lambda one: -one[1]):
        html = html[:at] + _link(passage_id, orders[passage_id]) + html[at:]
    return html


def _link(passage_id: int, order: int) -> Markup:
    return Markup(
        '<a class="ref" data-kind="passage" id="words-{id}" href="#passage-{id}"'
        ' aria-label="{label}">{order}</a>'
    ).format(id=passage_id, order=order, label=gettext("Discussion %(number)s", number=order))


def _shortened(words: str) -> str:
    return words if len(words) <= BEGINNING else f"{words[: BEGINNING - 1].rstrip()}…"


def _wrong(passage: Passage, proposed: str | None) -> list[str]:
    words = anchors.words_of(passage)
    if not words.strip():
        return [gettext("Ces mots ne sont pas dans le texte. Copiez-les tels qu’ils y sont.")]
    if len(words) > LONGEST_PASSAGE:
        return [gettext("Choisissez un passage plus court : quelques phrases au plus.")]
    if proposed is not None and len(passage) > 1:
        return [gettext("Pour proposer un autre texte, restez dans un seul paragraphe.")]
    if proposed == words:
        return [gettext("Le texte proposé est déjà celui du passage.")]
    return []


def _anchor(typed: str | None) -> Anchor:
    # What an editor says of a place; anything may come instead, and is then nowhere.
    if not typed or len(typed) > LONGEST_ANCHOR:
        return {}
    try:
        found = json.loads(typed)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
