"""What coordinators do at a board, short of announcing. Nobody else learns of any of it."""

from collections.abc import Callable, Collection
from datetime import datetime

from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.core import outbox
from lms.core.db import added, db
from lms.core.errors import Conflict, Refused
from lms.people.models import Person
from lms.roleplays.board import problems, queries, rules
from lms.roleplays.board.models import Board, Solving
from lms.roleplays.board.queries import Gathered, Opened
from lms.roleplays.board.rules import Draft, Impossible, SolvingState
from lms.roleplays.pairing.answer import Pairing
from lms.roleplays.pairing.problem import SIZES, Tier
from lms.roleplays.rounds import queries as rounds
from lms.roleplays.rounds.models import RolePlayRound
from lms.roleplays.rounds.rules import MEETING_LEAST, MEETING_MOST

SOLVE = "solve-round"  # the kind of letter that has the worker look for work
CHANGED = "This board was changed in another window meanwhile. It is shown as it is now; nothing was overwritten."
AT_WORK = "Groups are being formed right now. Wait for them, or stop it; what was found until then is kept."


def set_up(cohort: Cohort, now: datetime) -> int:
    """Make a round for each dated class with a role play that has none. Gives how many were made."""
    sessions = cohorts.sessions_of(cohort.id)
    there = {one.class_id for one in rounds.rounds_of(cohort.id)}
    wanted = set(queries.classes_with_role_play(cohort.program_id)) - there
    times = [(session.starts_at, session.ends_at) for session in sessions]
    made = 0
    for index, session in enumerate(sessions):
        if session.class_id in wanted:
            from_at, until_at = rules.timed(times, index)
            answer_by_at = rules.answer_by(from_at, until_at)
            said = {"from_at": from_at, "until_at": until_at, "answer_by_at": answer_by_at}
            made += added(RolePlayRound(cohort_id=cohort.id, class_id=session.class_id, created_at=now, **said))
    return made


def edit(round_: RolePlayRound, from_at: datetime, until_at: datetime, answer_by_at: datetime, minutes: int) -> None:
    """Time a round otherwise. Raises Refused beside the field."""
    if until_at <= from_at:
        raise Refused("The end has to come after the beginning.", "until_at")
    if not from_at <= answer_by_at <= until_at:
        raise Refused("This has to lie between the beginning and the end.", "answer_by_at")
    if not MEETING_LEAST <= minutes <= MEETING_MOST:
        raise Refused(f"A meeting lasts from {MEETING_LEAST} to {MEETING_MOST} minutes.", "minutes")
    if round_.announced_at and minutes != round_.minutes:
        raise Refused("The groups are announced, and may have booked meetings of this length.", "minutes")
    round_.from_at, round_.until_at = from_at, until_at
    round_.answer_by_at, round_.minutes = answer_by_at, minutes


def ask_solving(opened: Opened, by: Person | None, now: datetime) -> None:
    """Have the worker form groups, around what is pinned. Raises Refused where it is at it, or the round is over."""
    if now >= opened.round.until_at:
        raise Refused("This round is over.")
    found = db.get(Solving, opened.round.id, with_for_update=True, populate_existing=True)
    if found and found.state.is_open:
        raise Refused("Groups are being formed already.")
    made = found or Solving(round_id=opened.round.id, number=0)
    made.state, made.asked_by_id, made.asked_at = SolvingState.WAITING, by and by.id, now
    made.leased_until, made.cancel_asked_at, made.trouble = None, None, None
    made.tries, made.percent, made.progress = 0, 0, {}
    db.add(made)
    db.flush()
    outbox.post(SOLVE, f"{SOLVE}:{opened.round.id}:{int(now.timestamp() * 1000)}", {})


def cancel(opened: Opened, now: datetime) -> None:
    """Have the worker stop; what it found until then is kept. One that nobody has begun doesn't begin."""
    found = db.get(Solving, opened.round.id, with_for_update=True, populate_existing=True)
    if found is None or not found.state.is_open:
        return
    found.cancel_asked_at = found.cancel_asked_at or now
    if found.state is SolvingState.WAITING:
        found.state = SolvingState.DONE


