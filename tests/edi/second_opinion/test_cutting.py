"""pydifact and pyx12 cut random files into the same elements as we do, but for their known faults."""

import io
import warnings

from hypothesis import given, settings
from hypothesis import strategies as st
from pydifact.parser import Parser
from pyx12.x12file import X12Reader

from deminimis.edi.cutting.source import Syntax
from deminimis.edi.layout.declare import COMPONENT, FIELD
from tests.build.filings.envelopes import ISA
from tests.read.records import meant, read_by_engine, trimmed

BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, database=None)
EDIFACT = Syntax("edifact", b"'", b"+", b":", b"", b"?")
X12 = Syntax("x12", b"~", b"*", b">")
COMPONENTS = st.text(alphabet="AB12 .,-'+:?", max_size=6)
ELEMENTS = st.lists(st.lists(COMPONENTS, min_size=1, max_size=3), min_size=1, max_size=5)
SEGMENTS = st.lists(st.tuples(st.sampled_from(["NAD", "FTX", "DTM", "MOA"]), ELEMENTS), min_size=1, max_size=8)


def escaped(text: str) -> str:
    return "".join(f"?{c}" if c in "?+:'" else c for c in text)


def ours(data: bytes, syntax: Syntax, block_size: int) -> list[list[list[str]]]:
    rows, open_end = read_by_engine(data, syntax, block_size)
    assert not open_end
    return [[[meant(c) for c in e.split(COMPONENT)] for e in row["raw"].split(FIELD)] for row in rows]


@BOUNDED
@given(SEGMENTS, st.integers(1, 60))
def test_segments_with_release_characters_are_those_of_pydifact(segments: list, block_size: int) -> None:
    text = "".join(
        "+".join([tag, *(":".join(map(escaped, element)) for element in elements)]) + "'" for tag, elements in segments
    )
    found = ours(text.encode(), EDIFACT, block_size)
    assert found == [[[tag], *elements] for tag, elements in segments]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no directories in its wheel and says so for every segment
        theirs = [
            [[s.tag], *([e] if isinstance(e, str) else e for e in s.elements)] for s in Parser().parse(text)
        ]  # fmt: skip
    clean = [trimmed([trimmed(element) for element in segment]) for segment in found]
    assert clean == [trimmed([trimmed(list(element)) for element in segment]) for segment in theirs]


X12_TEXT = st.text(alphabet="AB12 .,-'\"#", max_size=8).map(lambda t: t.strip())
X12_SEGMENT = st.tuples(st.sampled_from(["N1", "LX", "M11", "N10", "K1"]), st.lists(X12_TEXT, min_size=1, max_size=6))


@BOUNDED
@given(st.lists(X12_SEGMENT, max_size=10), st.sampled_from(["", "\n", "\r\n"]), st.integers(1, 200))
def test_segments_are_those_of_pyx12(body: list[tuple[str, list[str]]], newline: str, block_size: int) -> None:
    inner = ["*".join([tag, *elements]) for tag, elements in body]
    isa = ISA.replace("00502", "00501")  # it takes no other release
    segments = [isa, "GS*AQ*ZZZZ*CBP*20250303*0715*101*X*005010", "ST*309*0001", *inner]
    segments += [f"SE*{len(inner) + 2}*0001", "GE*1*101", "IEA*1*000000101"]
    text = "".join(f"{segment}~{newline}" for segment in segments)
    rows, _ = read_by_engine(text.encode(), X12, block_size)
    found = [[e.replace(COMPONENT, ">") for e in row["raw"].split(FIELD)] for row in rows]
    assert found == [segment.split("*") for segment in segments]
    reader = X12Reader(io.StringIO(text))
    theirs = [s.format("", "*", ">").rstrip("*").split("*") for s in reader]  # it drops what is empty at the end
    assert [trimmed(s) for s in found] == theirs
