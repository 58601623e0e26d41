"""From what was read to what is found in it: the one way of the command line, the ledger and the library."""

from collections.abc import Callable

from deminimis.edi.reading.intake import Intake
from deminimis.rules.base.arrivals import with_notices
from deminimis.rules.base.settings import Settings
from deminimis.rules.cbp_answers import findings_of
from deminimis.rules.judge import Judgement, judge

Judge = Callable[[Intake, Settings], Judgement]


def at_once(intake: Intake, settings: Settings, most: int | None = None) -> Judgement:
    """`rules.judge.judge` of all that was read: arrivals that the notices tell of are known to the judgement."""
    return judge(with_notices(intake.filings, intake.notices), settings, most)


def checked(intake: Intake, settings: Settings, by: Judge = at_once) -> Judgement:
    """Judges the filings that were read; `intake.findings` then has those of the rule and of CBP's answers too.

    by: what judges, `at_once` or the same with a ledger.
    """
    judgement = by(intake, settings)
    intake.findings.add(judgement.findings)
    intake.findings.counts.update(judgement.more)
    intake.findings.add(findings_of(intake.notices))
    return judgement
