"""What people write about a role play."""

from collections.abc import Mapping

from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from lms.practice.rules import as_typed
from lms.roleplays.debrief.models import Debrief, Sheet
from lms.roleplays.debrief.rules import ANSWER_LIMIT
from lms.roleplays.meeting.queries import Room
from lms.ui.form import SENT, Form

TOO_LONG = Length(max=ANSWER_LIMIT, message=f"At most {ANSWER_LIMIT:,} characters, please.")


class SavedForm(Form):
    """Words that are saved as they are typed; `seen` says how often they had been saved before."""

    seen = IntegerField(validators=[InputRequired("Please reload the page."), NumberRange(0)], widget=HiddenInput())


class WordsForm(SavedForm):
    """What an observer says to the therapist."""

    words = TextAreaField(
        "To the therapist",
        [TOO_LONG],
        [as_typed],
        description="Two things that you saw, with their moment, and one suggestion. Describe; don’t grade.",
    )


class DebriefForm(SavedForm):
    """An answer to each prompt; `debrief_form` adds the fields."""

    prompts: int = 0

    @property
    def said(self) -> dict[str, str]:
        """By the place of the prompt, from "0"."""
        return {str(place): self[f"answer-{place}"].data or "" for place in range(self.prompts)}


def debrief_form(room: Room, debrief: Debrief | None, sent: bool = False) -> DebriefForm:
    """The form of a group's scenario, with what is kept, or what was sent."""
    kept: Mapping[str, str] = debrief.answers if debrief else {}
    prompts = room.scenario.debrief
    fields = {f"answer-{place}": TextAreaField(prompt, [TOO_LONG], [as_typed]) for place, prompt in enumerate(prompts)}
    made = type("GroupDebriefForm", (DebriefForm,), {**fields, "prompts": len(prompts)})
    values = {f"answer-{place}": kept.get(str(place), "") for place in range(len(prompts))}
    return made(SENT if sent else None, data={**values, "seen": debrief.saved if debrief else 0})


def words_form(sheet: Sheet, sent: bool = False) -> WordsForm:
    """The form of a sheet, with what is kept, or what was sent; it stands beside others on its page."""
    form = WordsForm(SENT if sent else None, words=sheet.words, seen=sheet.saved)
    form.words.id, form.seen.id = f"words-{sheet.turn}", f"seen-{sheet.turn}"
    return form
