"""An own calendar: fetched from a real server, under guard, and nothing but its busy times kept."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from lms.core import clock, outbox, outside
from lms.core.db import db
from lms.core.outside import Bounds, Fault, NotFetched, fetch, is_public
from lms.core.settings import Settings
from lms.roleplays.hours import actions, calendars, jobs, queries
from lms.roleplays.hours.expanding import busy_times
from lms.roleplays.hours.models import BusyFault, BusySource, BusyTime
from tests.kit import make
from tests.kit.cast import Cast

PRIVATE = Bounds(2 * 1024 * 1024, 5, allow_private=True)
NOW = datetime(2026, 10, 20, 12, tzinfo=UTC)


@dataclass
class Server:
    """Answers by path; what it was asked stands in `asked`."""

    port: int
    bodies: dict[str, bytes] = field(default_factory=dict)
    moves: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def server() -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            known.asked.append(path)
            if path == "/drip":
                self.send_response(200)
                self.end_headers()
                while not ended.wait(0.2):
                    try:
                        self.wfile.write(b"x")
                        self.wfile.flush()
                    except OSError:
                        return
            elif path in known.moves:
                self.send_response(302)
                self.send_header("Location", known.moves[path])
                self.end_headers()
            elif path in known.bodies:
                self.send_response(200)
                self.send_header("Content-Type", "text/calendar")
                self.end_headers()
                self.wfile.write(known.bodies[path])
            else:
                self.send_error(401 if path == "/closed" else 404)

        def log_message(self, *_: object) -> None:
            pass

    ended = threading.Event()
    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known = Server(http.server_address[1])
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield known
    ended.set()
    http.shutdown()
    thread.join()
    http.server_close()


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test//EN"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{abs(hash(event))}",
            "DTSTAMP:20260101T000000Z",
            *event.split("\n"),
            "END:VEVENT",
        ]
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def fault_of(url: str, bounds: Bounds = PRIVATE) -> Fault:
    with pytest.raises(NotFetched) as failed:
        fetch(url, bounds)
    assert "127.0.0.1" not in str(failed.value)
    return failed.value.fault


def test_a_public_address_is_needed_also_behind_a_redirect_or_a_name(server: Server):
    server.bodies["/a.ics"] = b"text"
    public = Bounds(1000, 5)
    assert fetch(server.url("/a.ics"), PRIVATE) == b"text"
    for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "[::ffff:127.0.0.1]"):
        assert fault_of(server.url("/a.ics", host), public) is Fault.ADDRESS, host
    assert server.asked == ["/a.ics"], "nothing was asked of what isn't public"


def test_redirects_are_looked_at_again_and_end(server: Server, monkeypatch: pytest.MonkeyPatch):
    server.bodies["/a.ics"] = b"text"
    server.moves |= {
        "/moved": "/a.ics",
        "/round": "/round",
        "/file": "file:///etc/passwd",
        "/in": server.url("/a.ics", "localhost"),
    }
    assert fetch(server.url("/moved"), PRIVATE) == b"text"
    assert fault_of(server.url("/round")) is Fault.REFUSED
    assert fault_of(server.url("/file")) is Fault.ADDRESS
    hops = iter([True])  # as though the first host were public
    monkeypatch.setattr(outside, "is_public", lambda address: next(hops, False))
    assert fault_of(server.url("/in"), Bounds(1000, 5)) is Fault.ADDRESS
    assert server.asked[-1] == "/in"


def test_the_address_that_was_looked_at_is_the_one_that_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch):
    """A name that answers with a public address first, and with a private one when asked again, gains nothing."""
    answers = iter(["203.0.113.7", "127.0.0.1"])

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError

    connected: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    monkeypatch.setattr(outside, "is_public", lambda address: address == "203.0.113.7")
    assert fault_of("http://calendar.example/a.ics", Bounds(1000, 5)) is Fault.UNREACHABLE
    assert connected == ["203.0.113.7"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True), ("2606:4700::1111", True), ("10.1.2.3", False), ("172.16.0.1", False),
        ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("127.9.9.9", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("ff02::1", False), ("::ffff:10.0.0.1", False),
        ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True), ("2002:a00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, expected: bool):
    assert is_public(address) is expected


def test_size_time_and_answers_are_bounded(server: Server):
    server.bodies["/large"] = b"x" * 2_000
    assert fault_of(server.url("/large"), Bounds(1_000, 5, True)) is Fault.TOO_LARGE
    assert fault_of(server.url("/drip"), Bounds(10_000, 1, True)) is Fault.TOO_SLOW
    assert fault_of(server.url("/nothing")) is Fault.NOT_FOUND
    assert fault_of(server.url("/closed")) is Fault.REFUSED
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        assert fault_of(f"https://127.0.0.1:{port}/a", Bounds(1_000, 1, True)) is Fault.TOO_SLOW, "nobody shakes hands"


def test_only_busy_times_are_found_and_repeated_by_the_clock_on_the_wall():
    text = calendar(
        "SUMMARY:A secret title\nDTSTART;TZID=America/New_York:20260901T180000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY",
        "SUMMARY:Free\nTRANSP:TRANSPARENT\nDTSTART:20261021T100000Z\nDTEND:20261021T110000Z",
        "SUMMARY:Off\nSTATUS:CANCELLED\nDTSTART:20261021T100000Z\nDTEND:20261021T110000Z",
        "SUMMARY:Floating\nDTSTART:20261022T080000\nDURATION:PT30M",
        "SUMMARY:All day\nDTSTART;VALUE=DATE:20261024\nDTEND;VALUE=DATE:20261025",
        "SUMMARY:Touches it\nDTSTART:20261024T230000Z\nDTEND:20261025T010000Z",
        "SUMMARY:Every second\nDTSTART:20261020T130000Z\nDTEND:20261020T130500Z\nRRULE:FREQ=SECONDLY",
    )
    found = busy_times(text, ZoneInfo("Europe/London"), NOW, NOW + timedelta(days=16))
    assert [(a.isoformat(), b.isoformat()) for a, b in found] == [
        ("2026-10-20T13:00:00+00:00", "2026-10-20T13:05:00+00:00"),
        ("2026-10-20T22:00:00+00:00", "2026-10-20T23:00:00+00:00"),
        ("2026-10-22T07:00:00+00:00", "2026-10-22T07:30:00+00:00"),
        ("2026-10-23T23:00:00+00:00", "2026-10-25T01:00:00+00:00"),
        ("2026-10-27T22:00:00+00:00", "2026-10-27T23:00:00+00:00"),
        ("2026-11-03T23:00:00+00:00", "2026-11-04T00:00:00+00:00"),
    ]


def test_a_published_list_of_busy_times_is_read():
    text = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        b"FREEBUSY:20261021T090000Z/PT1H,20261021T120000Z/20261021T130000Z\r\n"
        b"FREEBUSY;FBTYPE=FREE:20261022T090000Z/PT1H\r\n"
        b"END:VFREEBUSY\r\nEND:VCALENDAR\r\n"
    )
    found = busy_times(text, ZoneInfo("UTC"), NOW, NOW + timedelta(days=7))
    assert [(a.hour, b.hour) for a, b in found] == [(9, 10), (12, 13)]


@pytest.mark.parametrize(
    "text", [b"", b"<html>Sign in</html>", b"\xff\xfe\x00", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"]
)
def test_what_is_no_calendar_says_so(text: bytes):
    with pytest.raises(calendars.NoCalendar):
        calendars.expanded(text, ZoneInfo("UTC"), NOW)


def _source(cast: Cast) -> tuple[BusySource, list[BusyTime]]:
    db.remove()
    return db.get_one(BusySource, cast.lena.id), list(db.scalars(select(BusyTime)).all())


def test_the_worker_reads_keeps_and_refreshes_a_calendar(
    server: Server, cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture
):
    soon = clock.now() + timedelta(days=2)
    server.bodies["/secret-abcdef.ics"] = calendar(
        f"SUMMARY:Nobody's business\nDTSTART:{soon:%Y%m%dT%H%M%SZ}\nDTEND:{soon + timedelta(hours=2):%Y%m%dT%H%M%SZ}"
    )
    actions.use_calendar(cast.lena, server.url("/secret-abcdef.ics"), clock.now())
    make.commit()
    outbox.deliver({actions.FETCH: lambda payload: jobs.fetch(payload, settings)})
    source, times = _source(cast)
    assert (source.fault, source.is_awaited, times) == (BusyFault.ADDRESS, False, []), "private, and not allowed to"

    calendars.read(cast.lena.id, True, clock.now())
    source, times = _source(cast)
    assert (source.fault, len(times)) == (None, 1)
    assert times[0].ends_at - times[0].begins_at == timedelta(hours=2)
    round_ = (soon.replace(minute=0, second=0, microsecond=0), soon + timedelta(days=1))
    assert len(queries.hours_of(cast.here.id, round_)[cast.lena.id].busy) == 1

    server.bodies.clear()
    calendars.read(cast.lena.id, True, clock.now())
    source, times = _source(cast)
    assert (source.fault, len(times)) == (BusyFault.NOT_FOUND, 1), "what was found before holds"
    with clock.at(clock.now() + timedelta(hours=7)):
        jobs.refresh()
        assert _source(cast)[0].is_awaited
        jobs.refresh()
    letters = db.scalars(select(outbox.Letter).where(outbox.Letter.delivered_at.is_(None))).all()
    assert [letter.payload for letter in letters if letter.kind == actions.FETCH] == [{"person_id": cast.lena.id}]
    assert "abcdef" not in caplog.text


def test_an_address_that_was_changed_meanwhile_keeps_nothing_of_the_old_one(
    server: Server, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    actions.use_calendar(cast.lena, server.url("/old.ics"), clock.now())
    make.commit()

    def change(text: bytes, zone: ZoneInfo, now: datetime) -> list[tuple[datetime, datetime]]:
        actions.use_calendar(cast.lena, server.url("/new.ics"), clock.now())
        make.commit()
        return [(now, now + timedelta(hours=1))]

    server.bodies["/old.ics"] = b"old"
    monkeypatch.setattr(calendars, "expanded", change)
    calendars.read(cast.lena.id, True, clock.now())
    source, times = _source(cast)
    assert (source.is_awaited, times) == (True, [])
