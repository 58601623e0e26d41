"""The codes EDI1xx (the file) and EDI2xx (a field) and their manual pages. Codes are never reused."""

from typing import Final

from deminimis.edi.frames.findings import ERROR, NOTE, WARNING, Code

UNKNOWN_FORMAT: Final = Code(
    "EDI101",
    "unknown-format",
    ERROR,
    "{reason}. {hint}",
    """The file is none of the formats that deminimis reads, or it is empty.

    Why: a file that nobody can read has not been checked; the exit code is 2 and no group is called clear.
    What to do: see what was found at the start of the file. Another administration's message, a compressed archive
    or a file in UTF-16 or EBCDIC has to be converted first. `deminimis inspect FILE` shows what sniffing saw.
    """,
    exit_code=2,
    hideable=False,
)
NOT_FULLY_READ: Final = Code(
    "EDI102",
    "not-fully-read",
    ERROR,
    "{reason}",
    """Part of the file could not be read: a trailer is missing, the last record has no end, or bytes lie in no record.

    Why: what is missing may hold the shipment that puts a consignee over the limit, so the check is incomplete: exit 2.
    What to do: transfer the file again; compare its size with the sender's.
    """,
    exit_code=2,
    hideable=False,
)
COUNT_MISMATCH: Final = Code(
    "EDI103",
    "count-mismatch",
    ERROR,
    "{trailer} counts {stated} {unit}, there are {counted}",
    """A trailer's count differs from what is there.

    In X12 (SE01, GE01, IEA01) and EDIFACT (UNT, UNE, UNZ) records were lost or added on the way: exit 2. In CATAIR
    and CAMIR a wrong Y or ZCR count is a warning: CBP's input specification leaves the Y count blank (ABI Batch and
    Block Control rev. 23, record Y) and real senders fill it in differently.
    What to do: transfer the file again, or correct the program that wrote the trailer.
    """,
    exit_code=2,
    hideable=False,
)
CONTROL_NUMBER: Final = Code(
    "EDI104",
    "control-number-mismatch",
    ERROR,
    "{trailer} says {stated}, its header {header} says {wanted}",
    """A trailer's control number (X12, EDIFACT) or identification (CATAIR Y and Z) is not its header's.

    Why: header and trailer of different messages mean that something between them was lost: exit 2.
    What to do: transfer the file again, or correct the program that wrote it.
    """,
    exit_code=2,
    hideable=False,
)
UNKNOWN_RECORD: Final = Code(
    "EDI105",
    "unknown-record",
    ERROR,
    "{tag} is no record of {format}; it was counted and not used",
    """A record or segment whose identifier this format does not have.

    Why: it may carry a value or a consignee that is now missing from the sum, so the check is incomplete: exit 2.
    What to do: correct its identifier. If the guide has a record that deminimis does not know, report it with the page.
    """,
    exit_code=2,
    hideable=False,
)
RECORD_ORDER: Final = Code(
    "EDI106",
    "record-order",
    ERROR,
    "{tag} cannot stand behind {before}; expected {expected}",
    """A record stands where the guide's usage map does not allow it, or a mandatory record before it is missing.

    Why: ACE reads by position in the map; a party behind the wrong header belongs to the wrong shipment.
    What to do: put the records into the order of the usage map (`deminimis explain RECORD` prints it).
    """,
)
ILLEGAL_BYTE: Final = Code(
    "EDI107",
    "illegal-byte",
    ERROR,
    "{where} has {characters}, no character of this format: {value!r}{done}",
    """A control character in a field (a line break, a tab, NUL), or any character outside ASCII in a record that is not
    used.

    Why: CBP takes upper-case American English keyboard characters only. A control character is read as a blank, so that
    a street of two lines is the same street; a line break is nothing only in a file all of whose lines were broken at
    one width. What is no text (a number, a date) is unread.
    What to do: take the character out before filing.
    """,
)
REPEATED_MESSAGE: Final = Code(
    "EDI108",
    "repeated-message",
    ERROR,
    "{what} {number} stands twice, first in line {first}",
    """The same message (control number, or entry number within one block) stands twice.

    Why: ACE refuses the second; its shipments are counted once here (DM105).
    What to do: remove the copy, or give the second its own number.
    """,
)
PADDED_LINES: Final = Code(
    "EDI109",
    "padded-lines",
    WARNING,
    "{count:record is|records are} shorter than 80 bytes; padded with spaces",
    """80-byte records were cut at their last character, as editors and mail do.

    Why: CBP's condition X42 refuses a last record shorter than 80. The meaning is not in doubt, so it is one warning a
    file.
    What to do: pad records to 80 before filing.
    """,
)
PASSED_THROUGH: Final = Code(
    "EDI110",
    "passed-through",
    NOTE,
    "{tag}: {count:record was|records were} recognised and not used",
    """Records that belong to the format and say nothing about the daily limit (OI, PG and SF records, X12 segments that
    the layout does not use).

    What to do: nothing.
    """,
)