def take_answer(round_id: int, pairing: Pairing, found: Gathered, by_id: int | None, now: datetime) -> None:
    """Lay the solver's groups on the board; the draft before can be brought back."""
    board = _board(round_id, now)
    _lay(board, problems.draft_from(pairing, found), by_id, now)
    board.report, board.is_as_solved = problems.report_of(pairing, found.begin, now), True


def move(opened: Opened, person_id: int, to: int | None, seen: int, by: Person, now: datetime) -> None:
    """Put somebody into the group at a place; one past the last makes a new one, None takes them out."""
    _change(opened, lambda draft: rules.moved(draft, person_id, to), seen, by, now)


def pin(opened: Opened, at: int, is_pinned: bool, seen: int, by: Person, now: datetime) -> None:
    """Have the next solving leave a group as it is, or not."""
    _change(opened, lambda draft: rules.pinned(draft, at, is_pinned), seen, by, now)


def clear(opened: Opened, gone: Collection[int], seen: int, by: Person, now: datetime) -> None:
    """Take out those who take part no longer."""
    _change(opened, lambda draft: rules.without(draft, gone), seen, by, now)


def undo(opened: Opened, seen: int, by: Person, now: datetime) -> None:
    """Bring back the draft before this one. Raises Refused where there is none."""
    board = _to_change(opened, seen, now)
    if not board.before:
        raise Refused("There is nothing to undo.")
    *earlier, last = board.before
    board.groups, board.before, board.is_as_solved = last, earlier, False
    _note(board, by.id, now)


def wish(opened: Opened, sizes: Collection[int], seen: int, by: Person, now: datetime) -> None:
    """Which sizes of groups are allowed. Raises Refused("sizes") for none."""
    if not sizes or not set(sizes) <= SIZES:
        raise Refused("Please allow at least one size.", "sizes")
    board = _to_change(opened, seen, now)
    board.sizes = sorted(sizes)
    _note(board, by.id, now)


def prefer(opened: Opened, tier: Tier, seen: int, by: Person, now: datetime) -> None:
    """Have a tier count before the one that stood above it."""
    board = _to_change(opened, seen, now)
    board.order = [one.value for one in rules.raised(rules.order_of(board.order), tier)]
    _note(board, by.id, now)


def _change(opened: Opened, change: Callable[[Draft], Draft], seen: int, by: Person, now: datetime) -> None:
    board = _to_change(opened, seen, now)
    try:
        draft = change(rules.draft_of(board.groups))
    except Impossible as fault:
        raise Refused(str(fault)) from None
    is_as_solved = board.is_as_solved and rules.same_groups(
        [one.members for one in draft], [one.members for one in rules.draft_of(board.groups)]
    )
    _lay(board, draft, by.id, now)
    board.is_as_solved = is_as_solved


def _to_change(opened: Opened, seen: int, now: datetime) -> Board:
    board = _board(opened.round.id, now)
    if board.saved != seen:
        raise Conflict(CHANGED)
    if opened.is_solving:
        raise Refused(AT_WORK)
    return board


def _board(round_id: int, now: datetime) -> Board:
    """The board's row, locked; made where there is none."""
    found = db.get(Board, round_id, with_for_update=True, populate_existing=True)
    if found is None:
        added(Board(round_id=round_id, saved=0, groups=[], before=[], sizes=[], order=[], report={}, changed_at=now))
        found = db.get_one(Board, round_id, with_for_update=True, populate_existing=True)
    return found


def _lay(board: Board, draft: Draft, by_id: int | None, now: datetime) -> None:
    board.before = [*board.before, board.groups][-rules.UNDONE_MOST :]
    board.groups = rules.kept_of(draft)
    _note(board, by_id, now)


def _note(board: Board, by_id: int | None, now: datetime) -> None:
    board.saved, board.changed_by_id, board.changed_at = board.saved + 1, by_id, now
    db.flush()
