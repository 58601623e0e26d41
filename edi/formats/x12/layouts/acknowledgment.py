"""Segments of the 997, the answer to syntax: AK1, AK2, AK3, AK4, AK5, AK9."""

from typing import Final

from deminimis.edi.formats.x12.layouts.elements import X12_5020, de
from deminimis.edi.layout.declare import Field, x12
from deminimis.edi.layout.kinds import ID, N0, NX, TEXT

_SEGMENT_ERRORS: Final = {
    "1": "unknown segment",
    "2": "unexpected segment",
    "3": "mandatory segment missing",
    "4": "loop occurs too often",
    "5": "segment occurs too often",
    "6": "segment not in this set",
    "7": "segment out of order",
    "8": "segment has faulty elements",
}
_ELEMENT_ERRORS: Final = {
    "1": "mandatory element missing",
    "2": "conditional element missing",
    "3": "too many elements",
    "4": "element too short",
    "5": "element too long",
    "6": "character not allowed",
    "7": "code not allowed",
    "8": "no valid date",
    "9": "no valid time",
    "10": "exclusion condition broken",
}
_SET_ERRORS: Final = {
    "1": "set not supported",
    "2": "trailer missing",
    "3": "control numbers of header and trailer differ",
    "4": "segment count differs",
    "5": "segments have faults",
    "6": "set identifier missing or unknown",
    "7": "control number missing or unknown",
}
_GROUP_ERRORS: Final = {
    "1": "group not supported",
    "2": "version not supported",
    "3": "trailer missing",
    "4": "control numbers of header and trailer differ",
    "5": "set count differs",
    "6": "control number breaks the rules",
}
_VERDICTS: Final = {"A": "accepted", "E": "accepted, errors noted", "P": "partly accepted", "R": "rejected"}


def _reasons(first: int, number: int, codes: dict[str, str]) -> tuple[Field, ...]:
    return tuple(
        de(first + n, number, f"error_{n + 1}", ID, 1, 3, "O", "Reason of the verdict.", codes=codes) for n in range(5)
    )


AK1: Final = x12(
    "AK1",
    "Functional Group Response Header",
    (
        de(1, 479, "functional_id", ID, 2, 2, "M", "GS01 of the group that is answered."),
        de(2, 28, "control_number", NX, 1, 9, "M", "GS06 of that group."),
        de(3, 480, "version", TEXT, 1, 12, "O", "GS08 of that group."),
    ),
    source=f"{X12_5020}, AK1",
)

AK2: Final = x12(
    "AK2",
    "Transaction Set Response Header",
    (
        de(1, 143, "set_id", ID, 3, 3, "M", "ST01 of the set that is answered."),
        de(2, 329, "control_number", TEXT, 4, 9, "M", "ST02 of that set."),
        de(3, 1705, "implementation", TEXT, 1, 35, "O", "ST03 of that set."),
    ),
    source=f"{X12_5020}, AK2",
)

AK3: Final = x12(
    "AK3",
    "Data Segment Note",
    (
        de(1, 721, "segment", ID, 2, 3, "M", "Identifier of the faulty segment."),
        de(2, 719, "position", N0, 1, 10, "M", "Its number in the set; ST is 1."),
        de(3, 447, "loop", TEXT, 1, 4, "O", "Loop identifier."),
        de(4, 720, "error", ID, 1, 3, "O", "What is wrong with it.", codes=_SEGMENT_ERRORS),
    ),
    source=f"{X12_5020}, AK3",
)

AK4: Final = x12(
    "AK4",
    "Data Element Note",
    (
        de((1, 1), "C030-722", "element", N0, 1, 2, "M", "Number of the faulty element in its segment."),
        de((1, 2), "C030-1528", "component", N0, 1, 2, "O", "Number of the component in the element."),
        de((1, 3), "C030-1686", "repetition", N0, 1, 4, "O", "Number of the repetition."),
        de(2, 725, "element_number", N0, 1, 4, "O", "Number of the element in the X12 dictionary."),
        de(3, 723, "error", ID, 1, 3, "M", "What is wrong with it.", codes=_ELEMENT_ERRORS),
        de(4, 724, "copy", TEXT, 1, 99, "O", "The faulty text."),
    ),
    source=f"{X12_5020}, AK4",
)

AK5: Final = x12(
    "AK5",
    "Transaction Set Response Trailer",
    (de(1, 717, "verdict", ID, 1, 1, "M", "Verdict on the set.", codes=_VERDICTS), *_reasons(2, 718, _SET_ERRORS)),
    source=f"{X12_5020}, AK5",
)

AK9: Final = x12(
    "AK9",
    "Functional Group Response Trailer",
    (
        de(1, 715, "verdict", ID, 1, 1, "M", "Verdict on the group.", codes=_VERDICTS),
        de(2, 97, "sets_included", N0, 1, 6, "M", "Sets that the group states."),
        de(3, 123, "sets_received", N0, 1, 6, "M", "Sets that came."),
        de(4, 2, "sets_accepted", N0, 1, 6, "M", "Sets that were accepted."),
        *_reasons(5, 716, _GROUP_ERRORS),
    ),
    source=f"{X12_5020}, AK9",
)
