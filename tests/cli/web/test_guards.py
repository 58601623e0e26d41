"""Who is let in, without a server: by this machine's names, and by that of a proxy in front of it."""

import asyncio
from collections.abc import Iterator

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message, Scope

from deminimis.cli.web.address import Address, bound, loopback
from deminimis.cli.web.guards import Guarded


@pytest.fixture
def address() -> Iterator[Address]:
    one = bound("127.0.0.1", 0, ["EDI.example.com", "other.example.com:8443"])
    with one.socket:
        yield one


def asked(address: Address, host: str, origin: str) -> int:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    carried = {"host": host, "origin": origin, "cookie": f"{address.cookie}={address.token}"}
    headers = [(name.encode(), value.encode()) for name, value in carried.items()]
    scope: Scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
    asyncio.run(Guarded(PlainTextResponse("in"), address, 1, 1)(scope, receive, send))
    return int(sent[0]["status"])


def test_a_proxy_s_name_is_one_as_the_browser_says_it(address: Address) -> None:
    port = address.link.partition("/?")[0].rpartition(":")[2]
    for host, origin, status in (
        (f"127.0.0.1:{port}", f"http://127.0.0.1:{port}", 200),
        (f"localhost:{port}", f"http://localhost:{port}", 200),
        ("edi.example.com", "https://edi.example.com", 200),
        ("edi.example.com", "http://edi.example.com", 200),
        ("other.example.com:8443", "https://other.example.com:8443", 200),
        ("127.0.0.1", "http://127.0.0.1", 421),
        ("other.example.com", "https://other.example.com", 421),
        ("edi.example.com", "https://evil.example.com", 403),
        (f"127.0.0.1:{port}", f"https://127.0.0.1:{port}", 403),
    ):
        assert asked(address, host, origin) == status, (host, origin)


def test_loopback_is_what_only_this_machine_reaches() -> None:
    assert loopback("127.0.0.1") and loopback("::1") and loopback("localhost")
    assert not loopback("0.0.0.0") and not loopback("192.0.2.7") and not loopback("desk.example.com")
