"""Did you mean ...: the nearest known names of what somebody mistyped."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """At most `most` of the known names, nearest first; swapped, missing, additional and wrong characters count one
    each, and a name more than a third of them away (at least two) is no suggestion, unless it begins like this."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only when something is misspelt

    allowed = max(2, len(name) // 3)
    given = name.casefold()
    far = {each: OSA.distance(given, each.casefold()) for each in known}
    begun = {each for each in far if len(given) > 2 and each.casefold().startswith(given)}
    near = [each for each in far if each in begun or (far[each] <= allowed and far[each] < len(each))]
    return sorted(near, key=far.__getitem__)[:most]


def did_you_mean(name: str, known: Iterable[str], most: int = 1) -> str:
    """` Did you mean DM101?`, with its space; empty where nothing is near."""
    near = nearest(name, known, most)
    return f" Did you mean {' or '.join(near)}?" if near else ""
