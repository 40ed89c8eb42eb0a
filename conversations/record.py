"""Records: values that nobody changes, made by the dozen in every turn.

To the type checker they are frozen. At run time they are not: a frozen dataclass sets each of its
fields through `object.__setattr__`, and making them was 8 % of the CPU of a turn.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Make a class a dataclass with slots, whose fields nobody may set (mypy says so)."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
