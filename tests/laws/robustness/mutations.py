"""Ways to damage a filing, and of `transmissions`: one mutation, or two, drawn from a seed."""

import random
import re
import string
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from tests.build.filings.over import OVER
from tests.laws.robustness.calls import Call
from tests.laws.robustness.pieces import pieces as pieces_of
from tests.laws.robustness.repairs import repaired
from tests.laws.robustness.transmissions import TRANSMISSIONS

_BYTES: Final = [
    bytes([n]) for n in (0, 7, 9, 10, 13, 0x0E, 0x1A, 0x1B, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x7F, 0x80, 0xE9, 0xFF)
]
_OWN: Final = b"~*>^'+:?/-0123456789 ABCEGNRSUZ."
_NUMBERS: Final = [
    b"-500", b"+500", b"5E2", b"5e2", b"1E9", b"0x1F4", b"5,00", b"500.", b".500", b"500.000", b"NAN", b"INF", b"5_00",
    b"0", b"00000", b"9223372036854775807", b"9223372036854775808", b"1" * 40, "５００".encode(), "٥٠٠".encode(),
    b"", b" ",
    b"500 ", b" 500", b"5 0", b"800", b"80001", b"500USD", b"500-", b"(500)", b"$500",
]  # fmt: skip
_DATES: Final = [b"0230", b"1301", b"0000", b"0431", b"0229", b"9999"]
Mutation = Callable[[bytes, random.Random], bytes]


def _at(data: bytes, rng: random.Random) -> int:
    return rng.randrange(len(data)) if data else 0


def cut(data: bytes, rng: random.Random) -> bytes:
    """The file ends early, or begins late."""
    at = _at(data, rng)
    return data[:at] if rng.random() < 0.8 else data[at:]


def hole(data: bytes, rng: random.Random) -> bytes:
    """Some bytes are missing in the middle."""
    at = _at(data, rng)
    return data[:at] + data[at + rng.choice((1, 2, 3, 5, 8, 80, 81)) :]


def flip(data: bytes, rng: random.Random) -> bytes:
    """One bit is another."""
    at = _at(data, rng)
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :] if data else data


def replace(data: bytes, rng: random.Random) -> bytes:
    """One byte is another: of the syntax, or a strange one."""
    at = _at(data, rng)
    return data[:at] + _byte(rng) + data[at + 1 :]


def insert(data: bytes, rng: random.Random) -> bytes:
    """One byte more."""
    at = _at(data, rng)
    return data[:at] + _byte(rng) + data[at:]


def double(data: bytes, rng: random.Random) -> bytes:
    """Some bytes twice."""
    at = _at(data, rng)
    end = at + rng.choice((1, 1, 2, 4, 80, 200))
    return data[:end] + data[at:]


def _byte(rng: random.Random) -> bytes:
    return rng.choice(_BYTES) if rng.random() < 0.5 else bytes([rng.choice(_OWN)])


def _by_piece(change: Callable[[list[bytes], int, random.Random], list[bytes]]) -> Mutation:
    def mutate(data: bytes, rng: random.Random) -> bytes:
        pieces = pieces_of(data)
        return b"".join(change(pieces, rng.randrange(len(pieces)), rng)) if pieces else data

    return mutate


