"""What the library says of refused claims: `worklist`, of frames that `deminimis.rules.library` read."""

import polars as pl

from deminimis.rules.base.arrivals import with_notices
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed.worklist import follow
from deminimis.rules.judge import judge
from deminimis.rules.library import Frames, settings_of


def worklist(frames: Frames, settings: Settings | None = None) -> pl.DataFrame:
    """Every refused claim of these files, and what became of it, late ones first.

    One row a claim, columns of `deminimis.rules.followed.frames.FOLLOWED`: state (open, refused again, refiled,
    accepted), refiled_by, answer, file_as, who, next; money in cents. Entries and CBP's answers among the files count.
    settings: as of `check`. Raises ValueError as `check` does.
    """
    settings = settings or settings_of(frames)
    filings = with_notices(frames.filings, frames.notices)
    return follow(frames.filings, judge(filings, settings), frames.notices, settings)
