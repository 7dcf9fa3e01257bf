"""Whom somebody asked to be kept apart from, and who asked to be kept apart from them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select

from lms.core.db import db
from lms.core.erasing import Part, Whose
from lms.roleplays.apart.models import KeptApart


def _pairs(whose: Whose) -> Select[Any]:
    k = KeptApart
    return select(k.id, k.one_id, k.other_id).where(_theirs(whose))


def _erase(whose: Whose, now: datetime) -> None:
    db.execute(delete(KeptApart).where(_theirs(whose)))


def _theirs(whose: Whose) -> Any:
    return or_(KeptApart.one_id == whose.id, KeptApart.other_id == whose.id, KeptApart.asked_by_id == whose.id)


PARTS = (Part("kept_apart", "Whom they are kept apart from in role plays", _pairs, _erase),)
