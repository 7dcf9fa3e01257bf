"""In whatever order people speak, write and release: what isn't released is heard by its trainer alone."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.core import clock
from lms.core.db import db
from lms.feedback.models import FeedbackThread
from lms.feedback.reviews.models import ReviewRemark
from lms.people.models import Person
from lms.videos.models import Video
from tests.feedback.conftest import HandIn
from tests.feedback.reviews.test_states import STEPS, People
from tests.feedback.voices.conftest import Send, prepared, voices
from tests.kit.cast import Cast

PLACES = (("get", ""), ("post", "/playing"), ("get", "/waveform"), ("get", "/poster"), ("get", "/captions.vtt"))
SAID = {"": 200, "/playing": 200, "/waveform": 302, "/poster": 302}


class Speakers(People):
    """The same people, who speak as well."""

    def __init__(
        self,
        cast: Cast,
        thread: FeedbackThread,
        sign_in: Callable[[Person], FlaskClient],
        hand_in: HandIn,
        send: Send,
        seed: int,
    ):
        super().__init__(cast, thread, sign_in, hand_in, seed)
        self.send = send

    def speak_a_remark(self) -> None:
        key = self.word("remark")
        text = self.dice.choice(["", key])
        sent = {"text": text, "key": key, "file_id": self.send(self.cast.tess), "is_later": self.dice.choice(["", "y"])}
        if self.tess.post(f"{self.address}/review/remarks", data=sent).status_code == 303 and text:
            self.secrets.add(text)
        self.prepare()

    def speak_a_message(self) -> None:
        who = self.dice.choice(["lena", "tess"])
        key, file_id = self.word("message"), self.send(getattr(self.cast, who))
        sent = {"text": "", "key": key, "seen": "999999", "file_id": file_id}
        assert getattr(self, who).post(f"{self.address}/messages", data=sent).status_code == 303
        self.prepare()

    def drop(self) -> None:
        """Tess takes a remark of hers out, or what she spoke with it."""
        number, text = self.some_remark()
        way = self.dice.choice(["removal", "voice/removal"])
        answer = self.tess.post(f"{self.address}/review/remarks/{number}/{way}")
        if answer.status_code == 303 and way == "removal":
            self.secrets.discard(text)

    def take_back_what_is_said(self) -> None:
        """Nobody can, with whatever number."""
        before = {voice.id for voice in voices() if voice.message_id}
        number, _ = self.some_remark()
        for who in (self.lena, *self.strangers):
            assert who.post(f"{self.address}/review/remarks/{number}/voice/removal").status_code == 404
        db.remove()
        assert {voice.id for voice in voices() if voice.message_id} == before

    def some_remark(self) -> tuple[int, str]:
        """Of a review that is released, or isn't: its number and its words."""
        db.remove()
        found = db.execute(select(ReviewRemark.id, ReviewRemark.text).order_by(ReviewRemark.id)).all()
        db.remove()
        return self.dice.choice([(1, ""), *((number, text) for number, text in found)])

    def prepare(self) -> None:
        """A worker has been at what came in last, so that it would play."""
        db.remove()
        for voice in voices()[-1:]:
            prepared(db.get_one(Video, voice.video_id))
        db.remove()

    def check(self) -> None:
        super().check()
        page = self.lena.get(self.address).text
        db.remove()
        heard = [(voice.id, voice.message_id is not None, voice.speaker_id == self.cast.tess.id) for voice in voices()]
        db.remove()
        unsaid = [voice_id for voice_id, is_said, _ in heard if not is_said]
        assert not [voice_id for voice_id in unsaid if f'"/voices/{voice_id}"' in page]
        for voice_id in unsaid:
            self.ask(self.lena, voice_id, self.dice.choice(PLACES), False)
        for voice_id, is_said, is_hers in self.dice.sample(heard, min(1, len(heard))):
            people = (self.lena, is_said), (self.tess, is_said or is_hers), (self.dice.choice(self.strangers), False)
            for who, may in people:
                for place in PLACES:
                    self.ask(who, voice_id, place, may)

    def ask(self, who: FlaskClient, voice_id: int, place: tuple[str, str], may: bool) -> None:
        method, name = place
        answer = getattr(who, method)(f"/voices/{voice_id}{name}")
        assert answer.status_code == (SAID.get(name, 404) if may else 404), answer.request.path


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_order_of_deeds_lets_anybody_hear_what_isnt_released(
    cast: Cast, thread: FeedbackThread, sign_in: Callable[[Person], FlaskClient], hand_in: HandIn, send: Send, seed: int
):
    people = Speakers(cast, thread, sign_in, hand_in, send, seed)
    db.commit()
    deeds = [people.hand_in_again, people.pin, people.save, people.save, people.release, people.talk]
    deeds += [people.speak_a_remark, people.speak_a_remark, people.speak_a_message, people.drop]
    deeds += [people.act_as_a_stranger, people.grab, people.take_back_what_is_said]
    with clock.at(clock.now()):
        for _ in range(STEPS):
            people.dice.choice(deeds)()
            people.check()
    heard = voices()
    assert any(voice.message_id and voice.speaker_id == cast.tess.id for voice in heard), "nothing spoken was released"
    assert any(voice.message_id for voice in heard) and people.count > STEPS / 2
