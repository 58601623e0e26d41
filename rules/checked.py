"""From what was read to what is found in it: the one way of the command line, the ledger and the library."""

from collections.abc import Callable

from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import Intake
from deminimis.rules.base.arrivals import with_notices
from deminimis.rules.base.settings import Settings
from deminimis.rules.cbp_answers import findings_of
from deminimis.rules.judge import Judgement, judge

Judge = Callable[[Filings, Settings], Judgement]


def checked(intake: Intake, settings: Settings, by: Judge = judge) -> Judgement:
    """Judges the filings that were read; `intake.findings` then has those of the rule and of CBP's answers too.

    Arrivals that the notices tell of are known to the judgement. by: what judges, `rules.judge.judge` or the same with
    a ledger.
    """
    judgement = by(with_notices(intake.filings, intake.notices), settings)
    intake.findings.add(judgement.findings)
    intake.findings.counts.update(judgement.more)
    intake.findings.add(findings_of(intake.notices))
    return judgement
