"""What people wrote about cases. When they answered stays, as does what others said."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.core.words import Remover
from lms.documents.cases.models import CaseAnswer, CaseCommentary, CaseMessage


def _answers(whose: Whose) -> Select[Any]:
    mine = (CaseAnswer.person_id == whose.id, CaseAnswer.erased_at.is_(None))
    return select(CaseAnswer.id, CaseAnswer.answers).where(*mine)


def _erase_answers(whose: Whose, now: datetime) -> None:
    mine = (CaseAnswer.person_id == whose.id, CaseAnswer.erased_at.is_(None))
    db.execute(update(CaseAnswer).where(*mine).values(answers={}, erased_at=now))


def _messages(whose: Whose) -> Select[Any]:
    mine = (CaseMessage.author_id == whose.id, CaseMessage.removed_at.is_(None))
    return select(CaseMessage.id, CaseMessage.text).where(*mine)


def _erase_messages(whose: Whose, now: datetime) -> None:
    mine = (CaseMessage.author_id == whose.id, CaseMessage.removed_at.is_(None))
    gone = {"text": "", "earlier": [], "removed_at": now, "removed_as": Remover.AUTHOR}
    db.execute(update(CaseMessage).where(*mine).values(gone))


def _commentaries(whose: Whose) -> Select[Any]:
    mine = (CaseCommentary.author_id == whose.id, CaseCommentary.text != "")
    return select(CaseCommentary.id, CaseCommentary.text).where(*mine)


def _erase_commentaries(whose: Whose, now: datetime) -> None:
    mine = (CaseCommentary.author_id == whose.id,)
    db.execute(update(CaseCommentary).where(*mine).values(text="", released_at=None))


PARTS = (
    Part("case_answers", "Answers to cases", _answers, _erase_answers),
    Part("case_messages", "What they said about cases", _messages, _erase_messages),
    Part("case_commentaries", "Commentaries on cases, as a trainer", _commentaries, _erase_commentaries),
)
