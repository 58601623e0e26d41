"""What a command says that writes nothing, because its input could not be read as a whole."""

from typing import Final

from deminimis.cli import log, words
from deminimis.cli.exit_codes import NOT_CHECKED
from deminimis.cli.session.report import Report
from deminimis.edi.frames.findings import ERROR
from deminimis.rules.codes import CODES

_FIRST: Final = 10


def refused(outcome: Report) -> None:
    """The errors that made it incomplete, the first of them, on standard error."""
    log.say("deminimis: not everything could be read: nothing is written", level="error")
    # a wrong count is an error in X12 and EDIFACT, and a warning, which makes nothing incomplete, in CATAIR and CAMIR
    errors = [
        message
        for message in outcome.messages()
        if CODES[message["code"]].exit_code == NOT_CHECKED and message["severity"] == ERROR
    ]
    for message in errors[:_FIRST]:
        place = ":".join(str(message[key]) for key in ("file", "line") if message[key] is not None)
        log.say(
            f"{words.clean(place)}: {message['code']} {words.clean(message['message'])}",
            level="error",
            code=message["code"],
        )
    if len(errors) > _FIRST:
        log.say(f"... and {len(errors) - _FIRST:,} more: see `deminimis check`")
