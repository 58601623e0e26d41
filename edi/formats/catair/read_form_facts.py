"""What form rules of cargo release need and shipments do not hold: counts per entry (edi.frames.shipments.FORMS)."""

from typing import Final

import polars as pl

from deminimis.edi.formats.catair.layouts.cargo_release_codes import IDENTIFIER_FORMS
from deminimis.edi.frames.runs import beside, summed
from deminimis.edi.reading.format import Tables

_TEN: Final = "^[0-9]{10}$"
_EACH: Final = pl.col("shipment").is_not_null()
_TYPES: Final = ("11", "01")
_SURETY: Final = "^[A-Z0-9]{3}$"  # SE20 V1, Cargo Release guide v40, p. SE-54
_AMOUNT: Final = "^[1-9][0-9]{0,9}$"  # SE20 AMT: whole dollars, no zero in front, p. SE-55
_NUMBERED: Final = ("BY", "ST", "CN")  # parties that may have an identifier, p. SE-58, note 3
_COUNTS: Final = ("unconsigned", "makers", "unmade", "buyers", "unbought", "repeated", "both", "blank_parties",
                  "addressless", "bad_identifiers")  # fmt: skip


def form_facts(tables: Tables, heads: pl.DataFrame, bills: pl.DataFrame) -> pl.DataFrame:
    """One row an entry that is added or replaced; an update or a cancellation has no lines and no parties.

    heads: SE10 rows with seq. bills: the lowest-level bills, as `bills.numbered` gives them.
    """
    whole = heads.filter(pl.col("action").is_in(["A", "R"]))
    frame = whole.select(
        "seq",
        "shipment",
        header_cents="estimated_entry_value",
        no_port=_blank("planned_port_of_entry"),
        importer="importer_of_record",
    )
    for part in (*_references(tables), *_parties(tables), *_goods(tables)):
        frame = beside(frame, part, "shipment")
    counted = summed(bills, "seq", bills=pl.col("seq").is_not_null(), unquantified=pl.col("quantity").is_null())
    frame = beside(frame, counted, "seq")
    # Beside SE16 the guide forbids the quantity that type 86 must give (p. SE-47, note 2): nothing is said then.
    conveyed = pl.col("shipment").is_in(tables["SE16"]["shipment"].implode()) if "SE16" in tables else pl.lit(False)
    told = conveyed | (_count("quantity_unread") > 0)
    more = _instead(tables, heads)
    if more is not None:
        frame = frame.join(more, on="shipment", how="left", maintain_order="left")
    zero = ("edas", "bills", "tracking", "consignees", "sellers", "line_consignees", "lines", "sold_lines", "short_hts",
            "without_value", "late_chapter_99")  # fmt: skip
    return frame.with_columns(
        *(_count(name) for name in zero),
        named=_count("named") > 0,
        unquantified=pl.when(told).then(0).otherwise(_count("unquantified")),
        # A seller in front of all lines stands under none of them.
        unsold=pl.max_horizontal(pl.lit(0), _count("lines") - _count("sold_lines")),
        lines_cents=pl.when((pl.col("valued") > 0) & (pl.col("lines_unread") == 0)).then("lines_cents"),
    )


def _count(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0)


def _blank(name: str) -> pl.Expr:
    """Not carried at all: what is carried and unread is a finding of reading already."""
    return pl.col(name).is_null() & ~pl.col("unread").list.contains(name).fill_null(False)


def _references(tables: Tables) -> list[pl.DataFrame]:
    unread = pl.col("unread").list.contains("quantity")
    tracking = pl.col("bill_type") == "T"
    return [
        summed(tables["SE20EDA"], "shipment", edas=_EACH),
        summed(tables["SE15"], "shipment", tracking=tracking, quantity_unread=unread),
    ]


def _parties(tables: Tables) -> list[pl.DataFrame]:
    code = pl.col("entity_code")
    consignee, seller = code == "CN", code == "SE"
    named = consignee & pl.col("entity_name").is_not_null()
    head = summed(tables["SE30"], "shipment", consignees=consignee, sellers=seller, named=named)
    # Parties of lines are rare, and `item` is the line that they stand under.
    sold = pl.col("item").filter(seller).n_unique().cast(pl.Int64)
    own = tables["SE50"].group_by("shipment").agg(line_consignees=consignee.sum().cast(pl.Int64), sold_lines=sold)
    return [head, own]


