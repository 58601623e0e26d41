"""The ABI envelope: batch A ... Z, blocks B ... Y inside it, and X0, X1 where CBP refuses a whole batch.

One layout serves what a filer sends and what CBP answers, except for the bare B, Y and Z that CBP makes for a refused
batch (`GENERATED`): a record is one of those when its columns 2-12 are blank and column 80 repeats its letter.
"""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.layout.declare import Cols, Field, Layout, filler, fixed
from deminimis.edi.layout.kinds import AN, FREE, MMDDYY, A, N, X

GUIDE: Final = "CBP ABI Batch and Block Control rev. 23 (June 2023)"

APPLICATIONS: Final = {
    "SE": "cargo release, from the filer",
    "SX": "cargo release, CBP's answer",
    "SO": "cargo release, status notification",
    "CQ": "cargo, manifest and entry status query, from the filer",
    "C1": "cargo, manifest and entry status query, CBP's answer",
    "BD": "broker download: the manifest, for the nominated broker",
    "NS": "manifest status notification",
    "QP": "in-bond application, from the filer",
    "QT": "in-bond application, CBP's answer",
    "WP": "in-bond arrival and export, from the filer",
    "WT": "in-bond arrival and export, CBP's answer",
}
"""The applications met beside de minimis; the guide lists some fifty."""


def _password() -> Field:
    # FREE: never read into a frame and never repeated in a finding.
    doc = "Password of the transmitter in input and for QT and WT, else blank. Never read."
    return Field("password", Cols(9, 14), FREE, "C", doc)


def _block_id() -> tuple[Field, ...]:
    return (
        filler(2, 3, "Blank in the guide; real filers put a district prefix or a counter here.", kind=FREE),
        Field("processing_port", Cols(4, 7), AN, "M", "Port where the transactions are processed, Schedule D."),
        Field("processing_filer_code", Cols(8, 10), AN, "M", "Filer code that CBP assigned."),
        Field("application", Cols(11, 12), AN, "M", "Application of the block.", codes=APPLICATIONS, closed=False),
    )


def _sender() -> tuple[Field, ...]:
    return (
        Field("site_code", Cols(2, 5), AN, "M", "Site that sends and receives; by custom the nearest port's code."),
        Field("sender_code", Cols(6, 8), AN, "M", "Sender and receiver, as CBP assigned."),
    )


A_RECORD: Final = fixed(
    "A",
    "batch header",
    (
        *_sender(),
        _password(),
        Field("transmission_date", Cols(15, 20), MMDDYY, "O", "Day of transmission; CBP repeats it in its answer."),
        filler(21, 25),
        # The answer to a refused batch has it blank, and BD, NS, QT and WT never carry it here (p. B&B-22).
        Field("application", Cols(26, 27), AN, "C", "Application of all blocks.", codes=APPLICATIONS, closed=False),
        filler(28, 37),
        Field("office_code", Cols(38, 39), AN, "C", "Office of the sender, as agreed with CBP."),
        filler(40, 59),
        Field("user_text", Cols(60, 80), X, "O", "The transmitter's own text; CBP repeats it in its answer."),
    ),
    source=f"{GUIDE}, p. B&B-9, B&B-20",
)

B_RECORD: Final = fixed(
    "B",
    "block header",
    (
        *_block_id(),
        filler(13, 44, "Statement fields in applications PF and MS, which are not read; else blank."),
        Field("office_code", Cols(45, 46), AN, "C", "Office of the filer, as agreed with CBP."),
        Field("preparer_port", Cols(47, 50), AN, "C", "Port of the preparer."),
        Field("preparer_filer_code", Cols(51, 53), AN, "C", "Filer code of the preparer."),
        Field("preparer_office_code", Cols(54, 55), AN, "C", "Office of the preparer."),
        Field("preparer_indicator", Cols(56, 56), AN, "C", "Says that preparer fields are filled.",
              codes={"1": "preparer reported"}),
        filler(57, 59),
        Field("user_text", Cols(60, 80), X, "O", "The filer's own text; CBP repeats it in its answer."),
    ),
    source=f"{GUIDE}, p. B&B-13, B&B-25",
)

