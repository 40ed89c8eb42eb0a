"""Many rows in one parameter set: a statement over `unnest` takes one message or sixty-four alike."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, BindParameter, TableValuedAlias, bindparam, column, func
from sqlalchemy.types import TypeEngine


def unnest(alias: str, **columns: TypeEngine[Any]) -> TableValuedAlias:
    """Return a FROM item with these columns; each is bound as an array by its own name."""
    arrays = [bindparam(column, type_=ARRAY(kind)) for column, kind in columns.items()]
    typed = [column(name, kind) for name, kind in columns.items()]
    return func.unnest(*arrays).table_valued(*typed, name=alias).render_derived()


def arrays(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> dict[str, list[Any]]:
    """Return the parameters for `unnest`: one list a column."""
    listed = list(rows)
    return {name: [row[i] for row in listed] for i, name in enumerate(names)}


def array(name: str, kind: TypeEngine[Any]) -> BindParameter[Any]:
    """Return one bound array, for `= ANY`."""
    return bindparam(name, type_=ARRAY(kind))
