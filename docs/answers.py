"""The table of docs/responses.md: each code that `respond` writes, from the tables that it is written by."""

from typing import Final

from deminimis.edi.codes.answer_codes import answer_codes
from deminimis.rules.answers.texts import texts
from deminimis.rules.cbp_answers import table

# (message, code) -> which filing gets it, and which record carries it
_GIVEN: Final = {
    ("x12-350", "95"): ("X12 309 that claims; every bill of a day above the limit, under warnings", "X4 07, K1"),
    ("x12-350", "2M"): ("type 86 entry by rail, warned; the bill's manifest came before", "X4 07, K1"),
    ("x12-350", "4M"): ("rail bill that claims and exceeds, while release is withheld", "X4 07, K1"),
    ("x12-355", "470"): ("X12 309 that claims, of an ineligible origin", "K1 behind the echoed N10"),
    ("cusres", "SN517"): (
        "CUSCAR that claims; every shipment of a day above the limit, under warnings",
        "ERC, FTX AAO",
    ),
    ("cusres", "470"): ("CUSCAR that claims, of an ineligible origin", "ERC, FTX AAO under ERP 2"),
    ("cusres", "000"): ("CUSCAR or CUSREP of which nothing is rejected", "ERC, FTX AAO under ERP 1"),
    ("camir-air", "000"): ("heads an FER that has a fatal error; none of ours is", "ERR"),
    ("camir-air", "098"): ("air express waybill (CED 86) that exceeds, under warnings", "ERR in an FER"),
    ("camir-air", "181"): ("air express waybill of an ineligible origin", "ERR in an FER"),
    ("camir-air", "110"): ("the same, behind 181", "ERR in an FER"),
    ("camir-air", "2M"): ("waybill that came before: express, or of a type 86 entry that is warned", "CSN in an FSN"),
    ("camir-air", "4M"): ("air waybill that claims and exceeds, while release is withheld", "CSN in an FSN"),
    ("camir-ocean", "2M"): ("ocean bill that came before: a claim, or of a type 86 entry that is warned", "R02, R03"),
    ("camir-ocean", "4M"): ("ocean bill that claims and exceeds, while release is withheld", "R02, R03"),
    ("catair-sx", "284"): ("type 86 entry that exceeds, under warnings", "SE90 type 13 behind SE30 CN"),
    ("catair-sx", "282"): ("type 86 entry without an EDA, from 25 July 2024", "SE90 type 11 behind SE10"),
    ("catair-sx", "288"): ("type 86 entry with two EDAs, from 25 July 2024", "SE90 type 11 behind the second SE20"),
    ("catair-sx", "318"): ("type 86 entry of an ineligible origin", "SE90 type 11 behind that SE40"),
    ("catair-sx", "01"): ("entry that has a type 11", "final SE90"),
    ("catair-sx", "02"): ("entry without any", "final SE90"),
    ("catair-sx", "03"): ("entry that has a type 13", "final SE90"),
    ("catair-so", "30"): ("type 86 entry that came before, under warnings", "SO60"),
    ("catair-so", "33"): ("type 86 entry of an ineligible origin", "SO60"),
    ("catair-so", "34"): ("type 86 entry that exceeds, while release is withheld", "SO60"),
    ("catair-so", "93"): ("every entry that has an SO60", "SO50"),
}


def rows() -> list[list[str]]:
    """One row a code: code, message, filing, record, text as written with its status, source and status of the code.

    Raises KeyError for a text whose filing is not said here, and for a code that is in no list.
    """
    listed = answer_codes().select("format", "code", "source", "status").iter_rows(named=True)
    own = {(row["format"], row["code"]): row for row in (*listed, *table().iter_rows(named=True))}
    out = []
    for row in texts().filter(texts()["code"].is_not_null()).iter_rows(named=True):
        key = (row["format"], row["code"])
        filing, record = _GIVEN[key]
        code = f"{own[key]['source']} ({own[key]['status']})"
        text = f"{row['text']} ({row['status']})" if row["text"] else ""
        out.append([row["code"], row["format"], filing, record, text, code])
    return out


HEADER: Final = ("code", "message", "filing", "record", "text (its status)", "source of the code (its status)")