Y_RECORD: Final = fixed(
    "Y",
    "block trailer",
    (
        *_block_id(),
        # Blank in input outside QP and WP, but real cargo release senders fill it: read both ways.
        Field("record_count", Cols(13, 17), N, "C", "Records between B and Y. Always in CBP's answers."),
        filler(18, 44),
        Field("office_code", Cols(45, 46), AN, "C", "Office of the filer, as in B."),
        filler(47, 80),
    ),
    source=f"{GUIDE}, p. B&B-15, B&B-28",
)

Z_RECORD: Final = fixed(
    "Z",
    "batch trailer",
    (
        *_sender(),
        _password(),
        Field("transmission_date", Cols(15, 20), MMDDYY, "C", "Day of transmission, as in A."),
        filler(21, 37),
        Field("office_code", Cols(38, 39), AN, "C", "Office of the sender, as in A."),
        filler(40, 80),
    ),
    source=f"{GUIDE}, p. B&B-12, B&B-23",
)

X0_RECORD: Final = fixed(
    "X0",
    "what a refusal is about",
    (
        filler(3, 3),
        Field("reference_type", Cols(4, 9), AN, "M", "What the text names.",
              codes={"BLOCK": "a block", "TRNACT": "a record of a transaction"}, closed=False),
        filler(10, 10),
        Field("occurrence", Cols(11, 16), N, "M", "Which block of the batch, or which transaction of the block."),
        filler(17, 17),
        Field("reference_label", Cols(18, 24), X, "M", "Always the words REF ID:.", const="REF ID:"),
        filler(25, 25),
        # BLOCK: port 26-29, filer 31-33, office 35-36, application 38-39, user text 41-61, preparer 63-72.
        # TRNACT: record of the batch 26-32, column of the fault 34-35, where 00 is the whole record (p. B&B-30).
        Field("reference", Cols(26, 80), X, "M", "The block's own data, or record and column of the fault."),
    ),
    source=f"{GUIDE}, p. B&B-29",
    doc="Only in the answer to a refused batch; absent where the fault lies in A or Z.",
)

X1_RECORD: Final = fixed(
    "X1",
    "why a batch is refused",
    (
        Field("disposition", Cols(3, 3), AN, "C", "Set on the last X1 only.", codes={"R": "batch rejected"}),
        Field("severity", Cols(4, 4), AN, "M", "Always fatal.", const="F"),
        Field("condition_code", Cols(5, 7), AN, "M", "What is wrong.", codes=load("abi_batch_condition"), closed=False),
        filler(8, 9),
        Field("reason_code", Cols(10, 10), AN, "C", "For CBP's own use."),
        Field("narrative", Cols(11, 50), X, "M", "The condition in words."),
        filler(51, 80),
    ),
    source=f"{GUIDE}, p. B&B-31",
    doc="One fatal condition makes CBP ignore the whole batch, all blocks of it.",
)


def _generated(tag: str, page: str, *middle: Field) -> Layout:
    last = filler(2, 79) if not middle else filler(18, 79)
    mark = Field("generated", Cols(80, 80), A, "M", "Marks a record that CBP made itself.", const=tag)
    return fixed(tag, "made by CBP for a refused batch", (*middle, last, mark), source=f"{GUIDE}, p. {page}")


GENERATED: Final[dict[str, Layout]] = {
    "B": _generated("B", "B&B-27"),
    "Y": _generated(
        "Y", "B&B-28", filler(2, 12), Field("record_count", Cols(13, 17), N, "M", "Records between B and Y.")
    ),
    "Z": _generated("Z", "B&B-24"),
}

RECORDS: Final[dict[str, Layout]] = {
    layout.tag: layout for layout in (A_RECORD, B_RECORD, Y_RECORD, Z_RECORD, X0_RECORD, X1_RECORD)
}
