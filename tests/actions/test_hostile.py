"""Whatever is typed is shown as it was typed: it is neither markup, nor a link, nor a template."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.actions.actions import action, actor
from workspace.actions import changes
from workspace.actions.models import ActionStatus
from workspace.actions.policy import Reason
from workspace.core import clock
from workspace.projects.models import Membership

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onfocus='alert(1)' autofocus='",
    "</title><base href=//evil.example>",
    "</textarea><form action=//evil.example>",
    '<div data-hx-get="/logout" hx-trigger="load" id="action-board">',
    "<style>*{position:fixed}</style>",
    "<meta http-equiv=refresh content=0>",
    "javascript:alert(1)",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "\u202e gnol \u2066 txet",
    "👩🏽‍🚀 é\u0301" + "\u0301" * 300,
    "x" * 5000,
    "œuvre ŒUVRE l’œuvre l'œuvre",
]
LIVE = ("<script>alert", "<img src=x", "<svg/onload", "<base", "<style>*", 'hx-trigger="load"',
        "<meta http", "//evil.example>\n<", "onfocus='alert")  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_typed_is_inert_on_every_page(
    session: Session, browser: FlaskClient, alice: Membership, plan: str, payload: str
) -> None:
    title = payload[:200]
    owner = actor(session, alice, title)
    other = action(session, alice, f"Autre {title}")
    one = action(session, alice, title, status=ActionStatus.RUNNING, aim=payload, note=payload,
                 owner_id=owner.id, partner_ids=frozenset({owner.id}))  # fmt: skip
    changes.add_step(session, alice, one, text=title)
    changes.add_dependency(session, alice, one, needed=other)
    reason = Reason(payload, clock.today())
    changes.move_action(session, alice, one, to=ActionStatus.SUSPENDED, reason=reason)
    session.commit()
    history = f"/projects/{alice.project_id}/history/actions/{one.id}/"
    card = f"{plan}{one.id}/"

    for page in (plan, f"{plan}?view=institution", f"{plan}?view=date", card, f"{card}edit/",
                 f"{card}move/?to=suspendue", history):  # fmt: skip
        text = browser.get(page).text
        assert title in unescape(text)
        assert [live for live in LIVE if live in text] == []
