"""A cohort's role plays, as a table and a picture."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response as Answer

from lms.access.guard import needs
from lms.access.table import May
from lms.cohorts import queries as cohorts
from lms.cohorts.models import Cohort
from lms.notices.seen import note_seen
from lms.roleplays.rounds.rules import Part
from lms.roleplays.term import queries, rules
from lms.ui.page import page

bp = Blueprint("term", __name__, template_folder="templates")


@bp.get("/cohorts/<slug>/role-plays/practiced")
@needs(May.ROLE_PLAYS_SEE_PRACTICED, load=cohorts.cohort)
def show(cohort: Cohort) -> Answer:
    """Who practiced which part how often, who met whom; `lacking` names a part that somebody never practiced."""
    chosen = request.args.get("lacking", "")
    lacking = Part(chosen) if chosen in set(Part) else None
    learners = queries.practiced(cohort.id, lacking, request.args.get("after"))
    people = [one.person_id for one in learners.rows]
    most = max((one.total for one in learners.rows), default=0)
    shown = page(
        "term/show.html",
        target=cohort,
        learners=learners,
        lacking=lacking,
        bars={one.person_id: rules.bar(one.parts, most) for one in learners.rows},
        met=rules.matrix(people, queries.met(cohort.id, people)),
        ways=[_way(cohort, None, lacking), *(_way(cohort, part, lacking) for part in Part)],
        parts=list(Part),
    )
    note_seen(f"role-plays-{cohort.id}")
    return shown


def _way(cohort: Cohort, part: Part | None, here: Part | None) -> dict[str, object]:
    label = f"Never {part.value}" if part else "Everybody"
    return {"label": label, "href": url_for(".show", slug=cohort.slug, lacking=part), "is_here": part is here}
