"""The peers, each in the least it can do with a file: `python -m bench.peers NAME FILE`."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final


def pyx12_reader(path: str) -> int:
    """pyx12's X12Reader, iterating only. Segments read. It takes no ISA12 but 00401 and 00501, so it gets a copy."""
    from pyx12.x12file import X12Reader  # noqa: PLC0415 - each peer is imported in its own process only

    text = Path(path).read_text("ascii").replace("*00502*", "*00501*", 1)
    return sum(1 for _ in X12Reader(io.StringIO(text)))


def plain_loop(path: str) -> int:
    """A Python loop over 80-byte records that slices cargo release fields at their columns and checks nothing."""
    shipments = 0
    with Path(path).open(encoding="ascii") as lines:
        for line in lines:
            record = line[:4]
            if record == "SE10":
                shipments += 1
                _ = line[5:8], line[10:18], line[19:21], int(line[39:49])
            elif record == "SE15":
                _ = line[4:5], line[5:9], line[9:59].rstrip()
            elif record == "SE20":
                _ = line[4:7], line[7:13]
            elif record == "SE30":
                _ = line[4:7].rstrip(), line[7:42].rstrip()
            elif record == "SE35":
                _ = line[6:41].rstrip()
            elif record == "SE36":
                _ = line[4:39].rstrip(), line[39:42].rstrip(), line[48:63].rstrip(), line[63:65]
            elif record == "SE60":
                _ = line[4:14], int(line[14:24])
    return shipments


PEERS: Final[dict[str, Callable[[str], int]]] = {"pyx12_reader": pyx12_reader, "plain_loop": plain_loop}

if __name__ == "__main__":
    PEERS[sys.argv[1]](sys.argv[2])
