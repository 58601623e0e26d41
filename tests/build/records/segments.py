"""Segments and interchanges put together by the layouts' own `write`, with real separators behind."""

from collections.abc import Iterable
from datetime import date

from deminimis.edi.formats.edifact.layouts.envelope import ENVELOPE as UN
from deminimis.edi.formats.x12.layouts.envelope import ENVELOPE as ISA
from deminimis.edi.layout.declare import COMPONENT, FIELD
from tests.build.records.made import made


def edifact(raws: Iterable[str], end: str = "'\n") -> str:
    """Segments with `+ : ' ?`; data characters that are separators are released."""
    out = ""
    for raw in raws:
        text = "".join(f"?{c}" if c in "?+:'" else c for c in raw)
        out += text.replace(FIELD, "+").replace(COMPONENT, ":") + end
    return out


def unb(messages: list[list[str]], kind: str, sent: date, ref: str, *, group: bool = True, version: str = "4",
        sender: str = "ZZZZ", receiver: str = "CBP-ACE-TEST") -> list[str]:  # fmt: skip
    """An interchange of `messages`, each without UNH and UNT."""
    parties = {"sender": sender, "sender_qualifier": "ZZ", "receiver": receiver, "receiver_qualifier": "ZZ"}
    at = {"date": sent, "time": "0930", "control_reference": ref}
    out = [made(UN["UNB"], syntax="UNOA", syntax_version=version, **parties, **at, application="ACE")]
    if group:
        out.append(made(UN["UNG"], message_type=kind, **parties, **at, agency="UN", version="D", release="03B"))
    for n, body in enumerate(messages, 1):
        name = {"message_type": kind, "version": "D", "release": "03B", "agency": "UN"}
        out.append(made(UN["UNH"], message_reference=f"{kind}{n}", **name))
        out += body
        out.append(made(UN["UNT"], segment_count=len(body) + 2, message_reference=f"{kind}{n}"))
    if group:
        out.append(made(UN["UNE"], message_count=len(messages), control_reference=ref))
    out.append(made(UN["UNZ"], count=1 if group else len(messages), control_reference=ref))
    return out


def isa(sets: list[list[str]], set_id: str, functional: str, sent: date, number: int, *, version: str = "005020",
        sender: str = "ZZZZ", receiver: str = "CBP", end: str = "~\n") -> str:  # fmt: skip
    """An interchange of `sets`, each without ST and SE, with `* ~ > ^`."""
    raws = []
    for n, body in enumerate(sets, 1):
        raws.append(made(ISA["ST"], set_id=set_id, control_number=f"{n:04d}"))
        raws += body
        raws.append(made(ISA["SE"], segment_count=len(body) + 2, control_number=f"{n:04d}"))
    at = {"date": sent, "time": "0930"}
    gs = made(ISA["GS"], functional_id=functional, sender=sender, receiver=receiver, control_number=str(number),
             agency="X", version=version, **at)  # fmt: skip
    head = (
        f"ISA*00*          *00*          *02*{sender:15}*ZZ*{receiver:15}*{sent:%y%m%d}*0930*^*00502*{number:09d}*0*T*>"
    )
    ge = made(ISA["GE"], set_count=len(sets), control_number=str(number))
    iea = made(ISA["IEA"], group_count=1, control_number=f"{number:09d}")
    inner = end.join([gs, *raws, ge, iea])
    assert not any(mark in inner.replace(end, "") for mark in "*~>")
    return head + end + inner.replace(FIELD, "*").replace(COMPONENT, ">") + end
