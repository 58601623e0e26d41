"""The second opinion put beside our own findings."""

from collections.abc import Mapping, Sequence

import polars as pl

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import Intake
from deminimis.edi.second_opinion.pyx12 import second_opinion


def deepened(intake: Intake, sources: Sequence[Source], formats: Mapping[str, Format]) -> Intake:
    """`intake` with pyx12's findings about its X12 files. Raises TooLarge; OSError where a file cannot be read again.

    A file that pyx12 could not read to its end is `incomplete`.
    """
    readable = [report.status in ("checked", "incomplete") for report in intake.files]
    ours = intake.findings.frame()
    for number, (source, there) in enumerate(zip(sources, readable, strict=True)):
        one = filed([source], formats)[0] if there else None
        if one is not None:
            intake.findings.add(second_opinion(one, ours.filter(pl.col("file") == number)), number)
    incomplete = intake.findings.incomplete
    files = [
        report._replace(status="incomplete") if report.status == "checked" and number in incomplete else report
        for number, report in enumerate(intake.files)
    ]
    return intake._replace(files=files)
