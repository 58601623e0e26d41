"""`deminimis explain suspended`: the words that reports print, each with where it stands and what it means."""

from collections.abc import Iterator, Mapping
from inspect import cleandoc
from typing import Final

from deminimis.cli import words
from deminimis.cli.show import policy as explain_policy
from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.reading.format import Format
from deminimis.rules.codes import CODES
from deminimis.rules.policy.table import BEGINNING, END, Period, Policy

_VERDICT: Final = "verdict of a claim, and of a consignee's day"
_ROLE: Final = "role of a claim in its consignee's day"
_ACTION: Final = "what ACE does in a period about a claim, or about a day above the limit"
_SEVERITY: Final = "severity of a finding"
_STATUS: Final = "status of a file"
_SOURCED: Final = "how well a place, a code or a period is known"
_STATE: Final = "state of a refused claim on the worklist"
_EFFECT: Final = "effect of CBP's answer on what it answers"
_TURN: Final = "whose turn it is, on the worklist"
_BASIS: Final = "which date decides the day, in reports and in `explain policy`"
_REASON: Final = "why it cannot be told, of a claim"
_TYPE: Final = "entry type"
_KIND: Final = "kind of a filing"
_MODE: Final = "mode of transport"
_COLUMN: Final = "column of a report"

# word -> where it stands, and what it means there
WORDS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "clear": ((_VERDICT, """Nothing in these filings speaks against it. Reports call it "no overage", for nobody but CBP
        sees other filers' shipments for the same consignee."""),),
    "list": (("format of a file", """A table that somebody typed (a workbook, or text with separators). It is read and
        judged as a filing is, but nobody has filed it: `deminimis convert` makes a filing of it."""),),
    "no overage": ((_VERDICT, "The same as `clear`: as far as these filings tell, the day is at or below the limit."),),
    "warn": (
        (_VERDICT, "The day may exceed the limit, and ACE warns of it. Nothing is held."),
        (_ACTION, "ACE warns of a day above the limit and holds nothing."),
    ),
    "over": ((_VERDICT, "The day is above the limit in a period in which ACE does nothing about it."),),
    "withhold": (
        (_VERDICT, "The release of this shipment waits until another entry is filed, or it is abandoned or exported."),
        (_ACTION, "ACE withholds the release of what exceeds the limit until another entry is filed."),
    ),
    "reject": (
        (_VERDICT, "The claim is refused: file the bill as an entry of type 11 or 01 (`deminimis refile`)."),
        (_ACTION, "Every de minimis claim is refused, whatever its value."),
    ),
    "unknown": (
        (_VERDICT, "It cannot be told, because something that decides could not be read. Never taken for clear."),
        (_EFFECT, "What CBP says is in none of the tables: the claim stays open, and its answer is shown."),
        (_SOURCED, "Of a type to file: what decides is not in the filing."),
    ),
    "cannot tell": ((_VERDICT, "The same as `unknown`: the report names what could not be read."),),
    "suspended": (("what a period does", """De minimis is suspended: no claim of any origin is admitted, in any mode but
        mail, since 29 August 2025. Each bill is filed as an entry of type 11 or 01 instead. The dates and instruments:
        `deminimis explain policy`."""),),
    "provisional": ((_COLUMN, "The day rests on an estimate, or a late change may still move it."),),
    "lower bound": ((_COLUMN, "Something could not be read, so that the sum is the least it can be."),),
    "earlier": ((_ROLE, "In the order of filing it stands before the one that brought the day above the limit."),),
    "exceeding": ((_ROLE, "In the order of filing it brought the day above the limit, or it came later."),),
    "none": ((_ACTION, "ACE does nothing about the sum of a day."),),
    "manual": ((_ACTION, "No program: officers may refuse the shipment that puts the day above the limit."),),
    "error": ((_SEVERITY, "Something is refused, or could not be read."),),
    "warning": ((_SEVERITY, "CBP may act on it, or a verdict may rest on it: look at it."),),
    "note": ((_SEVERITY, "Worth knowing; nothing has to be done."),),
    "checked": ((_STATUS, "All of the file was read and checked."),),
    "incomplete": ((_STATUS, "A part of the file could not be read: exit code 2, and the findings say which."),),
    "unreadable": ((_STATUS, "The file could not be opened or read at all."),),
    "unknown-format": ((_STATUS, "It is none of the formats that are known: nothing in it was checked."),),
    "guide": ((_SOURCED, "A guide that you hold says so; the configuration names it, with its page."),),
    "cbp": ((_SOURCED, "CBP's own document says so; its page is named."),),
    "schema": ((_SOURCED, "The grammar of 2017 by which CBP's system reads says so: no document of CBP, and older."),),
    "standard": ((_SOURCED, "The X12 or EDIFACT standard says so; CBP's document does not contradict it."),),
    "unconfirmed": ((_SOURCED, "Another source says so, or a part of it is open: confirm it with CBP."),),
    "assumed": ((_SOURCED, "Nobody has published it: it is assumed, and said to be."),),
    "certain": ((_SOURCED, "The instrument that says so is published and in force."),),
    "open": ((_STATE, "Refused, and no entry of type 11 or 01 for its bill is on file: it has to be filed."),),
    "refiled": ((_STATE, "An entry of type 11 or 01 for its bill is on file, and CBP has not answered it yet."),),
    "refused again": ((_STATE, "CBP refused the entry of type 11 or 01: correct what its answer names, file again."),),
    "accepted": (
        (_STATE, "CBP accepted the entry of type 11 or 01 that replaces it: nothing is left to do."),
        (_EFFECT, "CBP accepted it."),
    ),
    "undone": ((_EFFECT, "It no longer stands with CBP: cancelled, deleted or expired there."),),
    "refused": ((_EFFECT, "CBP refused it."),),
    "late": (("mark of a line of the worklist", "The day of arrival is past, and no entry is accepted."),),
    "rule": (("who refuses, on the worklist", "The rule of the day refuses it; CBP has not answered."),),
    "both": (("who refuses, on the worklist", "The rule of the day refuses it, and so did CBP."),),
    "broker": ((_TURN, "The broker, who files the entry."),),
    "carrier": ((_TURN, "The carrier, who amends the manifest."),),
    "broker and carrier": ((_TURN, "The broker files the entry; the carrier takes the claim off the bill."),),
    "filer": ((_TURN, "Whoever filed it: something in the filing could not be read."),),
    "eda": ((_BASIS, "The estimated date of arrival of the filing, Eastern time."),),
    "arrival": ((_BASIS, "The day of actual arrival, as filed or as CBP's notices say it."),),
    "arrival else eda": ((_BASIS, "The actual arrival; the estimated one where none is known."),),
    "base": ((_REASON, "It changes or adds to a filing that is not among these: give that one, or a ledger."),),
    "value": ((_REASON, "Its value could not be read, or is in a currency without a rate."),),
    "claim": ((_REASON, "Whether it claims de minimis could not be read."),),
    "consignee": (
        (_REASON, "Who the consignee is could not be read."),
        (_COLUMN, "Who receives the goods. How one is known: `deminimis explain consignee NAME ADDRESS`."),
    ),
    "day": ((_REASON, "Its day of arrival could not be read."),),
    "period": (
        (_REASON, "The rule of its day cannot be told."),
        (_COLUMN, "The row of the policy table that holds on the day: P0 to P8. `deminimis explain P7`, `policy`."),
    ),
    "origin": ((_REASON, "Its country of origin could not be read, on a day when that decides."),),
    "others": ((_REASON, "Something of another claim of the same day could not be read."),),
    "01": ((_TYPE, """Consumption entry (formal): any value, with a bond. What is above $2,500, or may not be entered
        informally, is filed as this."""),),
    "11": ((_TYPE, "Informal entry: value up to $2,500 (19 CFR 143.21). What most refused claims are filed as."),),
    "13": ((_TYPE, """International mail shipment, of at most $2,500: in use since 22 September 2026 (as reported). Mail
        is not judged here."""),),
    "86": ((_TYPE, """De minimis claim in a cargo release entry (19 CFR 10.151, section 321). Refused for every origin
        since 29 August 2025; mail has a way of its own."""),),
    "section 321": (("what is claimed", "19 USC 1321(a)(2)(C): free entry of at most $800 a person and day."),),
    "PAPS": (("release of a truck's bill", """Pre-Arrival Processing System: not a de minimis claim. The carrier's bill
        is on the manifest, and the broker files an entry for it before the truck arrives."""),),
    "manifest": ((_KIND, "What the carrier files: 309, 358, CUSCAR, CAMIR air and ocean."),),
    "entry": (
        (_KIND, "What the broker files: the SE cargo release."),
        (_MODE, "Not a mode: codes of answers to entries (SX, SO), whatever brought the goods."),
    ),
    "truck": ((_MODE, "Manifests 309, 358 and CUSCAR; answers 350, 355, CUSRES."),),
    "air": ((_MODE, "Manifest CAMIR air; answers FER and FSN."),),
    "ocean": ((_MODE, "Manifest CAMIR ocean; answers 350, 355, and CAMIR's own R records."),),
    "rail": ((_MODE, "Manifest CAMIR rail; answers 350, 355, and CAMIR's own R records."),),
    "mail": ((_MODE, "International mail: the suspension has rules of its own for it."),),
    "other": ((_MODE, "A mode that is none of truck, air, ocean, rail and mail."),),
    "role": ((_COLUMN, "Where a claim stands in a day above the limit: `earlier` or `exceeding`."),),
    "bill": ((_COLUMN, "The lowest bill of lading or air waybill; in truck the shipment control number."),),
    "verdict": ((_COLUMN, "What CBP would do: clear, warn, unknown, withhold or reject, the mildest first."),),
    "where": ((_COLUMN, "File, line and column at which the shipment, or what is wrong, stands."),),
    "file": ((_COLUMN, "The file that the shipment, or what is wrong, stands in."),),
    "line": ((_COLUMN, "The line of the file, counted from 1, at which the shipment begins."),),
    "unread": ((_COLUMN, "What of a claim could not be read, so that a verdict may not be told: never zero."),),
    "basis": ((_COLUMN, "Which date decided the day: `eda` (estimated) or `arrival` (actual)."),),
    "action": ((_COLUMN, "What ACE does in the period: none, manual, warn, withhold or reject."),),
    "limit": ((_COLUMN, "What one person may import free of duty on one day in the period: $800, once $200."),),
    "total": ((_COLUMN, "The sum of all claims of the consignee on the day."),),
    "file as": ((_COLUMN, "The entry type to file instead: 11 or 01."),),
    "file instead": ((_COLUMN, "What to file instead of a claim, or to correct."),),
    "ACE answers": ((_COLUMN, "The codes that ACE would answer with: `deminimis explain CODE` for each."),),
    "ACE": ((_COLUMN, "The codes that ACE would answer with: `deminimis explain CODE` for each."),),
    "counted": ((_COLUMN, "The sum of those claims of the day that are eligible: others are refused anyway."),),
    "consignee day": (("what is added up", """All claims of one consignee that arrive on one day, of all filers: the law
        limits their sum to $800. Here those of these filings are seen."""),),
}  # fmt: skip


