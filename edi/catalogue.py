"""The wire formats: one row a format holds all that the rest of the program asks of it by name.

Nobody outside this file, the format's own folder and the samples names a format: who needs a kind of formats asks for
the trait, with `named`. It stands on the ground floor, below `frames`, `codes` and `reading`, which read it too, and
imports nothing, so that a command line that only wants the names stays quick.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

FAMILIES: Final = ("line", "fixed", "x12", "edifact")
LIST: Final = "list"  # a table that somebody typed: it is read and judged, and nobody has filed it
NO_LISTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})
# Message identifiers that head an air message: CAMIR Air, chapter "Message Types".
_AIR: Final = ("FRI", "FRC", "FRX", "FXI", "FXC", "FXX", "FDM", "FER", "FSN", "FSC", "FSI", "FSQ", "FRH")
_STATUS: Final = ("appendix_d", "conveyance_event")


class Traits(NamedTuple):
    """One format. What a format has not, it leaves at the default."""

    title: str
    family: str  # one of FAMILIES: what its records are made of
    known_by: str  # what in its first records tells it: ST01 | UNH | application | record | identifier
    marks: tuple[str, ...]  # the values there that are this format
    place: tuple[str, str, str | None]  # module in formats/, what makes the Format, and the argument where it takes one
    files: str | None = None  # manifest | entry: what is filed in it; None: an answer of CBP's alone
    # --- of filings
    head: str | None = None  # the record that a shipment begins with, where one record is sure to be it
    copy: bool = False  # CBP's own copy of what is on file: nobody filed it, so nobody is answered
    states_values: bool = True  # False: a manifest that need not state a value
    express: bool = False  # its claim is an entry type on the waybill
    released_by: tuple[str, str] | None = None  # record and field of the code that claims de minimis, or does not
    answered_by: str | None = None  # the format that accepts or refuses a whole set or transaction of it
    # --- of answers
    closes: tuple[str, ...] = ()  # what it says of a whole set: accepted, rejected
    writer: str | None = None  # module in formats/ whose `messages` writes answers of this format
    turn: int = 0  # when it is written among the answers of one call: control numbers follow it
    tells: tuple[str, ...] = ()  # codes of a daily sum that go out in it alone
    tells_carrier: tuple[str, ...] = ()  # modes whose carriers are told 2M and 4M in it
    lists: Mapping[str, tuple[str, ...]] = NO_LISTS  # path of a notice -> lists of its codes; the first wins
    text_width: int | None = None  # the widest text that its place on the wire holds, in characters
    character_set_a: bool = False  # texts are of EDIFACT level A: capitals, no dollar sign
    timed: bool = True  # a disposition in it carries time and quantity
    dated_as_filed: bool = False  # it is dated as the filing that it answers
    needs_place: bool = False  # it must name the bill, the port and the day
    names_trip: bool = False  # it names the trip of the manifest it answers
    names_port: bool = False  # its envelope names the port of the filing
    with_bill: bool = False  # a status of an entry stands behind one that the bill is on file
    acknowledges: bool = False  # of syntax alone: a fault in it is no verdict of its own
    # --- of what is invented
    # counted: in a cargo release every bill but the master's states a quantity, in the broker's copy of a manifest none
    invented_for: tuple[str, ...] = ()  # modes whose invented manifests are called so
    counted: tuple[str, str] | None = None  # record and field of a number that stands once in every shipment


# text_width: SE90 10-49, SO60 17-56, K3, K1 (CSMS 62931096), FTX 4440, R03 4-48; ERR is read up to 65, of which CBP's
# dictionary allows 40 and its own 098 takes 41.
CATALOGUE: Final[Mapping[str, Traits]] = MappingProxyType({
    "x12-309": Traits(
        "X12 309 Customs Manifest", "x12", "ST01", ("309",), ("x12.format", "interchange", "309"), files="manifest",
        released_by=("M11", "bill_type"), answered_by="x12-355", invented_for=("truck",), counted=("M11", "quantity"),
    ),
    "x12-350": Traits(
        "X12 350 Customs Status Information", "x12", "ST01", ("350",), ("x12.format", "interchange", "350"),
        writer="x12.answers.status_350", turn=4, tells=("95",), tells_carrier=("rail",), text_width=60,
        needs_place=True,
        lists={"truck": ("truck_disposition", "conveyance_event", "appendix_d"), "rail": _STATUS, "ocean": _STATUS},
    ),
    "x12-355": Traits(
        "X12 355 Customs Acceptance/Rejection", "x12", "ST01", ("355",), ("x12.format", "interchange", "355"),
        closes=("accepted", "rejected"), writer="x12.answers.acceptance_355", turn=3, text_width=60, timed=False,
        lists={"truck": ("truck_error",), "rail": ("ocean_error",), "ocean": ("ocean_error",)},
    ),
    "x12-358": Traits(
        "X12 358 Customs Consist Information", "x12", "ST01", ("358",), ("x12.format", "interchange", "358"),
        files="manifest", answered_by="x12-355",
    ),
    "x12-997": Traits(
        "X12 997 Functional Acknowledgment", "x12", "ST01", ("997",), ("x12.format", "interchange", "997"),
        acknowledges=True,
    ),
    "cuscar": Traits(
        "EDIFACT CUSCAR Customs Cargo Report", "edifact", "UNH", ("CUSCAR",),
        ("edifact.format", "interchange", "CUSCAR"), files="manifest", released_by=("RELEASE929", "release_type"),
        answered_by="cusres",
        counted=("CNI", "line_number"),
    ),
    "cusrep": Traits(
        "EDIFACT CUSREP Customs Conveyance Report", "edifact", "UNH", ("CUSREP",),
        ("edifact.format", "interchange", "CUSREP"), files="manifest", answered_by="cusres",
    ),
    "cusres": Traits(
        "EDIFACT CUSRES Customs Response", "edifact", "UNH", ("CUSRES",), ("edifact.format", "interchange", "CUSRES"),
        closes=("accepted",), writer="edifact.answer_cusres", turn=5, tells=("SN517",), text_width=512,
        character_set_a=True, names_trip=True, lists={"truck": ("truck_status", "truck_error")},
    ),
    "contrl": Traits(
        "EDIFACT CONTRL Syntax and Service Report", "edifact", "UNH", ("CONTRL",),
        ("edifact.format", "interchange", "CONTRL"), acknowledges=True,
    ),
    "camir-air": Traits(
        "CAMIR air", "line", "identifier", _AIR, ("camir_air.format", "CAMIR_AIR", None), files="manifest",
        express=True, released_by=("CED", "entry_type"), writer="camir_air.answer", turn=6,
        tells=("098", "181", "110"), tells_carrier=("air",),
        text_width=41, lists={"air": ("air_disposition", "air_error", "air_query")},
        invented_for=("air",), counted=("WBL", "pieces"),
    ),
    "camir-ocean": Traits(
        "CAMIR ocean and rail manifest", "fixed", "record", ("ACR",), ("camir_ocean.format", "CAMIR_OCEAN", None),
        files="manifest", states_values=False, released_by=("B01", "bill_type"), writer="camir_ocean.answer", turn=7,
        tells_carrier=("ocean",),
        text_width=45, lists={"ocean": ("appendix_d", "ocean_error"), "rail": ("appendix_d", "ocean_error")},
        invented_for=("ocean",), counted=("B01", "manifest_quantity"),
    ),
    "catair-se": Traits(
        "CATAIR cargo release (SE)", "fixed", "application", ("SE",), ("catair.format_se", "CARGO_RELEASE", None),
        files="entry", head="SE10", released_by=("SE10", "entry_type"), answered_by="catair-sx",
        counted=("SE15", "quantity"),
    ),
    "catair-sx": Traits(
        "CATAIR cargo release answer (SX)", "fixed", "application", ("SX",),
        ("catair.format_from_cbp", "outbound", "SX"), writer="catair.answers.release_sx", turn=1,
        tells=("284", "318", "282", "288"), text_width=40, dated_as_filed=True,
        lists={"entry": ("release_condition", "release_type", "abi_batch_condition")},
    ),
    "catair-so": Traits(
        "CATAIR cargo release status notification (SO)", "fixed", "application", ("SO",),
        ("catair.format_from_cbp", "outbound", "SO"), writer="catair.answers.status_so", turn=2, text_width=40,
        tells=("30", "33", "34"), names_port=True, with_bill=True,
        lists={"entry": ("entry_disposition", "bill_disposition")},
    ),
    "catair-bd": Traits(
        "CATAIR broker download (BD)", "fixed", "application", ("BD",), ("catair.format_from_cbp", "outbound", "BD"),
        files="manifest", copy=True, states_values=False, released_by=("1B", "bill_type"), invented_for=("rail",),
        counted=("1B", "port_of_lading"),
    ),
    "catair-ns": Traits(
        "CATAIR manifest status notification (NS)", "fixed", "application", ("NS",),
        ("catair.format_from_cbp", "outbound", "NS"),
        lists={"air": ("air_disposition",), "ocean": ("appendix_d",)},
    ),
})  # fmt: skip


def named(trait: Callable[[Traits], object]) -> tuple[str, ...]:
    """The names of the formats that have `trait`, in the order of the catalogue."""
    return tuple(name for name, traits in CATALOGUE.items() if trait(traits))


def known_by(what: str) -> dict[str, str]:
    """Of the formats that are told by `what`: mark -> name."""
    rows = CATALOGUE.items()
    return {mark: name for name, traits in rows if traits.known_by == what for mark in traits.marks}


def release_hint(name: str) -> str:
    """What a finding about a release type that the format has not says more."""
    return f"one that you know is told in [release_types.{name}] of the configuration"


COPIES: Final = named(lambda traits: traits.copy)
ENTRIES: Final = named(lambda traits: traits.files == "entry")
(ENTRY_ANSWER,) = {CATALOGUE[name].answered_by or "" for name in ENTRIES}
