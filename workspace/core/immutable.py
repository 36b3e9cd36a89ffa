"""Rows that never change once written, by the database's own refusal."""

from sqlalchemy import DDL, Table, event

REFUSAL = "this row never changes"
FROZEN = "frozen"


def freeze(table: Table, *, deletable: bool = False) -> None:
    """Have the database refuse to change the rows of a table, and to delete them unless allowed."""
    table.info[FROZEN] = ["update"] if deletable else ["update", "delete"]
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect, deletable=deletable):
            order = DDL(statement)  # type: ignore[no-untyped-call]  # SQLAlchemy gives none here
            event.listen(table, "after_create", order.execute_if(dialect=dialect))


def statements(table: str, dialect: str, *, deletable: bool = False) -> list[str]:
    """Return the statements that freeze a table on an engine."""
    acts = ["update"] if deletable else ["update", "delete"]
    if dialect == "sqlite":
        return [
            (
                f"CREATE TRIGGER frozen_{table}_{act} BEFORE {act.upper()} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
            for act in acts
        ]
    refusal = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER frozen_{table} BEFORE {' OR '.join(acts).upper()} ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    return [refusal, trigger]
