"""Whether frames are what `base.frames` declares, where steps meet: `@checked`.

Tests switch it on. A user's run does not pay for it: the schema of a frame that the same program made is no input.
"""

from collections.abc import Callable, Iterator
from functools import cache, wraps
from typing import Annotated, Any, Final, ParamSpec, TypeVar, get_args, get_origin, get_type_hints

import polars as pl

_P = ParamSpec("_P")
_R = TypeVar("_R")
_switch: Final = {"on": False}


def switch(*, on: bool) -> None:
    """Whether frames are checked from now on."""
    _switch["on"] = on


class ContractError(Exception):
    """A frame that a step took or gave is not as declared."""


def checked(step: Callable[_P, _R]) -> Callable[_P, _R]:
    """The step; while it is switched on, frames in its arguments and its result must be as their annotations say.

    An annotation is a name of `base.frames`, or a class with such fields. Columns may stand in any order.
    """

    @wraps(step)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        if not _switch["on"]:
            return step(*args, **kwargs)
        hints = _hints(step)
        named = dict(zip(step.__code__.co_varnames, args, strict=False)) | kwargs
        for name, value in named.items():
            _must(f"{step.__module__}.{step.__name__}({name})", hints.get(name), value)
        made = step(*args, **kwargs)
        _must(f"what {step.__module__}.{step.__name__} gives", hints.get("return"), made)
        return made

    return run


@cache
def _hints(step: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(step, include_extras=True)


def _must(where: str, hint: Any, value: object) -> None:
    for place, schema, frame in _frames(where, hint, value):
        wrong = differences(schema, frame.schema)
        if wrong:
            raise ContractError(f"{place}: {'; '.join(wrong)}")


def _frames(where: str, hint: Any, value: object) -> Iterator[tuple[str, pl.Schema, pl.DataFrame]]:
    """Each frame of `value` that is declared, with its schema."""
    if get_origin(hint) is Annotated and isinstance(value, pl.DataFrame):
        yield where, get_args(hint)[1], value
    elif get_origin(hint) is tuple and isinstance(value, tuple):
        for number, (inner, part) in enumerate(zip(get_args(hint), value, strict=False)):
            yield from _frames(f"{where}[{number}]", inner, part)
    elif isinstance(hint, type) and not getattr(hint, "_is_protocol", False) and isinstance(value, hint):
        for name, inner in _fields(hint).items():
            yield from _frames(f"{where}.{name}", inner, getattr(value, name, None))


@cache
def _fields(owner: type) -> dict[str, Any]:
    """The annotated fields of a class that declares frames; of others none."""
    if not owner.__module__.startswith("deminimis.rules"):
        return {}
    return get_type_hints(owner, include_extras=True)


def differences(declared: pl.Schema, found: pl.Schema) -> list[str]:
    """What is missing, too much, or of another dtype."""
    missing = [f"{name} is missing" for name in declared if name not in found]
    more = [f"{name} is not declared" for name in found if name not in declared]
    other = [
        f"{name} is {found[name]}, declared {dtype}"
        for name, dtype in declared.items()
        if name in found and found[name] != dtype
    ]
    return missing + more + other
