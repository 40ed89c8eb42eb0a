"""Many rows in one parameter set: a statement over `unnest` takes one message or sixty-four."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, BindParameter, TableValuedAlias, bindparam, column, func
from sqlalchemy.types import TypeEngine


class Rows:
    """A FROM item with typed columns, and the parameters that fill it.

    Each column is bound as one array. The binds are named "<alias>_<column>": SQLAlchemy takes a
    parameter that has a column's own name for a value to be written to it.
    """

    def __init__(self, alias: str, **columns: TypeEngine[Any]) -> None:
        self.names = tuple(columns)
        self._binds = [f"{alias}_{name}" for name in columns]
        arrays = [
            bindparam(bind, type_=ARRAY(kind))
            for bind, kind in zip(self._binds, columns.values(), strict=True)
        ]
        typed = [column(name, kind) for name, kind in columns.items()]
        self.table: TableValuedAlias = (
            func.unnest(*arrays).table_valued(*typed, name=alias).render_derived()
        )
        self.c = self.table.c

    def bind(self, rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
        """Return the parameters for these rows, whose values are in the order of the columns."""
        listed = list(rows)
        return {bind: [row[i] for row in listed] for i, bind in enumerate(self._binds)}


def arrays(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Return the parameters of a `text` statement over `unnest`: one list a column."""
    listed = list(rows)
    return {name: [row[i] for row in listed] for i, name in enumerate(names)}


def array(name: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
    """Return one bound array, for `= ANY`."""
    return bindparam(name, type_=ARRAY(kind))
