"""As much of JSON Schema (draft 4 to 2020-12) as our tests need: every problem of a value, by its place.

A keyword that is not known here is refused, so that a schema never seems to hold because nobody looked.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
_SAID: Final = {"$schema", "$id", "id", "title", "description", "default", "definitions", "$defs", "examples", "format"}
_KNOWN: Final = _SAID | {
    "$ref", "type", "enum", "const", "pattern", "minimum", "maximum", "minLength", "maxLength", "minItems",
    "uniqueItems", "items", "properties", "patternProperties", "additionalProperties", "required", "anyOf", "oneOf",
}  # fmt: skip


def problems(value: Any, schema: Any, root: Any = None, at: str = "$") -> list[str]:
    """What of `value` the schema refuses; empty where it holds."""
    return list(_problems(value, schema, schema if root is None else root, at))


def _problems(value: Any, schema: Any, root: Any, at: str) -> Iterator[str]:
    if schema is True:
        return
    if schema is False:
        yield f"{at}: nothing may stand here"
        return
    assert set(schema) <= _KNOWN, f"{at}: keywords {set(schema) - _KNOWN} are not known here"
    if "$ref" in schema:
        target = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from _problems(value, target, root, at)
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_is(value, each) for each in types):
        yield f"{at}: {value!r} is no {' or '.join(types)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            fit = sum(not problems(value, each, root, at) for each in schema[keyword])
            if not (fit == 1 if keyword == "oneOf" else fit):
                yield f"{at}: {fit} of {keyword} fit"
    if isinstance(value, str):
        yield from _text(value, schema, at)
    elif isinstance(value, (int, float)):
        if value < schema.get("minimum", value) or value > schema.get("maximum", value):
            yield f"{at}: {value} is out of range"
    elif isinstance(value, list):
        yield from _list(value, schema, root, at)
    elif isinstance(value, dict):
        yield from _object(value, schema, root, at)


def _is(value: Any, kind: str) -> bool:
    """Python's True is an int; JSON's is not."""
    return isinstance(value, _TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _text(value: str, schema: Any, at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: {value!r} does not fit {schema['pattern']}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        yield f"{at}: {value!r} is too short or too long"


def _list(value: list[Any], schema: Any, root: Any, at: str) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0):
        yield f"{at}: too few"
    if schema.get("uniqueItems") and any(one in value[:n] for n, one in enumerate(value)):
        yield f"{at}: one stands twice"
    for n, one in enumerate(value):
        yield from _problems(one, schema.get("items", True), root, f"{at}[{n}]")


def _object(value: dict[str, Any], schema: Any, root: Any, at: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: {name} is missing"
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name, one in value.items():
        fitting = [properties[name]] if name in properties else []
        fitting += [each for pattern, each in patterns.items() if re.search(pattern, name)]
        if not fitting:
            fitting = [schema.get("additionalProperties", True)]
        for each in fitting:
            yield from _problems(one, each, root, f"{at}.{name}")
