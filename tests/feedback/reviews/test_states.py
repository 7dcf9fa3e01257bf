"""In whatever order people act: what isn't released stays the trainer's, no version is lost, no stranger gets in."""

import random
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews.models import Review
from lms.people.models import Person
from lms.practice.models import SubmissionVersion
from tests.feedback.conftest import HandIn
from tests.kit.cast import Cast

STEPS = 60


class People:
    """Lena and tess at the same thread, and what tess has written and not released."""

    def __init__(
        self, cast: Cast, thread: FeedbackThread, sign_in: Callable[[Person], FlaskClient], hand_in: HandIn, seed: int
    ):
        self.cast, self.hand_in, self.dice = cast, hand_in, random.Random(seed)
        self.address = f"/threads/{thread.id}"
        self.lena, self.tess = sign_in(cast.lena), sign_in(cast.tess)
        self.strangers = [sign_in(who) for who in (cast.paul, cast.omar, cast.theo, cast.cora)]
        self.secrets: set[str] = set()
        self.handed_in = ["I would wait. Then wait."]
        self.count = 0

    def word(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.count:03}"

    def hand_in_again(self) -> None:
        self.handed_in.append(text := self.word("attempt"))
        self.hand_in(self.cast.lena, self.cast.here, text)
        db.commit()

    def pin(self) -> None:
        text = self.word("remark")
        sent = {"text": text, "key": text, "is_later": self.dice.choice(["", "y"])}
        if self.tess.post(f"{self.address}/review/remarks", data=sent).status_code == 303:
            self.secrets.add(text)

    def save(self) -> None:
        said = {"keep": self.word("keep"), "try_next": self.word("step"), "level-C1": "2"}
        answer = self.tess.post(f"{self.address}/review", data=said | {"seen": self.dice.choice([self.seen(), "0"])})
        if answer.status_code == 303:
            self.secrets = {word for word in self.secrets if word.startswith("remark")} | set(said.values()) - {"2"}

    def seen(self) -> str:
        db.remove()
        mine = db.scalar(select(Review).where(Review.released_at.is_(None)))
        return str(mine.saved) if mine else "0"

    def release(self) -> None:
        mine = self.mine()
        said = {"keep": mine.keep, "try_next": mine.try_next, "seen": str(mine.saved)} if mine else {}
        said |= {"last_message": self.dice.choice(["0", "999999"])}
        if mine and "C1" in mine.levels:
            said["level-C1"] = str(mine.levels["C1"])
        if self.tess.post(f"{self.address}/review/release", data=said).status_code == 303:
            self.secrets.clear()

    def mine(self) -> Review | None:
        db.remove()
        return db.scalar(select(Review).where(Review.released_at.is_(None)))

    def talk(self) -> None:
        who = self.dice.choice([self.lena, self.tess])
        text = self.word("message")
        who.post(f"{self.address}/messages", data={"text": text, "key": text, "seen": "999999"})

    def act_as_a_stranger(self) -> None:
        who = self.dice.choice(self.strangers)
        for address in ("", "/attempts"):
            assert who.get(self.address + address).status_code == 404
        for address in ("/review", "/review/release", "/review/remarks", "/self-rating", "/messages"):
            assert who.post(self.address + address, data={"text": "x", "key": "x"}).status_code == 404

    def grab(self) -> None:
        """The learner tries what is the trainer's alone."""
        for address in ("/review", "/review/release", "/review/remarks"):
            assert self.lena.post(self.address + address, data={"text": "x", "key": "x"}).status_code == 404

    def check(self) -> None:
        slug, me = self.cast.here.slug, self.cast.lena.id
        pages = [self.address, "/feedback/", "/today", "/assignments/1", f"/cohorts/{slug}/growth/{me}"]
        seen = "".join(self.lena.get(page).text for page in pages)
        assert not [secret for secret in self.secrets if secret in seen]
        db.remove()
        texts = db.scalars(select(SubmissionVersion.text).order_by(SubmissionVersion.number)).all()
        assert list(texts) == self.handed_in


@pytest.mark.parametrize("seed", [1, 2])
def test_no_order_of_deeds_shows_what_isnt_released_or_loses_a_version(
    cast: Cast, thread: FeedbackThread, sign_in: Callable[[Person], FlaskClient], hand_in: HandIn, seed: int
):
    people = People(cast, thread, sign_in, hand_in, seed)
    db.commit()
    deeds = [people.hand_in_again, people.pin, people.pin, people.save, people.save, people.release, people.talk]
    deeds += [people.act_as_a_stranger, people.grab]
    with clock.at(clock.now()):
        for _ in range(STEPS):
            people.dice.choice(deeds)()
            people.check()
    assert people.count > STEPS / 2
    assert db.scalars(select(Review.id).where(Review.released_at.is_not(None))).all(), "nothing was ever released"
