"""Every frame between the steps of `rules.judge`: its columns, what they mean, who fills it and who reads it.

One name has one dtype and one meaning in all of them. Money is Int64 cents, dates are calendar dates, arrivals Eastern
wall time. A *row* is the index of a filing in filing order (`base.filed`), so also its place (clause 11); a column that
ends in `_row` is one. A *key* is a 64-bit hash: it stands for a text in joins and never leaves a call (`base.keys`).
`_index` numbers a row of the policy table. Null says "not carried" or "unread", whichever the `_unread` beside it says.

In signatures a frame goes by its name in title case (`Stands` is a data frame with the columns of STANDS);
`base.contract` checks them where steps meet. What the frames outside hold stands in `edi.frames` and `rules.shown`.
"""

from typing import Annotated, Final

import polars as pl

from deminimis.edi.frames.shipments import ACTION as FILING_ACTION
from deminimis.rules.policy.table import ACTION

VERDICTS: Final = ("clear", "warn", "unknown", "withhold", "reject")  # from the mildest to the worst, as Enum compares
VERDICT: Final = pl.Enum(VERDICTS)
ROLE: Final = pl.Enum(["earlier", "exceeding"])
BASIS: Final = pl.Enum(["eda", "arrival"])
CERTAINTIES: Final = ("certain", "unconfirmed", "unknown")  # from the best to the worst
CERTAINTY: Final = pl.Enum(CERTAINTIES)

_ROW: Final = pl.UInt32()
_KEY: Final = pl.UInt64()

# What a filing says of who, when, how much and whence; of a filing, a stand, a claim alike.
_WHO: Final = {
    "address": _KEY,  # of the consignee's name and address as filed
    "identifier": _KEY,  # of the consignee's identifier, blanks and punctuation aside
}
_WHEN: Final = {
    "eda": pl.Date(),  # estimated date of arrival
    "arrival": pl.Datetime("us"),
}
_HOW_MUCH: Final = {
    "value": pl.Int64(),  # cents, as far as they can be read
    "value_unread": pl.Boolean(),
    "claim": pl.Boolean(),  # de minimis is asked for; null where that is not carried or unread
}
_WHENCE: Final = {
    "listed": pl.Boolean(),  # has a line of a country that the policy lists
    "unlisted": pl.Boolean(),  # has a line of another country
    "origin_unread": pl.Boolean(),  # has a line whose origin cannot be read
}

# One row a filing but mail, in filing order. Filled by on_file.facts, read by on_file.settle and people.identify.
FACTS: Final = pl.Schema({
    "row": _ROW,
    "filing_action": FILING_ACTION,
    "whole": pl.Boolean(),  # is of no part of a split shipment
    "is_entry": pl.Boolean(),  # else a manifest
    "copy": pl.Boolean(),  # CBP's copy of a manifest (Broker Download)
    "bill_key": _KEY,
    "master_key": _KEY,
    "entry_key": _KEY,  # of the entry number
    "formal": pl.Boolean(),  # entry type 01 or 11
    **_WHO, **_WHEN, **_HOW_MUCH, **_WHENCE,
    "lined": pl.Boolean(),  # has any goods line
    "eda_unread": pl.Boolean(),
    "claim_unread": pl.Boolean(),
    "who_unread": pl.Boolean(),
})  # fmt: skip
# Every bill that an entry names. Filled by on_file.facts, read by on_file.settle.
NAMED_BILLS: Final = pl.Schema({"row": _ROW, "bill_key": _KEY})
# Each distinct address, and each identifier, with the row it first stands in. From on_file.facts to people.identify.
FIRST_ADDRESSES: Final = pl.Schema({"address": _KEY, "row": _ROW})
FIRST_IDENTIFIERS: Final = pl.Schema({"identifier": _KEY, "row": _ROW})

# The frames of on_file.settle for itself: filings by the bill they are about (`cluster`, a key).
MANIFESTS: Final = pl.Schema({"row": _ROW, "filing_action": FILING_ACTION, "cluster": _KEY})
ENTRIES: Final = pl.Schema({
    "row": _ROW,
    "filing_action": FILING_ACTION,
    "formal": pl.Boolean(),
    "cluster": _KEY,
    "first_bill": _KEY,  # of the bills that the entry names, the one under which it counts
})  # fmt: skip
HOUSES: Final = pl.Schema({
    "cluster": _KEY,
    "master_key": _KEY,
    "gone": pl.Boolean(),  # the last filing deletes it as a whole, and no live entry names it
})  # fmt: skip

