"""Did you mean ...: the nearest known names of what somebody mistyped."""

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], most: int = 1) -> list[str]:
    """At most `most` of the known names, nearest first; swapped, missing, additional and wrong characters count one
    each, and a name more than a third of them away (at least two) is no suggestion."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only when something is misspelt

    allowed = max(2, len(name) // 3)
    far = {each: OSA.distance(name.casefold(), each.casefold(), score_cutoff=allowed) for each in known}
    return sorted((each for each in far if far[each] <= allowed and far[each] < len(each)), key=far.__getitem__)[:most]


def did_you_mean(name: str, known: Iterable[str], most: int = 1) -> str:
    """` Did you mean DM101?`, with its space; empty where nothing is near."""
    near = nearest(name, known, most)
    return f" Did you mean {' or '.join(near)}?" if near else ""
