"""Options that reach a command as one argument: a command of twenty options takes four arguments.

An option is declared once, where its group stands, under the name of a field of the class that takes it.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from typing import Any

Command = Callable[..., Any]


def apply(function: Command, *decorators: Command) -> Command:
    """Click lists the option that was applied last first: so they are applied from the end."""
    for decorate in reversed(decorators):
        function = decorate(function)
    return function


def gathered(name: str, kind: type, *options: Command) -> Command:
    """`options` in this order; those that are fields of `kind` (a NamedTuple or a dataclass) become the one argument
    `name`, of that class. A field that no option gives keeps its default; an option that is no field is passed on.
    """

    def wrap(function: Command) -> Command:
        @wraps(function)
        def command(*args: Any, **given: Any) -> Any:
            mine = {each: given.pop(each) for each in _fields(kind) if each in given}
            return function(*args, **given, **{name: kind(**mine)})

        return apply(command, *options)

    return wrap


def _fields(kind: type) -> list[str]:
    names = [each.name for each in fields(kind)] if is_dataclass(kind) else getattr(kind, "_fields", ())
    return list(names)
