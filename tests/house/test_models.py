"""The nouns: what every table and every tie between two of them has in common."""

from importlib import import_module

import pytest
from sqlalchemy import Date
from sqlalchemy.orm import Mapper, RelationshipProperty

from tests.house.calls import module_name
from tests.house.source import MODULES
from workspace.core.db import Base, Instant

for module in MODULES:
    if module.name == "models.py":
        import_module(module_name(module))

MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)
TIES = [tie for mapper in MAPPERS for tie in mapper.relationships]
COLUMNS = [column for table in Base.metadata.sorted_tables for column in table.columns]


@pytest.mark.parametrize("tie", TIES, ids=str)
def test_nothing_is_loaded_behind_the_back_of_a_query(tie: RelationshipProperty[object]) -> None:
    assert tie.lazy in {"raise", "raise_on_sql"}


@pytest.mark.parametrize("tie", TIES, ids=str)
def test_a_tie_goes_one_way(tie: RelationshipProperty[object]) -> None:
    assert not tie.backref
    assert not tie.back_populates


@pytest.mark.parametrize("mapper", MAPPERS, ids=str)
def test_a_table_has_a_word_of_its_own(mapper: Mapper[object]) -> None:
    assert mapper.class_.__doc__


def test_instants_end_in_at_and_days_in_on() -> None:
    wrong = [
        str(column)
        for column in COLUMNS
        if (isinstance(column.type, Instant) and not column.name.endswith(("at", "_at")))
        or (isinstance(column.type, Date) and not column.name.endswith("_on"))
    ]

    assert wrong == []


def test_every_instant_knows_its_zone() -> None:
    assert [
        str(column)
        for column in COLUMNS
        if column.type.python_type.__name__ == "datetime" and not isinstance(column.type, Instant)
    ] == []


def test_no_two_indexes_have_one_name() -> None:
    names = [index.name for table in Base.metadata.sorted_tables for index in table.indexes]

    assert len(names) == len(set(names))
