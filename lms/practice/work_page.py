"""What the page of an assignment shows of somebody's work, whatever is made there."""

from typing import Any

from flask import current_app, g, url_for

from lms.access.guard import may
from lms.access.table import May
from lms.practice import desks, queries, rules
from lms.practice.desks import Desk
from lms.practice.forms import FilesForm, RemovalForm, WorkForm
from lms.practice.groups.rules import named
from lms.practice.queries import AssignmentHere
from lms.practice.steps import queries as steps
from lms.program.rules import PracticeKind


def desk(here: AssignmentHere) -> Desk:
    """What lies before the viewer; nobody who doesn't learn here has a draft."""
    found = desks.desk(here, g.person.id)
    return found if may(May.HAND_IN, here) else Desk(None, found.time)


def address(here: AssignmentHere) -> str:
    """Of the page."""
    return url_for("practice.show", assignment_id=here.assignment.id, cohort=here.cohort.slug)


def shown(here: AssignmentHere, desk: Desk, form: WorkForm, files: FilesForm | None = None) -> dict[str, Any]:
    """By the names that the page's templates use. Asks the database."""
    assignment, draft, time = here.assignment, desk.draft, desk.time
    is_recorded = assignment.kind is PracticeKind.RECORDING and may(May.HAND_IN, here)
    takes = queries.takes_of(draft) if is_recorded else ()
    versions = queries.versions_of(here, g.person.id) if may(May.HAND_IN, here) else []
    form.ask_for(peers=assignment.peer_review is not None, group=bool(desk.others))
    return {
        "is_recorded": is_recorded,
        "takes": takes,
        "chosen": set(form.takes.data or ()) if form.is_submitted() else {take.id for take in takes if take.is_chosen},
        "takes_most": rules.TAKES_MOST,
        "most_bytes": current_app.config["ATTUNE"].upload_limit_bytes,
        "here": here,
        "assignment": assignment,
        "due": here.due(time.extension),
        "time": time,
        "form": form,
        "draft": draft,
        "files_form": files or FilesForm(None),
        "removal": RemovalForm(None),
        "file_limit": rules.FILE_LIMIT,
        "files_most": rules.FILES_MOST,
        "address": address(here),
        "others": desk.others,
        "named": named,
        "has_apart": desk.has_apart,
        "versions": versions,
        "latest": next((version for version in versions if not version.withdrawal), None),
        "goal": steps.goal(g.person.id, here.cohort.id) if may(May.HAND_IN, here) else None,
        "how": None if assignment.is_form else rules.HOW.get(assignment.kind),
        "asked": rules.asked(assignment.words_least, assignment.words_most),
        "advice": rules.length_advice(
            rules.word_count(form.text.data or ""), assignment.words_least, assignment.words_most
        ),
    }
