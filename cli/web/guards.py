"""What every request must pass before a route sees it, and what every answer carries.

A page of another site can make this browser ask here: by a name that it made point here (so the Host is checked), by
a form of its own (so the Origin is), by a link (so the token is a cookie that other sites' requests do not carry).
"""

import asyncio
import hmac
from typing import Final
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deminimis.cli.web.address import Address

SAFE: Final = ("GET", "HEAD")
PAGE: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()", "x-frame-options": "DENY",
}  # fmt: skip


class TooMuch(Exception):
    """More bytes than are allowed came: a sentence."""


class Guarded:
    """An application behind these checks. most: bytes of a request; patience: seconds in which it must have come."""

    def __init__(self, app: ASGIApp, address: Address, most: int, patience: float) -> None:
        self._app, self._address, self._most, self._patience = app, address, most, patience
        self._too_much = f"More than {most >> 20:,} MB came: nothing was checked."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application."""
        if scope["type"] != "http":
            return
        refused = self._refused(scope)
        answer = self._with_headers(send)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        await self._app(scope, self._bounded(receive), answer)

    def _refused(self, scope: Scope) -> Response | None:
        headers, changes = Headers(scope=scope), scope["method"] not in SAFE
        if headers.get("host", "").lower() not in self._address.hosts:
            return PlainTextResponse("This page is not served under that name.\n", 421)
        if changes and not self._from_here(headers):
            return PlainTextResponse("This did not come from this page.\n", 403)
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["path"] == "/" and not changes and given:
            return self._entered(given)
        if not self._same(self._carried(headers)):
            return PlainTextResponse("Open the address that `deminimis serve` printed.\n", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most:
            return PlainTextResponse(f"{self._too_much}\n", 413)
        return None

    def _from_here(self, headers: Headers) -> bool:
        return (
            headers.get("origin", "").lower() in self._address.origins
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        )

    def _entered(self, given: str) -> Response:
        if not self._same(given):
            return PlainTextResponse("This token is another run's: open the address that was printed last.\n", 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._address.cookie, self._address.token, httponly=True, samesite="strict", path="/")
        return answer

    def _carried(self, headers: Headers) -> str:
        return cookie_parser(headers.get("cookie", "")).get(self._address.cookie, "")

    def _same(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._address.token.encode())

    def _bounded(self, receive: Receive) -> Receive:
        came, whole = 0, False
        until = asyncio.get_running_loop().time() + self._patience

        async def bounded() -> Message:
            nonlocal came, whole
            async with asyncio.timeout_at(None if whole else until):  # behind the body comes the end of the connection
                message = await receive()
            if message["type"] == "http.request":
                came += len(message.get("body", b""))
                whole = not message.get("more_body", False)
                if came > self._most:
                    raise TooMuch(self._too_much)
            return message

        return bounded

    def _with_headers(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", PAGE)
            await send(message)

        return sent
