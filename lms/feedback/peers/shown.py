"""What the page of a thread says of peers, to the author and to trainers. Takes what is loaded, asks nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.feedback.peers import rules
from lms.feedback.peers.models import PeerRequest, PeerReview
from lms.feedback.peers.rules import HIDDEN_PEER


@dataclass(frozen=True)
class Line:
    """One review, and how its reviewer is called here."""

    review: PeerReview
    by: str


@dataclass(frozen=True)
class Shown:
    """What somebody may read of what peers wrote about a work; trainers also who has it now."""

    lines: Sequence[Line]
    under_way: Sequence[PeerReview]
    """For trainers alone."""
    hidden: int
    """How many a trainer keeps from the author; to the author."""
    progress: str

    def levels(self, code: str, version_id: int) -> list[int]:
        """How peers rated a competency in a version."""
        about = [line.review for line in self.lines if line.review.version_id == version_id]
        return [review.levels[code] for review in about if code in review.levels]


NOTHING = Shown((), (), 0, "")


def shown(request: PeerRequest | None, is_author: bool) -> Shown:
    """What is shown of a work with these terms; nothing, where no peers were asked."""
    if request is None:
        return NOTHING
    written = [review for review in request.reviews if review.handed_in_at]
    under_way = [review for review in request.reviews if review.is_owed]
    seen = [review for review in written if review.is_seen]
    hidden = [review for review in written if review.hiding]
    answered = len(seen) + len(hidden)
    progress = rules.progress(request.wanted, answered, len(written), len(under_way), request.missing, is_author)
    if not is_author:
        return Shown([Line(review, review.reviewer.name) for review in written], under_way, 0, progress)
    numbered = {review.id: number for number, review in enumerate(written, 1)}
    return Shown([Line(one, _called(one, numbered[one.id], request)) for one in seen], (), len(hidden), progress)


def _called(review: PeerReview, number: int, request: PeerRequest) -> str:
    name = rules.named(review.reviewer.name, request.anonymous, is_author=False)
    return f"Peer {number}" if name == HIDDEN_PEER else name
