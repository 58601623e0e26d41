"""Words and where they stand, out of a PDF: pages of lines. pdfminer.six reads the file; it is imported here alone.

A page is cut into lines by the baselines of its letters, and a line into words by the gaps between them, so that it
does not matter in which order or in which pieces the PDF draws them.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

LETTERS: Final = 40_000  # of a page; a dense page has 8,000
_SAME_LINE: Final = 0.35  # of the letters' size between two baselines
_SAME_WORD: Final = 0.15  # of the letters' size between two letters


class Word(NamedTuple):
    """A word: its left and right edge and its baseline, in points from the page's lower left corner; its size."""

    left: float
    right: float
    baseline: float
    size: float
    text: str


class Page(NamedTuple):
    """Page `number` (from 1) of the file: its lines from the top, each its words from the left."""

    number: int
    lines: list[list[Word]]


class PdfError(ValueError):
    """The file cannot be read as a PDF with text: a sentence that says why, without the file's name."""


def pages(path: Path, first: int = 1, last: int | None = None) -> Iterator[Page]:
    """The pages `first` to `last` (from 1) of a PDF, one after the other.

    Raises PdfError for what is no PDF, is damaged, or asks for a password; ImportError without pdfminer.six.
    """
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect  # noqa: PLC0415
    from pdfminer.pdfexceptions import PDFException  # noqa: PLC0415
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager  # noqa: PLC0415
    from pdfminer.pdfpage import PDFPage  # noqa: PLC0415
    from pdfminer.pdfparser import PDFParser  # noqa: PLC0415
    from pdfminer.psexceptions import PSException  # noqa: PLC0415

    damaged = (PDFException, PSException, ValueError, KeyError, TypeError, AssertionError, AttributeError, IndexError)
    with path.open("rb") as stream:
        try:
            document = PDFDocument(PDFParser(stream))
            resources = PDFResourceManager()
            letters = _letters(resources)
            interpreter = PDFPageInterpreter(resources, letters)
            for number, page in enumerate(PDFPage.create_pages(document), 1):
                if last is not None and number > last:
                    return
                if number >= first:
                    letters.found.clear()
                    interpreter.process_page(page)
                    yield Page(number, _lines(letters.found))
        except (PDFPasswordIncorrect, PDFEncryptionError) as error:
            raise PdfError("it is encrypted; save it without a password, and try again") from error
        except RecursionError as error:
            raise PdfError("its parts contain one another without end") from error
        except (*damaged, OSError) as error:
            raise PdfError("it is damaged or cut off; fetch it again") from error


def _letters(resources: Any) -> Any:
    """A device that takes down each letter as (baseline, left, right, size, text), and draws nothing."""
    from pdfminer.pdfdevice import PDFTextDevice  # noqa: PLC0415
    from pdfminer.pdffont import PDFUnicodeNotDefined  # noqa: PLC0415

    class Letters(PDFTextDevice):
        def __init__(self) -> None:
            super().__init__(resources)
            self.found: list[tuple[float, float, float, float, str]] = []

        def render_char(
            self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, *_: Any
        ) -> float:
            wide = float(font.char_width(cid)) * fontsize * scaling
            if len(self.found) < LETTERS:
                try:
                    text = font.to_unichr(cid)
                except PDFUnicodeNotDefined:
                    text = "?"
                a, _b, _c, d, e, f = matrix
                if text.strip():
                    self.found.append((f + rise * d, e, e + wide * a, abs(fontsize * d), text))
            return wide

    return Letters()


def _lines(letters: list[tuple[float, float, float, float, str]]) -> list[list[Word]]:
    out: list[list[tuple[float, float, float, float, str]]] = []
    for letter in sorted(letters, key=lambda each: -each[0]):
        if out and out[-1][0][0] - letter[0] <= _SAME_LINE * max(letter[3], 1):
            out[-1].append(letter)
        else:
            out.append([letter])
    return [_words(sorted(line, key=lambda each: each[1])) for line in out]


def _words(line: list[tuple[float, float, float, float, str]]) -> list[Word]:
    cuts = [n for n, (one, other) in enumerate(pairwise(line), 1) if other[1] - one[2] > _SAME_WORD * max(one[3], 1)]
    parts = [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]
    return [
        Word(part[0][1], part[-1][2], part[0][0], part[0][3], "".join(letter[4] for letter in part)) for part in parts
    ]
