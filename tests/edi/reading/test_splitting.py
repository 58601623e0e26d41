"""Bytes to records: the same places and texts as a loop over bytes gives, whatever the size of the blocks."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.source import Source, Syntax, blocks
from tests.build.packing import COMPRESS
from tests.read.records import read_by_engine, split

BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, database=None)
SIZES = st.integers(1, 400)

X12 = Syntax("x12", b"~", b"*", b">", b"^", by_line=True)
EDIFACT = Syntax("edifact", b"'", b"+", b":", b"", b"?", by_line=True)
SYNTAXES = {
    "x12 in lines": X12,
    "x12 in one line": Syntax("x12", b"~", b"*", b">"),
    "x12 in lines of a Mac": Syntax("x12", b"~", b"*", b">", by_line=True, newline=b"\r"),
    "x12 ended by hex 15": Syntax("x12", b"\x15", b"*", b">"),
    "x12 ended by newlines": Syntax("x12", b"\n", b"*", b">", by_line=True),
    "x12 ended by carriage returns": Syntax("x12", b"\r", b"|", b"\xa7", by_line=True),
    "x12 with odd delimiters": Syntax("x12", b"\x1d", b"\x1c", b"\xff", b"\x00"),
    "x12 with quotes": Syntax("x12", b"!", b'"', b"#", by_line=True),
    "edifact": EDIFACT,
    "edifact with its own UNA": Syntax("edifact", b"!", b"|", b"\x1f", b"*", b"\\", by_line=True, skip=9),
    "x12 behind blank lines": Syntax("x12", b"~", b"*", b">", by_line=True, skip=5),
    "edifact without release": Syntax("edifact", b"\x1c", b"\x1d", b"\x1f"),
    "records in lines": Syntax("fixed", b"\n", by_line=True, width=8),
    "records in lines of a Mac": Syntax("fixed", b"\r", by_line=True, width=8),
    "records in a row": Syntax("fixed", width=8),
    "records behind a BOM": Syntax("fixed", b"\n", by_line=True, width=8, skip=3),
}
SKIPPED = {0: b"", 3: b"\xef\xbb\xbf", 5: b" \r\n\n ", 9: b"UNA|!,\\*~"}
STRANGE = [bytes([n]) for n in (0, 0x0E, 0x15, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x7F, 0x80, 0xA7, 0xE9, 0xFF)]


def pieces(syntax: Syntax) -> st.SearchStrategy[bytes]:
    """Files made of what matters to the syntax: delimiters, newlines, blanks, quotes, strange bytes."""
    own = [b for b in (syntax.terminator, syntax.field, syntax.component, syntax.release) if b] * 3
    parts = [*own, b"\r\n", b"\n", b"\r", b" ", b"A", b"ISA", b'"', b"#", b"12345678", b"\xef\xbb\xbf", *STRANGE]
    return st.lists(st.sampled_from(parts), max_size=40).map(lambda found: SKIPPED[syntax.skip] + b"".join(found))


def as_by_a_loop(files: st.SearchStrategy[bytes], syntax: Syntax) -> None:
    """The engine's records of any of `files`, in blocks of any size, are those of a loop over bytes."""

    @BOUNDED
    @given(files, SIZES)
    def same(data: bytes, block_size: int) -> None:
        wanted = split(data, syntax)
        assert read_by_engine(data, syntax) == wanted
        assert read_by_engine(data, syntax, block_size) == wanted

    same()


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=SYNTAXES)
def test_records_are_those_of_a_loop_over_bytes(syntax: Syntax) -> None:
    as_by_a_loop(pieces(syntax), syntax)


def lines(syntax: Syntax) -> st.SearchStrategy[bytes]:
    """Files of one record a line, as most are, with or without something else among them or behind them."""
    own = syntax.terminator.replace(b"\n", b"")
    odd = st.sampled_from([b"", b"", b"", b"B", b"\n", b"\r", b" ", b"\x0e", syntax.terminator])
    records = st.lists(st.sampled_from([b"A", b"12345678", b"AB ", b" ", b"\xe9"]), min_size=1, max_size=12)
    return st.builds(
        lambda found, end, among, behind: (
            SKIPPED[syntax.skip] + (own + end).join(found) + among + (own + end).join([*found, behind])
        ),
        records, st.sampled_from([b"\n", b"\r\n"]), odd, odd | st.just(own) | st.just(own + b"\n"),
    )  # fmt: skip


@pytest.mark.parametrize("name", [name for name, syntax in SYNTAXES.items() if syntax.terminator])
def test_records_on_lines_of_their_own_are_those_of_a_loop_over_bytes(name: str) -> None:
    as_by_a_loop(lines(SYNTAXES[name]), SYNTAXES[name])


