"""Every sample gives exactly the report in its golden file. `make golden` writes them; a person reads the diff."""

import os

import pytest

from deminimis.cli.corpus.corpus import Sample, outcome, samples, without_filing
from tests.places import SAMPLES
from tests.samples.checked import once

CASES = list(samples(SAMPLES))


@pytest.mark.parametrize("sample", CASES, ids=lambda sample: sample.name)
def test_the_report_is_the_golden_one(sample: Sample) -> None:
    got = outcome(once(sample))
    if os.environ.get("ACCEPT"):
        sample.accept(got)
    assert sample.expected.is_file(), f"{sample.expected.name} is missing: make golden"
    assert got == sample.wanted()


def test_no_golden_file_is_without_its_sample() -> None:
    assert without_filing(SAMPLES) == []


def test_there_are_samples_of_every_kind_of_exit() -> None:
    assert {sample.wanted()["exit"] for sample in CASES} == {0, 1, 2}


def test_records_are_read_or_reported_in_every_golden_file() -> None:
    for sample in CASES:
        report = sample.wanted()["report"]
        records = sum(each["records"] for each in report["files"])
        assert records == report["summary"]["records_read"] + report["summary"]["records_reported"], sample.name