def pages(name: str, policy: Policy, formats: Mapping[str, Format]) -> Iterator[str]:
    """The pages of a period, a format, a word of a report, or a finding by its name."""
    word = name.lower()
    shown = next((each for each in WORDS if each.lower() == word), None)
    yield from (_period(period) for period in policy.periods if period.name.lower() == word)
    if word in formats:
        yield _format(formats[word])
    if shown is not None:
        yield "\n".join([shown, *(_told(*each) for each in WORDS[shown])])
    for code in CODES.values():
        if code.name == word:
            yield f"{code.code} {code.name} ({code.severity})\n\n{cleandoc(code.page)}"


def known(policy: Policy) -> list[str]:
    """Every word there is a page for, for suggestions and completion."""
    return [*(period.name for period in policy.periods), *CATALOGUE, *WORDS, *(code.name for code in CODES.values())]


def _told(where: str, meaning: str) -> str:
    return f"As {where}: {' '.join(meaning.split())}"


def _period(period: Period) -> str:
    """A row of the policy table, a line a column."""
    begin = "the beginning" if period.starts == BEGINNING else f"{period.starts:%Y-%m-%d %H:%M} Eastern time"
    end = "further notice" if period.ends == END else f"just before {period.ends:%Y-%m-%d %H:%M}"
    named = " ".join(sorted(period.countries))
    whose = {"any": "all origins", "only": f"origins {named}", "except": f"all origins but {named}"}[period.scope]
    does = {
        "none": "ACE does nothing about the sum",
        "manual": "officers may refuse the shipment that puts the day above the limit",
        "warn": "ACE warns of a day above the limit",
        "withhold": "ACE withholds the release of what exceeds the limit",
        "reject": "every claim is refused",
    }[period.action]
    out = [
        f"{period.name}, a period of the policy table: {does}",
        f"From {begin} until {end}, for {whose}.",
        f"Limit: {words.whole(period.limit_cents)}. The day is that of: {period.day.replace('_', ' ')}.",
        f"By: {period.instrument or 'as configured'}.",
        f"Certainty: {period.certainty}.",
        f"Source: {explain_policy.sources(period)}",
    ]
    if period.action == "reject":
        out.insert(1, "File instead: an entry of type 11 or 01 for each bill (`deminimis refile`).")
    return "\n".join(out)


def _format(form: Format) -> str:
    """What a format is for, and which of its records have a page."""
    traits = CATALOGUE.get(form.name)
    filed = traits.files if traits else None
    use = {"entry": "Entries, filed by a broker", "manifest": "A manifest, filed by a carrier"}.get(filed or "", "")
    records = sorted({layout.record for layout in form.layouts.values()})
    out = [f"{form.name}, a format: {form.title}", f"{use or 'An answer or a copy of CBP'}."]
    if traits and traits.answered_by:
        out.append(f"CBP accepts or refuses it as a whole in: {traits.answered_by}.")
    return "\n".join([*out, f"Records with a page of their own: {', '.join(records)}."])