def _goods(tables: Tables) -> list[pl.DataFrame]:
    """Lines, HTS numbers and values. A chapter 99 number stands before the number it modifies, without a value.

    Cargo Release guide v40, p. SE-71, note 2.
    """
    rows = tables["SE60"]
    number, value = pl.col("hts_number"), pl.col("line_value")
    extra = number.str.starts_with("99").fill_null(False)
    unread = pl.col("unread").list.contains("line_value").fill_null(False)
    behind = pl.col("item").is_null() & False
    if rows.select(extra.any()).item():
        rows = rows.with_columns(behind=extra & ((~extra).cum_sum().over("item") > 0))
        behind = pl.col("behind")
    goods = summed(
        rows,
        "shipment",
        short_hts=~number.str.contains(_TEN),
        without_value=~extra & value.is_null() & ~unread,
        late_chapter_99=behind,
        valued=value.is_not_null(),
        lines_cents=value,
        lines_unread=unread,
    )
    return [summed(tables["SE40"], "shipment", lines=_EACH), goods]


def _instead(tables: Tables, heads: pl.DataFrame) -> pl.DataFrame | None:
    """One row an entry of type 11 or 01 that is added or replaced, by `shipment`; None where there is none."""
    ours = heads.filter(pl.col("entry_type").is_in(_TYPES) & pl.col("action").is_in(["A", "R"]))
    if not ours.height:
        return None
    of = ours["shipment"].implode()
    frame = ours.select(
        "shipment",
        no_contact=~pl.col("shipment").is_in(tables["SE13"]["shipment"].implode()),
        no_importer=pl.col("importer_of_record").is_null() & pl.col("importer_type").is_null() & ~_unread("importer"),
        bad_importer=_misformed("importer_type", "importer_of_record") & ~_unread("importer"),
        single_bond=pl.col("bond_type") == "9",
    )
    parties = _every_party(tables, of)
    parts = [_bond_references(tables, of), _due(tables, of), _of_parties(parties), _of_lines(tables, parties, of)]
    for part in parts:
        frame = frame.join(part, on="shipment", how="left", maintain_order="left")
    secured = pl.col("surety").fill_null(False) & pl.col("amount").fill_null(False)
    return frame.with_columns(
        *(pl.col(name).fill_null(0) for name in _COUNTS),
        unsecured=pl.col("single_bond").fill_null(False) & ~secured,
        port_due=pl.col("port_due").fill_null(False),
    ).drop("single_bond", "surety", "amount")


def _unread(start: str) -> pl.Expr:
    """Whether one of these fields was carried and could not be read: a finding of reading already."""
    return pl.col("unread").list.eval(pl.element().str.starts_with(start)).list.any().fill_null(False)


def _misformed(kind: str, number: str) -> pl.Expr:
    """Whether a number is not of the form of its kind, or one of the two is blank."""
    forms = [(pl.col(kind) == each) & pl.col(number).str.contains(form) for each, form in IDENTIFIER_FORMS.items()]
    given = pl.col(kind).is_not_null() | pl.col(number).is_not_null()
    return given & ~pl.any_horizontal(forms).fill_null(False)


def _bond_references(tables: Tables, of: pl.Series) -> pl.DataFrame:
    kind, value = pl.col("reference_qualifier"), pl.col("reference")
    rows = tables["SE20"].filter(pl.col("shipment").is_in(of))
    return rows.group_by("shipment").agg(
        surety=((kind == "V1") & value.str.contains(_SURETY)).any(),
        amount=((kind == "AMT") & value.str.contains(_AMOUNT)).any(),
    )


def _due(tables: Tables, of: pl.Series) -> pl.DataFrame:
    """Whether SE15 names an in-bond number or a bill that is in no electronic manifest (p. SE-35, note 7)."""
    rows = tables["SE15"].filter(pl.col("shipment").is_in(of))
    return rows.group_by("shipment").agg(port_due=((pl.col("bill_type") == "I") | (pl.col("non_ams") == "Y")).any())


