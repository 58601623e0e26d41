"""The report of each sample, made once: `demo` shows and the golden files hold the same."""

from functools import cache

from deminimis.cli.corpus.corpus import AS_OF, Sample
from deminimis.cli.options.request import PLAIN, Request
from deminimis.cli.session.report import Report

_check = Sample.check


@cache
def once(sample: Sample, request: Request = PLAIN) -> Report:
    """What `sample.check` gives; one whose expectation has no day yet is of a fixed one."""
    return _check(sample, request, AS_OF)
