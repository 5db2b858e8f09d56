"""Values of `model` as JSON and back, by their type hints: how an audit is kept in the catalogue, whole.

The contract for other programs is the JSON report; this is ours alone and carries a number of its own.
"""

from __future__ import annotations

import dataclasses
import json
import types
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from provenance.errors import ReportError

FORMAT = 1
"""Raised when a stored value can no longer be read by the fields of today's model."""

T = TypeVar("T")


def dump(value: Any) -> bytes:
    """A dataclass of `model` as UTF-8 JSON."""
    return json.dumps(
        {"format": FORMAT, "value": plain(value)}, ensure_ascii=False, separators=(",", ":")
    ).encode("utf-8", "surrogatepass")


def load(kind: type[T], data: bytes) -> T:
    """The value that `dump` wrote. Raises `ReportError` for one of a newer format, or one that is damaged."""
    try:
        held = json.loads(data.decode("utf-8", "surrogatepass"))
        stored, value = held["format"], held["value"]
    except (ValueError, KeyError, TypeError) as error:
        raise ReportError(
            f"a stored {kind.__name__.lower()} is damaged: {error}; run `provenance fsck`"
        ) from error
    if stored > FORMAT:
        raise ReportError(
            f"a stored {kind.__name__.lower()} has format {stored}, and this version reads up to {FORMAT}: install a newer one"
        )
    try:
        result: T = build(kind, value)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ReportError(
            f"a stored {kind.__name__.lower()} cannot be read ({error}); `provenance audit` makes it anew"
        ) from error
    return result


def plain(value: Any) -> Any:
    """The value in what JSON has."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return value


@cache
def hints(kind: Any) -> dict[str, Any]:
    """The resolved type hints of a dataclass."""
    return get_type_hints(kind)


def build(kind: Any, value: Any) -> Any:
    """What `plain` made, in its type again; fields that a stored value lacks keep their defaults."""
    if isinstance(value, dict) and "decimal" in value:
        return Decimal(value["decimal"])
    if value is None:
        return None
    if get_origin(kind) in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not type(None)]
        return build(options[0], value) if len(options) == 1 else value
    if get_origin(kind) is tuple:
        arguments = get_args(kind)
        if arguments[-1] is Ellipsis:
            return tuple(build(arguments[0], item) for item in value)
        return tuple(build(argument, item) for argument, item in zip(arguments, value, strict=True))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: build(hint, value[name]) for name, hint in hints(kind).items() if name in value})
    if kind is datetime:
        return datetime.fromisoformat(value)
    if isinstance(kind, type) and issubclass(kind, (Enum, Path)):
        return kind(value)
    return value