# One row a shipment, and a group that a state puts it in. Filled by on_file.settle, read by people.identify (who) and
# daily_sum.dated.
STANDS: Final = pl.Schema({
    "ship": _ROW,  # the shipment: the row of its first filing
    "manifest_row": _ROW,  # its manifest; null where there is none
    "entry_row": _ROW,  # its entry
    "place": _ROW,  # where it stands in filing order
    "manifest_place": _ROW,  # and in that of manifests; null where it is on none
    **_WHO, **_WHEN, **_HOW_MUCH, **_WHENCE,
    "alone": pl.Boolean(),  # a change whose base is not on file
    "provisional": pl.Boolean(),
    "assumed": pl.Boolean(),  # in parts that all state one value: it is counted once
})  # fmt: skip
# What was noticed while the state was made up. Filled by on_file.settle, read by the rulebook.
NOTES: Final = pl.Schema({"code": pl.String(), "row": _ROW, "related": _ROW})
# What a manifest and an entry of one shipment say each. Filled by on_file.settle, read by the rulebook (DM104).
SIDE: Final = pl.Schema({
    "row": _ROW, "value": pl.Int64(), "eda": pl.Date(), **_WHO, "origins": pl.String(),
})  # fmt: skip
PAIRS: Final = pl.Schema({
    **{f"{name}_{side}": dtype for side in ("m", "e") for name, dtype in SIDE.items()}, "lines": pl.UInt32(),
})  # fmt: skip
# Entries on a master, and shipments on its houses: `ship` may be the same goods as `house`. From on_file.settle to
# daily_sum.grouped.
COVERED: Final = pl.Schema({"ship": _ROW, "house": _ROW})

# Whom the filings and the stands name together, with the first row. Within people.identify.
CONSIGNEES: Final = pl.Schema({**_WHO, "row": _ROW})
# What stands for the texts of each distinct address, in filing order. Filled by people.addresses, read by
# people.identify, daily_sum.worst_case and the rulebook.
ADDRESS_KEYS: Final = pl.Schema({
    "address": _KEY,
    "row": _ROW,  # where it first stands
    "complete": pl.Boolean(),  # has what a key needs
    "care_of": pl.Boolean(),
    "mask": pl.UInt8(),  # a bit for each part that is known
    "key": _KEY,  # of the parts; null where they are too few
    "site": _KEY,  # of street, city and ZIP
})  # fmt: skip
# The same rows: the parts of the key, and the street as it is shown.
ADDRESS_TEXTS: Final = pl.Schema(
    dict.fromkeys(("name", "street", "city", "state", "zip", "country", "shown"), pl.String())
)
# Who each consignee is. Filled by people.identify, read by daily_sum.dated and the rulebook.
KNOWN: Final = pl.Schema({
    **_WHO,
    "person": pl.UInt32(),  # a number, in the order of the keys' texts; null where the key is unread
    "id_alone": pl.Boolean(),  # known by its identifier only
    "care_of": pl.Boolean(),
    "incomplete": pl.Boolean(),  # has no key of its own
})  # fmt: skip
# The keys that were joined into each person. Filled by people.identify, read by daily_sum.worst_case.
ALIASES: Final = pl.Schema({
    "person": pl.UInt32(),
    "key": _KEY,
    "at": pl.UInt32(),  # its first place in ADDRESS_KEYS
    "mask": pl.UInt8(),
    "own": pl.Boolean(),  # the one that names the person
})  # fmt: skip
# Where each person is named, by number: `at` in ADDRESS_KEYS, or `id` among identifiers that stand alone.
PERSONS: Final = pl.Schema({"at": pl.UInt32(), "id": pl.UInt32()})
# Two keys that may be one person. Filled by people.near_misses, read by people.identify and the rulebook (DM203).
NEAR: Final = pl.Schema({
    "key": _KEY,
    "other": _KEY,
    "what": pl.String(),  # name | street | ZIP | place (city, state or country): what differs
    "one": pl.String(),
    "two": pl.String(),
    "score": pl.Float64(),  # 0 to 100
})  # fmt: skip