NO_LIST: Final = Code(
    "EDI111",
    "list-not-read",
    ERROR,
    "{reason}",
    """A list (workbook or text) that cannot be read as one: no header, merged cells, macros, a password, damage.

    Why: nothing of it was checked: exit 2.
    What to do: what the message says; docs/lists.md tells how lists are read.
    """,
    exit_code=2,
    hideable=False,
)
LIST_QUESTION: Final = Code(
    "EDI112",
    "list-question",
    ERROR,
    "{question} Say {answer}",
    """What a list does not tell: which column a name stands for, which sheet it is in, whether 3/4/2026 is in March.

    Why: a guess may hide a value or a day, so nothing of the list was checked: exit 2.
    What to do: answer all of them with the options that are named; `--list-of NAME --keep` keeps the answers in the
    configuration, so that nobody is asked again.
    """,
    exit_code=2,
    hideable=False,
)
LIST_NOTE: Final = Code(
    "EDI113",
    "list-note",
    NOTE,
    "{said}",
    """What was found out about a list: rows that are sums and are left out, its encoding, columns without a name.

    What to do: nothing, if it is right.
    """,
)
MISSING: Final = Code(
    "EDI201",
    "missing",
    ERROR,
    "{field} ({place}) is missing: {doc}",
    """A mandatory field is blank.

    Why: ACE rejects the record. Where the field carries value, day, consignee, origin or the claim itself, it is
    unread and the verdict may become `unknown` (DM103).
    What to do: fill the field in.
    """,
)
CHARACTERS: Final = Code(
    "EDI202",
    "characters",
    ERROR,
    "{field} ({place}) has characters it must not have: {value!r}; expected {expected}",
    """A field holds characters outside its class: letters in a number, lower case, data in a filler, a number that is
    not filled with zeros.

    Why: ACE rejects the record (X39 DATA IN FILLER, X40 NON-STANDARD DATA). An unreadable number is never taken as 0.
    What to do: correct the field.
    """,
)
VALUE: Final = Code(
    "EDI203",
    "value",
    ERROR,
    "{field} ({place}) cannot be read: {value!r}; expected {expected}",
    """A field has the right characters and no meaning: 0230 as a date, 2561 as a time.

    Why: it is unread; nothing is assumed in its place.
    What to do: correct the field.
    """,
)
CODE: Final = Code(
    "EDI204",
    "code",
    ERROR,
    "{field} ({place}) has no such code: {value!r}; expected {expected}",
    """A field with a closed list of codes holds another.

    Why: ACE rejects the record; whether it claims de minimis may depend on it.
    What to do: take a code of the list (`deminimis explain RECORD` prints it).
    """,
)
WIDTH: Final = Code(
    "EDI205",
    "width",
    ERROR,
    "{field} ({place}) is {value!r}; expected {expected}",
    """A field is shorter or longer than its place, or a record is longer than 80 bytes.

    Why: ACE rejects the record or cuts it. Nothing is cut here.
    What to do: shorten or fill the field.
    """,
)
CONSTANT: Final = Code(
    "EDI206",
    "constant",
    ERROR,
    "{field} ({place}) is {value!r}; it is always {expected}",
    """A field with one fixed value holds another.

    What to do: correct it; if the guide has changed, override the layout in the configuration.
    """,
)
CHECK_DIGIT: Final = Code(
    "EDI207",
    "check-digit",
    WARNING,
    "the check digit of {value} should be {expected}",
    """The check digit of an entry number or air waybill does not fit.

    Why: a mistyped number names somebody else's shipment. A filer whose numbers have run out may be authorised to add
    an offset (CATAIR Appendix E), so this is a warning.
    What to do: compare the number with your records.
    """,
)
TOO_MANY: Final = Code(
    "EDI208",
    "too-many-elements",
    ERROR,
    "{record} has more than {field} ({place}): {value!r}",
    """A segment has more elements or components than its layout.

    Why: what stands there is not read. Nothing is dropped without a word.
    What to do: remove them; a separator inside a text is the usual cause.
    """,
)

SECOND_OPINION: Final = Code(
    "EDI209",
    "second-opinion",
    ERROR,
    "pyx12 says of {record}: {said}",
    """`check --deep`: the library pyx12 finds in an X12 segment what none of our own codes says.

    Why: it reads by the rules of X12 that every trading partner of yours may apply, such as separators behind the last
    element that holds anything.
    What to do: correct the segment; without `--deep` it is not looked for.
    """,
)
FIXED: Final = Code(
    "EDI210",
    "put-right",
    NOTE,
    "{field} ({place}): {value!r} is taken as {fix!r}, {why}",
    """A cell of a list that `--fix` has put right, because it can be one thing only.

    What to do: nothing, if it is right; without `--fix` such a cell is a fault, which names the value.
    """,
)
NO_RELEASE: Final = Code(
    "EDI211",
    "release-type-not-stated",
    WARNING,
    "a value, a country of origin, and no release type (DOC): it counts as a regular release, which claims nothing",
    """A shipment of a CUSCAR without DOC that states a value up to $800 (MOA+40) and a country of origin (LOC+27).

    Why: without DOC a shipment is a regular release. In the messages seen those state neither, and a Section 321
    shipment states both: its DOC may have been lost, and then a claim is missing from the sum.
    What to do: where it claims nothing, give the release type that it has, or leave value and origin out. A claim
    (DOC+929:::13 or 35) is refused since 29 August 2025: a broker files entry type 11 or 01 for it.
    Certainty: from messages of third parties; CBP's guide for CUSCAR is not public.
    """,
)

EDI_CODES: Final[dict[str, Code]] = {
    code.code: code
    for code in (
        UNKNOWN_FORMAT,
        NOT_FULLY_READ,
        COUNT_MISMATCH,
        CONTROL_NUMBER,
        UNKNOWN_RECORD,
        RECORD_ORDER,
        ILLEGAL_BYTE,
        REPEATED_MESSAGE,
        PADDED_LINES,
        PASSED_THROUGH,
        NO_LIST,
        LIST_QUESTION,
        LIST_NOTE,
        MISSING,
        CHARACTERS,
        VALUE,
        CODE,
        WIDTH,
        CONSTANT,
        CHECK_DIGIT,
        TOO_MANY,
        SECOND_OPINION,
        FIXED,
        NO_RELEASE,
    )
}
