"""The report as a mail: a subject that is the answer, and the report as plain text. Others say who it goes to."""

from email.message import EmailMessage
from typing import Final

from deminimis.cli import words
from deminimis.cli.reporters import terminal as human
from deminimis.cli.reporters.parts import short
from deminimis.cli.reporters.parts.headline import headline
from deminimis.cli.session.report import Report

_WIDTH: Final = 76
_SUBJECT: Final = 150


def render(report: Report) -> bytes:
    """Subject and MIME headers, a blank line, the report of a terminal 76 columns wide, without colours."""
    lines = human.render(report, _WIDTH, colour=False).splitlines()
    return _mail(report, "\n".join(line.rstrip() for line in lines) + "\n")


def render_short(report: Report) -> bytes:
    """The same with the summary alone."""
    return _mail(report, short.render(report))


def _mail(report: Report, body: str) -> bytes:
    answer = " ".join(sentence for sentence, _ in headline(report)) or "Nothing to judge in these files."
    mail = EmailMessage()
    mail["Subject"] = words.clean(f"De minimis: {answer}")[:_SUBJECT]
    mail.set_content(body, charset="utf-8", cte="8bit")
    return mail.as_bytes()