@BOUNDED
@given(st.lists(st.sampled_from([b"?", b"'", b"+", b"A", b"\r\n", b"???+", b"?'", b"??'"]), max_size=60))
@example([b"A+???+", b"?'", b"B??'", b"C'"])
def test_release_characters_may_stand_at_the_edge_of_any_block(found: list[bytes]) -> None:
    data = b"".join(found)
    wanted = split(data, EDIFACT)
    for size in range(1, 9):
        assert read_by_engine(data, EDIFACT, size) == wanted


def test_a_carriage_return_that_ends_no_line_counts_as_a_byte() -> None:
    rows, _ = read_by_engine(b"12\n34\r", SYNTAXES["records in lines"])
    assert [(r["byte"], r["raw"]) for r in rows] == [(0, "12"), (3, "34")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_has_neither_framing_nor_the_blanks_behind_it(end: str) -> None:
    lines = Syntax("line", b"\n", by_line=True)
    for data in (
        f"\x02FXI{end}000  {end}\x03",
        f"\x02FXI{end}000{end}\x03",
        f"FXI{end}000 {end}",
        f"FXI{end}000{end}",
        f"FXI{end}000 ",
    ):
        rows, _ = read_by_engine(data.encode(), lines)
        start = data.index("F")
        assert [(r["byte"], r["column"], r["raw"]) for r in rows] == [
            (start, start + 1, "FXI"), (start + 3 + len(end), 1, "000"),
        ]  # fmt: skip


def test_a_segment_with_a_newline_inside_keeps_its_place_and_those_behind_it_theirs() -> None:
    data = b"ISA*1~GS*2\r\n2~ST*3~\r\n\r\nSE*4~"
    rows, _ = read_by_engine(data, X12)
    places = [(r["line"], r["column"], r["byte"], r["raw"].replace("\x1d", "*")) for r in rows]
    assert places == [(1, 1, 0, "ISA*1"), (1, 7, 6, "GS*2\r\n2"), (2, 3, 14, "ST*3"), (4, 1, 23, "SE*4")]


def test_newlines_that_are_carriage_returns_count_lines() -> None:
    isa = b"ISA*00*          *00*          *02*ABCD           *ZZ*CBP            *250301*1200*U*00501*000000001*0*P*:~"
    data = isa + b"\rGS*AQ~\rST*309*0001~\rSE*2*0001~\r"
    syntax = sniff(data).syntax
    assert syntax is not None
    rows, _ = read_by_engine(data, syntax)
    assert [(r["line"], r["column"]) for r in rows] == [(1, 1), (2, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize("pack", COMPRESS)
@pytest.mark.parametrize("block_size", [1, 7, 16 << 20])
def test_a_packed_file_is_read_as_what_is_in_it(tmp_path: Path, block_size: int, pack: str) -> None:
    data = b"".join(b"REC%05d\r\n" % n for n in range(50))
    syntax = SYNTAXES["records in lines"]
    (tmp_path / "plain").write_bytes(data)
    (tmp_path / "packed").write_bytes(COMPRESS[pack](data))
    plain, packed = (
        [row for b in blocks(Source(n, tmp_path / n), syntax, block_size) for row in b.rows.rows()]
        for n in ("plain", "packed")
    )
    assert len(plain) == 50
    assert packed == plain
    assert Source("packed", tmp_path / "packed").head(8) == b"REC00000"


@pytest.mark.parametrize("pack", COMPRESS)
@pytest.mark.parametrize("damage", ["cut", "broken", "trailed"])
def test_a_damaged_packed_file_raises_what_the_intake_catches(tmp_path: Path, pack: str, damage: str) -> None:
    packed = COMPRESS[pack](b"".join(b"REC%05d\n" % n for n in range(5000)))
    middle = len(packed) // 2
    damaged = {"cut": packed[:-12], "broken": packed[:middle] + bytes(9) + packed[middle + 9 :],
               "trailed": packed + b"ISA*00*"}[damage]  # fmt: skip
    (tmp_path / damage).write_bytes(damaged)
    with pytest.raises((EOFError, OSError)):
        list(blocks(Source(damage, tmp_path / damage), SYNTAXES["records in lines"]))


def test_short_records_keep_their_text_as_it_stands() -> None:
    rows, _ = read_by_engine(b"A  \r\n\r\n  \nB \n C", SYNTAXES["records in lines"])
    assert [(r["line"], r["byte"], r["raw"]) for r in rows] == [(1, 0, "A  "), (4, 10, "B "), (5, 13, " C")]


def test_a_newline_behind_the_last_of_many_images_is_no_record() -> None:
    images = b"".join(b"%-80d" % n for n in range(1000))  # more than sniffing looks at
    rows, _ = read_by_engine(images + b"\r\n", Syntax("fixed"))
    assert len(rows) == 1000
