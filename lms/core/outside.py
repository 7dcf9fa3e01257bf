"""Fetching what lies at an address that a user has given, without lending them our place in the network.

Only http and https; every host is resolved here, refused unless all of its addresses are public, and asked at just
the address that was looked at, so that a name that changes its mind between the two gains nothing. Redirects are held
to the same. Size and time are bounded, also against a server that sends a byte a minute. Errors never repeat the
address: it may hold a secret.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from lms.core.errors import AttuneError

REDIRECTS_MOST = 4
CONNECT_S = 10
CHUNK = 64 * 1024
MOVED = (301, 302, 303, 307, 308)
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Fault(StrEnum):
    """Why something could not be fetched."""

    ADDRESS = "address"
    """It is none of ours to ask: another scheme, a password in it, a host that isn't public."""
    NOT_FOUND = "not found"
    """The host has no such name, or its server says 404 or 410."""
    REFUSED = "refused"
    """The server wants somebody to sign in, or answers with another error."""
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"


class NotFetched(AttuneError):
    """Carries only the kind of fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Bounds:
    """What a fetch may take. `allow_private`: for tests, and for calendars inside an organization's own network."""

    bytes_most: int
    seconds_most: float
    allow_private: bool = False


def fetch(url: str, bounds: Bounds) -> bytes:
    """What lies there. Raises NotFetched."""
    until = time.monotonic() + bounds.seconds_most
    for _ in range(REDIRECTS_MOST + 1):
        parts = sound(url)
        if parts is None:
            raise NotFetched(Fault.ADDRESS)
        where = _ask(parts, bounds, until)
        if isinstance(where, bytes):
            return where
        url = urljoin(url, where)
    raise NotFetched(Fault.REFUSED)


def sound(url: str) -> SplitResult | None:
    """The parts of an address that may be asked at all, as far as it can be seen without looking up its host."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    is_plain = url.isascii() and url.isprintable() and " " not in url
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
    return parts if is_plain and is_web and "@" not in parts.netloc else None


def is_public(text: str) -> bool:
    """Whether an IP address lies in the open internet; so must an IPv4 address that it wraps."""
    address = ipaddress.ip_address(text.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (address, *_wrapped(address)))


def _wrapped(address: Address) -> Sequence[Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in inner if one]


def _ask(parts: SplitResult, bounds: Bounds, until: float) -> bytes | str:
    """The body, or where the server sends us instead."""
    assert parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(parts.hostname, port, bounds.allow_private)
    connection = _connection(parts, port)
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched(Fault.TOO_SLOW)
    line = _Line()
    watch = threading.Timer(left, line.cut)
    watch.daemon = True
    try:
        line.sock = socket.create_connection((address, port), min(CONNECT_S, left))
        watch.start()
        if parts.scheme == "https":
            line.sock = ssl.create_default_context().wrap_socket(
                line.sock,
                server_hostname=parts.hostname,
                do_handshake_on_connect=False,  # so that it can be cut meanwhile
            )
            line.sock.do_handshake()
        connection.sock = line.sock
        answer = _answer(connection, parts, bounds)
        if line.is_cut:  # which reads like an end
            raise NotFetched(Fault.TOO_SLOW)
        return answer
    except TimeoutError:
        raise NotFetched(Fault.TOO_SLOW) from None
    except (OSError, HTTPException):
        raise NotFetched(Fault.TOO_SLOW if line.is_cut else Fault.UNREACHABLE) from None
    finally:
        watch.cancel()
        connection.close()
        if line.sock:
            line.sock.close()


class _Line:
    """The socket in use, which is cut when the time is over: http.client lets go of it before the answer is read."""

    sock: socket.socket | None = None
    is_cut = False

    def cut(self) -> None:
        self.is_cut = True
        if self.sock:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def _connection(parts: SplitResult, port: int) -> HTTPConnection:
    """One that only speaks; it is given its socket."""
    assert parts.hostname
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname, port, timeout=CONNECT_S)


def _resolved(host: str, port: int, allow_private: bool) -> str:
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise NotFetched(Fault.NOT_FOUND) from None
    if not found or not (allow_private or all(is_public(address) for address in found)):
        raise NotFetched(Fault.ADDRESS)
    return found[0]


def _answer(connection: HTTPConnection, parts: SplitResult, bounds: Bounds) -> bytes | str:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Accept": "text/calendar, */*;q=0.5", "Accept-Encoding": "identity", "User-Agent": "Attune"}
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    if response.status in MOVED and (where := response.headers.get("Location")):
        return where
    if response.status in (404, 410):
        raise NotFetched(Fault.NOT_FOUND)
    if response.status != 200 or response.headers.get("Content-Encoding", "identity") != "identity":
        raise NotFetched(Fault.REFUSED)
    return _body(response, bounds.bytes_most)


def _body(response: HTTPResponse, bytes_most: int) -> bytes:
    taken = bytearray()
    while chunk := response.read(CHUNK):
        taken += chunk
        if len(taken) > bytes_most:
            raise NotFetched(Fault.TOO_LARGE)
    if response.length:  # the server ended before it had sent what it had announced
        raise NotFetched(Fault.UNREACHABLE)
    return bytes(taken)
