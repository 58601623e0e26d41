"""Where the page is served: a socket that is bound before the address is told, and the names it answers to."""

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Final

import click

LOOPBACK: Final = "127.0.0.1"
_HTTP: Final = 80  # a port that no browser names


@dataclass(frozen=True)
class Address:
    """A bound socket, the hosts that a request may name (as a browser names them), the pages that a change may come
    from, and the token that its address carries."""

    socket: socket.socket
    hosts: frozenset[str]
    origins: frozenset[str]
    token: str
    shown: str

    @property
    def link(self) -> str:
        """What is to be opened in a browser."""
        return f"http://{self.shown}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The name of the cookie with the token: cookies know no ports, and another run may have its own."""
        return f"deminimis-{self.socket.getsockname()[1]}"


def bound(host: str, port: int, others: Iterable[str] = ()) -> Address:
    """Binds `host`:`port`; port 0 takes any that is free. others: more names under which requests may ask, of a proxy
    in front of it (with its port, unless that is the usual one), which may speak TLS.

    Raises click.ClickException where that cannot be.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(64)  # who opens the address at once waits, and is not turned away
    except OSError as error:
        listening.close()
        reason = error.strerror or str(error)
        raise click.ClickException(f"{host}, port {port}: {reason}; --port 0 takes any that is free") from error
    taken = listening.getsockname()[1]
    own = f"[{host}]" if ":" in host else host
    names = {own, *({"127.0.0.1", "localhost", "[::1]"} if loopback(host) else ())}
    mine = {f"{name}:{taken}".lower() for name in names} | (names if taken == _HTTP else set())
    theirs = {name.lower() for name in others}
    origins = {f"http://{name}" for name in mine | theirs} | {f"https://{name}" for name in theirs}
    return Address(listening, frozenset(mine | theirs), frozenset(origins), token_urlsafe(24), f"{own}:{taken}")


def loopback(host: str) -> bool:
    """Whether only this machine can reach it."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
