"""Each way in which strangers' filings differ does what it says, in every format; the plain readers understand it."""

from random import Random

import pytest

from deminimis.edi.cutting.sniff import sniff
from tests.build.filings.over import OVER
from tests.laws.robustness import plainly
from tests.laws.robustness.answers import ANSWERS
from tests.laws.robustness.outcome import outcome
from tests.laws.robustness.pieces import shipments
from tests.laws.robustness.plain_interchanges import Unsure, edifact, letters, x12
from tests.laws.robustness.plain_readers import READERS
from tests.laws.robustness.repairs import repaired
from tests.laws.robustness.transmissions import TRANSMISSIONS


def made(name: str, form: str, count: int = 12) -> list[bytes]:
    return [TRANSMISSIONS[name](OVER[form], Random(seed)) for seed in range(count)]


@pytest.mark.parametrize("form", OVER)
@pytest.mark.parametrize("name", TRANSMISSIONS)
def test_each_changes_every_format_and_the_same_seed_gives_the_same(name: str, form: str) -> None:
    found = made(name, form)
    assert found == made(name, form)
    assert sum(each != OVER[form] for each in found) >= (
        0 if (name, form) == ("divided", "camir-air") else 6
    )  # air has no interchanges


@pytest.mark.parametrize("name", ["unknown", "padded", "broken", "stranger"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_answers_are_changed_too(answer: str, name: str) -> None:
    data = ANSWERS[answer].data
    assert any(TRANSMISSIONS[name](data, Random(seed)) != data for seed in range(6))


@pytest.mark.parametrize("form", [form for form in OVER if form != "camir-air"])
@pytest.mark.parametrize("name", ["divided", "other delimiters"])
def test_two_interchanges_hold_all_shipments_and_are_over(name: str, form: str) -> None:
    for data in made(name, form):
        head = shipments(OVER[form])[0][:3].replace(b"UNA", b"UNB")
        assert data.count(head) == 2
        assert plainly.over(READERS, [(form, data)]) is True


@pytest.mark.parametrize("form", OVER)
def test_other_delimiters_are_other_ones(form: str) -> None:
    found = {str(sniff(data).syntax) for data in made("other delimiters", form)}
    assert len(found) > 1


@pytest.mark.parametrize("form", OVER)
def test_counts_that_are_right_are_left(form: str) -> None:
    assert repaired(OVER[form]) == OVER[form]


def test_accents_are_of_three_character_sets_and_read_as_the_letters_they_are_on() -> None:
    found = made("accent", "x12-309", 60)
    assert any(b"\xc3" in each for each in found) and any(each[0:1] and b"\xc9" in each for each in found)
    assert letters("MÜLLER".encode()) == letters("MÜLLER".encode("cp1252")) == "MULLER"
    with pytest.raises(Unsure):
        letters(b"M\x81LLER")


def test_plain_readers_take_each_interchange_by_its_own_delimiters() -> None:
    one = OVER["x12-309 in a row"]
    two = one.translate(bytes.maketrans(b"*~", b"|!"))
    assert x12((one + two).decode())[:-1] == 2 * x12(one.decode())[:-1]
    mine = OVER["cuscar in a row"].decode()
    other = "UNA:;.? !" + mine[9:].replace("+", ";").replace("?'", "\0").replace("'", "!").replace("\0", "'")
    assert edifact(mine + other) == 2 * mine[9:]
    with pytest.raises(Unsure):
        edifact(mine.replace("UNA:+.? '", "UNA::.? '"))


def test_plain_readers_join_what_was_broken_with_a_blank_but_not_what_was_wrapped() -> None:
    text = OVER["x12-309"].decode()
    assert "N1*CN*EMIL BRACKEN" in x12(text.replace("EMIL BRACKEN", "EMIL\r\nBRACKEN"))
    row = OVER["x12-309 in a row"].decode()
    assert x12("\n".join(row[n : n + 80] for n in range(0, len(row), 80))) == x12(row)


@pytest.mark.parametrize("form", ["catair-se in a row", "camir-air", "x12-309", "cuscar in a row"])
def test_records_are_counted_interchange_by_interchange(form: str) -> None:
    counts = []
    for name in ("divided", "other delimiters", "stranger", "padded"):
        found = outcome(made(name, form, 1)[0], always=False)
        assert found.records == found.wanted, name
        counts.append(found.wanted)
    assert max(counts) > 40
