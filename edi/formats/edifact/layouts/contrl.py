"""CONTRL, the answer to syntax: UCI, UCF, UCM, UCS, UCD. When ACE sends one is not known."""

from typing import Final

from deminimis.edi.formats.edifact.layouts.elements import SYNTAX_4, ce
from deminimis.edi.layout.declare import Field, edifact
from deminimis.edi.layout.kinds import N0, TEXT

_ACTIONS: Final = {"4": "rejected, with all below", "7": "accepted", "8": "received"}
_ERRORS: Final = {
    "12": "invalid value",
    "13": "missing",
    "15": "not supported here",
    "16": "too many constituents",
    "18": "unspecified error",
    "20": "character not allowed as separator",
    "21": "character not allowed",
    "22": "service characters not allowed",
    "23": "unknown sender",
    "26": "duplicate",
    "28": "references differ",
    "29": "count differs",
    "32": "level is empty",
    "35": "too many repetitions",
    "36": "too many repetitions of a group",
    "37": "wrong type of character",
    "39": "too long",
    "40": "too short",
    "45": "trailing separator",
    "46": "character set not supported",
}


def _verdict(action: int) -> tuple[Field, ...]:
    """0083, 0085, 0013, S011: what became of it, why, and where."""
    return (
        ce(action, "0083", "action", TEXT, 3, "M", "What became of it.", codes=_ACTIONS),
        ce(action + 1, "0085", "error", TEXT, 3, "C", "What is wrong.", codes=_ERRORS),
        ce(action + 2, "0013", "segment", TEXT, 3, "C", "Faulty service segment."),
        ce((action + 3, 1), "S011-0098", "element", N0, 3, "C", "Number of the faulty element."),
        ce((action + 3, 2), "S011-0104", "component", N0, 3, "C", "Number of the faulty component."),
    )


def _parties(first: int) -> tuple[Field, ...]:
    return (
        ce((first, 1), "0004", "sender", TEXT, 35, "M", "Sender of what is answered."),
        ce((first, 2), "0007", "sender_qualifier", TEXT, 4, "O", "Kind of code."),
        ce((first, 3), "0008", "sender_internal", TEXT, 35, "O", "Internal identification."),
        ce((first, 4), "0042", "sender_sub", TEXT, 35, "O", "Internal sub-identification."),
        ce((first + 1, 1), "0010", "receiver", TEXT, 35, "M", "Receiver of what is answered."),
        ce((first + 1, 2), "0007", "receiver_qualifier", TEXT, 4, "O", "Kind of code."),
        ce((first + 1, 3), "0014", "receiver_internal", TEXT, 35, "O", "Internal identification."),
        ce((first + 1, 4), "0046", "receiver_sub", TEXT, 35, "O", "Internal sub-identification."),
    )


UCI: Final = edifact(
    "UCI",
    "Interchange Response",
    (
        ce(1, "0020", "control_reference", TEXT, 14, "M", "Reference of the interchange that is answered."),
        *_parties(2),
        *_verdict(4),
    ),
    source=f"{SYNTAX_4}, UCI",
)

UCF: Final = edifact(
    "UCF",
    "Group Response",
    (
        ce(1, "0048", "control_reference", TEXT, 14, "M", "Reference of the group that is answered."),
        *_parties(2),
        *_verdict(4),
    ),
    source=f"{SYNTAX_4}, UCF",
)

UCM: Final = edifact(
    "UCM",
    "Message Response",
    (
        ce(1, "0062", "message_reference", TEXT, 14, "M", "Reference of the message that is answered."),
        ce((2, 1), "S009-0065", "message_type", TEXT, 6, "M", "Its type."),
        ce((2, 2), "S009-0052", "version", TEXT, 3, "M", "Its version."),
        ce((2, 3), "S009-0054", "release", TEXT, 3, "M", "Its directory."),
        ce((2, 4), "S009-0051", "agency", TEXT, 3, "M", "Its agency."),
        ce((2, 5), "S009-0057", "association", TEXT, 6, "O", "Association's own code."),
        *_verdict(3),
    ),
    source=f"{SYNTAX_4}, UCM",
)

UCS: Final = edifact(
    "UCS",
    "Segment Error Indication",
    (
        ce(1, "0096", "position", N0, 6, "M", "Number of the segment in the message; UNH is 1."),
        ce(2, "0085", "error", TEXT, 3, "C", "What is wrong with the segment.", codes=_ERRORS),
    ),
    source=f"{SYNTAX_4}, UCS",
)

UCD: Final = edifact(
    "UCD",
    "Data Element Error Indication",
    (
        ce(1, "0085", "error", TEXT, 3, "M", "What is wrong with the element.", codes=_ERRORS),
        ce((2, 1), "S011-0098", "element", N0, 3, "M", "Number of the element in the segment."),
        ce((2, 2), "S011-0104", "component", N0, 3, "C", "Number of the component in the element."),
        ce((2, 3), "S011-0136", "repetition", N0, 6, "C", "Number of the repetition."),
    ),
    source=f"{SYNTAX_4}, UCD",
)