def _every_party(tables: Tables, of: pl.Series) -> pl.DataFrame:
    """Every party of these entries: shipment, item (null at the header), entity_code, and what it is given by."""
    found = []
    for entity, street, city in (("SE30", "SE35", "SE36"), ("SE50", "SE55", "SE56")):
        rows = tables[entity].filter(pl.col("shipment").is_in(of))
        places = tables[city].filter(pl.col("shipment").is_in(of))
        streets = tables[street].filter(pl.col("shipment").is_in(of))
        parts = streets.group_by("party").agg(
            street=pl.concat_str("address_1", "address_2", ignore_nulls=True).str.join(" ")
        )
        named = rows.join(parts, on="party", how="left", maintain_order="left")
        towns = places.select("party", town=pl.concat_str("city", "state", "postal_code", "country", ignore_nulls=True))
        named = named.join(towns.unique("party", keep="first"), on="party", how="left", maintain_order="left")
        item = pl.lit(None, pl.Int64) if entity == "SE30" else pl.col("item").cast(pl.Int64)
        found.append(named.select("shipment", "entity_code", "entity_name", "identifier_qualifier", "entity_identifier",
                                  "street", "town", "unread", item=item))  # fmt: skip
    return pl.concat(found)


def _of_parties(parties: pl.DataFrame) -> pl.DataFrame:
    code, name = pl.col("entity_code"), pl.col("entity_name").is_not_null()
    head = pl.col("item").is_null()
    numbered = pl.col("identifier_qualifier").is_not_null() | pl.col("entity_identifier").is_not_null()
    unread = _unread("entity") | _unread("identifier")
    wrong = numbered & (_misformed("identifier_qualifier", "entity_identifier") | ~code.is_in(_NUMBERED)) & ~unread
    of_head = code.filter(head)
    return parties.group_by("shipment").agg(
        makers=(head & (code == "MF")).sum(),
        buyers=(head & (code == "BY")).sum(),
        repeated=of_head.len() - of_head.n_unique(),
        both=((code == "CN") & name & numbered).sum(),
        blank_parties=(~name & ~numbered & ~unread).sum(),
        addressless=(name & (pl.col("street").is_null() | pl.col("town").is_null())).sum(),
        bad_identifiers=wrong.sum(),
    )


def _of_lines(tables: Tables, parties: pl.DataFrame, of: pl.Series) -> pl.DataFrame:
    """Lines without a consignee, manufacturer or buyer of their own, and the dearest consignee named in cents.

    A party at the header is that of every line without its own (p. SE-57, note 1).
    """
    items = tables["SE40"].filter(pl.col("shipment").is_in(of)).select("shipment", pl.col("item").cast(pl.Int64))
    value = tables["SE60"].group_by(pl.col("item").cast(pl.Int64)).agg(cents=pl.col("line_value").sum())
    lines = items.join(value, on="item", how="left", maintain_order="left")
    who = pl.concat_str("entity_name", "street", "town", separator="\n", ignore_nulls=True)
    own = parties.with_columns(who=pl.when(pl.col("entity_name").is_not_null()).then(who))
    for code in ("CN", "MF", "BY"):
        of_line = own.filter(pl.col("entity_code") == code, pl.col("item").is_not_null())
        lines = lines.with_columns(pl.col("item").is_in(of_line["item"].implode()).alias(code))
    consignees = own.filter(pl.col("entity_code") == "CN").unique(["shipment", "item"], keep="first")
    at_line = consignees.filter(pl.col("item").is_not_null()).select("item", own="who")
    at_head = consignees.filter(pl.col("item").is_null()).select("shipment", whole="who")
    lines = lines.join(at_line, on="item", how="left").join(at_head, on="shipment", how="left")
    lines = lines.with_columns(who=pl.when("CN").then("own").otherwise("whole"))
    dearest = lines.drop_nulls("who").group_by("shipment", "who").agg(pl.col("cents").sum())
    named = dearest.group_by("shipment").agg(named_cents=pl.col("cents").max())
    counted = lines.group_by("shipment").agg(
        unconsigned=(~pl.col("CN")).sum(), unmade=(~pl.col("MF")).sum(), unbought=(~pl.col("BY")).sum()
    )
    return counted.join(named, on="shipment", how="left")
