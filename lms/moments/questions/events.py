"""What happens to questions."""

from dataclasses import dataclass

from lms.moments.questions.models import Answer, Question
from lms.people.models import Person
from lms.program.models import Demonstration


@dataclass(frozen=True)
class QuestionAsked:
    """A learner asked their cohort something."""

    question: Question
    demonstration: Demonstration
    asker: Person


@dataclass(frozen=True)
class QuestionAnswered:
    """Somebody said something to a question, which comes with its demonstration and asker."""

    question: Question
    answer: Answer
    author: Person
