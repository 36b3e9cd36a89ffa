"""Shared texts become flat: each paragraph says itself what it is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from workspace.core import weave
from workspace.core.desk import seal
from workspace.migrations.reshape import Reshaped, flatten, nest

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.table(
    "shared_text", *map(sa.column, ("id", "number", "digest", "schema_version", "written_at"))
)
UPDATE = sa.table("text_update", *map(sa.column, ("text_id", "number", "change", "at")))
SNAPSHOT = sa.table("text_snapshot", *map(sa.column, ("text_id", "number", "state")))
HAND = sa.table(
    "text_hand",
    *map(sa.column, ("text_id", "client", "author_id", "institution_id", "told_at")),
)
PASSAGE = sa.table(
    "passage",
    *map(sa.column, ("id", "text_id", "quote")),
    sa.column("start_anchor", sa.JSON),
    sa.column("end_anchor", sa.JSON),
)

Reshape = Callable[[weave.Document, Sequence[Any]], Reshaped | None]


def upgrade() -> None:
    """Go forward."""
    _reshape_all(flatten, schema=2)


def downgrade() -> None:
    """Go back."""
    _reshape_all(nest, schema=1)


def _reshape_all(reshape: Reshape, *, schema: int) -> None:
    database = op.get_bind()
    for text in database.execute(sa.select(TEXT).order_by(TEXT.c.id)).all():
        kept = database.execute(sa.select(PASSAGE).where(PASSAGE.c.text_id == text.id)).all()
        doc = weave.document(_updates(database, text.id))
        wanted = [((one.start_anchor, one.end_anchor), one.quote) for one in kept]
        made = reshape(doc, wanted)
        if made:
            _keep(database, text, made, [one.id for one in kept])
    database.execute(sa.update(TEXT).values(schema_version=schema))


def _updates(database: sa.Connection, text_id: int) -> Iterator[bytes]:
    last = (
        sa.select(SNAPSHOT).where(SNAPSHOT.c.text_id == text_id).order_by(SNAPSHOT.c.number.desc())
    )
    snapshot = database.execute(last.limit(1)).first()
    if snapshot:
        yield snapshot.state
    since = sa.select(UPDATE.c.change).where(
        UPDATE.c.text_id == text_id, UPDATE.c.number > (snapshot.number if snapshot else 0)
    )
    yield from database.execute(since.order_by(UPDATE.c.number)).scalars()


def _keep(database: sa.Connection, text: Any, made: Reshaped, passages: Sequence[int]) -> None:
    # Nobody signs it: no word has changed.
    number, digest = text.number + 1, seal(text.digest, made.update)
    database.execute(
        sa.insert(UPDATE).values(
            text_id=text.id, number=number, change=made.update, at=datetime.now(UTC)
        )
    )
    database.execute(
        sa.update(TEXT).where(TEXT.c.id == text.id).values(number=number, digest=digest)
    )
    for client, old in made.hands.items():
        known = sa.select(HAND).where(HAND.c.text_id == text.id, HAND.c.client == old)
        hand = database.execute(known).first()
        if hand:
            database.execute(sa.insert(HAND).values({**hand._mapping, "client": client}))  # noqa: SLF001 (its public name)
    for passage, ends in zip(passages, made.places, strict=True):
        if ends:
            told = {"start_anchor": ends[0], "end_anchor": ends[1]}
            database.execute(sa.update(PASSAGE).where(PASSAGE.c.id == passage).values(told))
