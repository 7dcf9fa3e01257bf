"""What is kept of a recording whose every view is logged where nothing is played: that its captions were read."""

from lms.core import clock
from lms.core.db import transaction
from lms.demonstrations.cards import Card
from lms.demonstrations.through import eyes
from lms.demonstrations.viewings import actions


def note_reading(card: Card) -> None:
    """Keep that what is said in the recording has been given to the one who is looking.

    Call it when the answer is made, whatever its status: it is a transaction of its own, and undoes the one around it.
    """
    assert card.video
    with transaction():
        actions.read_words(eyes(card), card.demonstration, card.video, clock.now())