_STANDING: Final = {name: STANDS[name] for name in ("ship", "manifest_row", "entry_row", *_WHO, *_HOW_MUCH)} | {
    "alone": pl.Boolean(), "provisional": pl.Boolean(), "assumed": pl.Boolean(),
    "person": pl.UInt32(),
    "day": pl.Date(),  # the day it counts on
    "basis": BASIS,  # what that day is
    "period_index": pl.UInt8(),
    "eligible": pl.Boolean(),  # by period and origin; null where it hangs on what is unread
}  # fmt: skip
# Stands with their person, period and day. Filled by daily_sum.dated, read by daily_sum.grouped.
DATED: Final = pl.Schema(_STANDING | {"place": _ROW, "manifest_place": _ROW})
# One row a shipment and group that it stands in, sorted by group and place. Filled by daily_sum.grouped, read by
# daily_sum.judged.
GROUPED: Final = pl.Schema(_STANDING | {
    "place": _ROW,  # where ACE withholds: by manifest
    "action": ACTION,  # of its period
    "limit": pl.Int64(),  # of its period, cents
    "mixed": pl.Boolean(),  # refused in one of its standings, counted in another
    "group": pl.UInt32(),  # one consignee and day, in order of day and person
    "mild": pl.Int64(),  # cents that it counts for certain
})  # fmt: skip
# The same, judged. Filled by daily_sum.judged, read by daily_sum.days, the rulebook and rules.shown.
CLAIMS: Final = pl.Schema(_STANDING | {
    "group": pl.UInt32(),
    "action": ACTION,
    "mild": pl.Int64(),
    "limit_cents": pl.Int64(),  # the lowest of its group
    "over": pl.Boolean(),  # the group is, for certain
    "role": ROLE,
    "verdict": VERDICT,
    "reasons": pl.List(pl.String()),  # why its verdict is unknown
    "movable": pl.Boolean(),  # a filing of its own, not a total known from elsewhere
    "move_to": pl.String(),  # the entry type to file instead
})  # fmt: skip
# One row a group. Filled by daily_sum.days, read by the rulebook and rules.shown.
DAYS: Final = pl.Schema({
    "group": pl.UInt32(),
    "person": pl.UInt32(),
    "day": pl.Date(),
    "limit_cents": pl.Int64(),
    "over": pl.Boolean(),
    "basis": BASIS,  # this, period and action: of the shipment with the worst verdict (clause 18)
    "period_index": pl.UInt8(),
    "action": ACTION,
    "judged": pl.Int64(),  # cents that count for certain: the sum of `mild`
    "total_cents": pl.Int64(),  # of all claims
    "counted_cents": pl.Int64(),  # of those that are eligible
    "provisional": pl.Boolean(),
    "lower_bound": pl.Boolean(),  # something of it is unread
    "members": pl.Int64(),  # shipments in it
    "verdict": VERDICT,
})  # fmt: skip

# Entries that may be filed in place of refused claims, one row each, numbered by whoever plans them. Read by
# entries.which_type.
PLANNED: Final = pl.Schema({
    "entry": _ROW,
    "value_cents": pl.Int64(),  # US dollars, of the whole entry; null where it cannot be read
    "value_unread": pl.Boolean(),  # some of it cannot: the value is the least it can be
    "day": pl.Date(),  # of arrival, actual or estimated; null where it is unread
})  # fmt: skip
# Their goods: a row a tariff number. `line_no` is what a chapter 99 number has in common with the number it modifies.
ENTRY_LINES: Final = pl.Schema({
    "entry": _ROW, "line_no": pl.UInt32(), "hts": pl.String(), "value_cents": pl.Int64(),
})  # fmt: skip
# What each is to be filed as. Filled by entries.which_type.
ENTRY_TYPES: Final = pl.Schema({
    "entry": _ROW,
    "entry_type": pl.String(),  # 11 or 01; null where it cannot be told
    "by_name": pl.Boolean(),  # the consignee may be given by name and address
    "certainty": CERTAINTY,
    "reason": pl.String(),
    "source": pl.String(),  # of the reason
})  # fmt: skip

Facts = Annotated[pl.DataFrame, FACTS]
NamedBills = Annotated[pl.DataFrame, NAMED_BILLS]
FirstAddresses = Annotated[pl.DataFrame, FIRST_ADDRESSES]
FirstIdentifiers = Annotated[pl.DataFrame, FIRST_IDENTIFIERS]
Manifests = Annotated[pl.DataFrame, MANIFESTS]
Entries = Annotated[pl.DataFrame, ENTRIES]
Houses = Annotated[pl.DataFrame, HOUSES]
Stands = Annotated[pl.DataFrame, STANDS]
Notes = Annotated[pl.DataFrame, NOTES]
Pairs = Annotated[pl.DataFrame, PAIRS]
Covered = Annotated[pl.DataFrame, COVERED]
Consignees = Annotated[pl.DataFrame, CONSIGNEES]
AddressKeys = Annotated[pl.DataFrame, ADDRESS_KEYS]
Known = Annotated[pl.DataFrame, KNOWN]
Aliases = Annotated[pl.DataFrame, ALIASES]
Persons = Annotated[pl.DataFrame, PERSONS]
Near = Annotated[pl.DataFrame, NEAR]
Dated = Annotated[pl.DataFrame, DATED]
Grouped = Annotated[pl.DataFrame, GROUPED]
Claims = Annotated[pl.DataFrame, CLAIMS]
Days = Annotated[pl.DataFrame, DAYS]
Planned = Annotated[pl.DataFrame, PLANNED]
EntryLines = Annotated[pl.DataFrame, ENTRY_LINES]
EntryTypes = Annotated[pl.DataFrame, ENTRY_TYPES]