def _drop(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    return pieces[:n] + pieces[n + rng.choice((1, 1, 1, 2, 9, 12)) :]


def _twice(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    end = n + rng.choice((1, 1, 1, 2, 9, 12))
    return pieces[:end] + pieces[n:]


def _swap(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    other = rng.randrange(len(pieces))
    pieces = list(pieces)
    pieces[n], pieces[other] = pieces[other], pieces[n]
    return pieces


def _move(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    rest = pieces[:n] + pieces[n + 1 :]
    to = rng.randrange(len(rest) + 1)
    return [*rest[:to], pieces[n], *rest[to:]]


def _nest(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    """An envelope's record, or a whole file, in the middle."""
    if rng.random() < 0.5:
        return [*pieces[:n], *pieces, *pieces[n:]]
    return [*pieces[:n], rng.choice(pieces[:3] + pieces[-3:]), *pieces[n:]]


def _bare(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    """Without some of its envelope."""
    head, tail = rng.randrange(4), rng.randrange(4)
    return pieces[head : len(pieces) - tail]


def _trimmed(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    """Blanks at the ends of records are gone, of all or of one."""
    chosen = {n} if rng.random() < 0.5 else set(range(len(pieces)))
    return [re.sub(rb" +(\r?\n?)$", rb"\1", p) if i in chosen else p for i, p in enumerate(pieces)]


def number(data: bytes, rng: random.Random) -> bytes:
    """A number is written in another way, or is another; columns move, or do not."""
    found = list(re.finditer(rb"[0-9]{3,}", data))
    if not found:
        return data
    match, new = rng.choice(found), rng.choice(_NUMBERS)
    if rng.random() < 0.5:
        new = new.rjust(len(match[0]), rng.choice((b"0", b" ")))[-len(match[0]) :]
    return data[: match.start()] + new + data[match.end() :]


def day(data: bytes, rng: random.Random) -> bytes:
    """A day that there is not."""
    found = list(re.finditer(rb"03(?:0[0-9]|1[0-9])", data))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.start()] + rng.choice(_DATES) + data[match.end() :]


def splice(data: bytes, rng: random.Random) -> bytes:
    """It goes on as another file."""
    other = rng.choice(list(OVER.values()))
    at, begin = _at(data, rng), _at(other, rng)
    return rng.choice((data[:at] + other[begin:], data + other, other + data, data[:at] + other + data[at:]))


def coded(data: bytes, rng: random.Random) -> bytes:
    """In another encoding, as a whole or from somewhere on."""
    at = 0 if rng.random() < 0.5 else _at(data, rng)
    text = data[at:].decode("latin-1")
    return data[:at] + text.encode(
        rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp500", "utf-32-le")), "replace"
    )


def newlines(data: bytes, rng: random.Random) -> bytes:
    """Lines end in another way, or nowhere, or somewhere else."""
    ends = (b"", b"\n", b"\r", b"\r\n", b"\n\r", b"\n\n", b"\x1a")
    if rng.random() < 0.3:
        width = rng.choice((1, 40, 79, 80, 81, 160))
        return b"\n".join(data[n : n + width] for n in range(0, len(data), width))
    return data.replace(b"\r\n", b"\n").replace(b"\n", rng.choice(ends))


def case(data: bytes, rng: random.Random) -> bytes:
    """A stretch in lower case."""
    at = _at(data, rng)
    end = at + rng.choice((1, 3, 20, len(data)))
    return data[:at] + data[at:end].lower() + data[end:]


def delimiter(data: bytes, rng: random.Random) -> bytes:
    """Every one, or one, of a delimiter is another character."""
    old, new = bytes([rng.choice(b"~*>'+:?/-\n ")]), bytes([rng.choice(b"~*>'+:?/-\n |!\x1d\x1c")])
    return data.replace(old, new, rng.choice((1, 1, 2, 10_000)))


def alike(data: bytes, rng: random.Random) -> bytes:
    """One to three letters or digits are others of their kind, mostly within one word: it may be another valid code."""
    places = [match.start() for match in re.finditer(rb"[A-Z0-9]", data)]
    if not places:
        return data
    at, out = rng.choice(places), bytearray(data)
    for near in range(at, min(at + rng.choice((1, 1, 2, 3)), len(out))):
        kind = string.digits if 48 <= out[near] <= 57 else string.ascii_uppercase
        if chr(out[near]).isascii() and chr(out[near]).isalnum():
            out[near] = ord(rng.choice(kind))
    return bytes(out)


def exchange(data: bytes, rng: random.Random) -> bytes:
    """Two words of one length, or of one kind of record, change places."""
    words = list(re.finditer(rb"[A-Z0-9.]{1,20}", data))
    if not words:
        return data
    one = rng.choice(words)
    same = [each for each in words if len(each[0]) == len(one[0]) and each[0] != one[0]]
    if not same:
        return data
    first, second = sorted((one, rng.choice(same)), key=lambda match: match.start())
    return (
        data[: first.start()] + second[0] + data[first.end() : second.start()] + first[0] + data[second.end() :]
    )  # fmt: skip


def _blank(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    """A word of a record is blank, or empty."""
    words = list(re.finditer(rb"[^*+:/~' \r\n]+", pieces[n]))
    if not words:
        return pieces
    word = rng.choice(words)
    new = b" " * len(word[0]) if rng.random() < 0.6 else b""
    return [*pieces[:n], pieces[n][: word.start()] + new + pieces[n][word.end() :], *pieces[n + 1 :]]


def _from_elsewhere(pieces: list[bytes], n: int, rng: random.Random) -> list[bytes]:
    """A record of another filing stands here."""
    other = pieces_of(rng.choice(list(OVER.values())))
    return [*pieces[:n], rng.choice(other), *pieces[n:]]


MUTATIONS: Final[dict[str, Mutation]] = {
    "cut": cut, "hole": hole, "flip": flip, "replace": replace, "insert": insert, "double": double,
    "drop": _by_piece(_drop), "twice": _by_piece(_twice), "swap": _by_piece(_swap), "move": _by_piece(_move),
    "nest": _by_piece(_nest), "bare": _by_piece(_bare), "trimmed": _by_piece(_trimmed),
    "number": number, "day": day, "splice": splice, "coded": coded, "newlines": newlines, "case": case,
    "delimiter": delimiter, "alike": alike, "exchange": exchange, "blank": _by_piece(_blank),
    "from elsewhere": _by_piece(_from_elsewhere), **TRANSMISSIONS,
}  # fmt: skip


# most of what the others do is refused at once; these look at what is still well-formed
_QUIET: Final = ("drop", "twice", "swap", "move", "alike", "exchange", "blank", "number", "day", "trimmed",
          *(name for name in TRANSMISSIONS if name != "stranger"))  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> tuple[str, bytes]:
    """What was done, and the bytes: one mutation or two; half of them quiet ones, whose counts are made right."""
    quiet = rng.random() < 0.5
    names = rng.choices(_QUIET if quiet else list(MUTATIONS), k=1 if rng.random() < 0.75 else 2)
    for name in names:
        data = MUTATIONS[name](data, rng)
    return " and ".join(names) + (", repaired" if quiet else ""), repaired(data) if quiet else data


def mutants(rng: random.Random) -> Iterator[tuple[str, str, bytes]]:
    """(format, what was done, bytes), without end; the same for the same seed."""
    while True:
        for form, data in OVER.items():
            what, mutant = mutated(data, rng)
            yield form, what, mutant


def mutant_calls(rng: random.Random, calls: Mapping[str, Call]) -> Iterator[tuple[str, str, Call]]:
    """(name, what was done, the call with one file damaged), without end. A file that is on record stays as it is.

    One in four of those of one format stands in one file, which is damaged as a whole.
    """
    while True:
        for name, call in calls.items():
            one = not call.recorded and len({form for form, _ in call.files}) == 1 and rng.random() < 0.25
            whole = call.single if one else call
            at = rng.randrange(whole.recorded, len(whole.files))
            what, mutant = mutated(whole.files[at][1], rng)
            yield name, f"{what}, in file {at + 1}", whole.with_file(at, mutant)
