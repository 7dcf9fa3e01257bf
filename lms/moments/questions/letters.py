"""Who is told of questions and answers: that there is something to read, never what."""

from lms.cohorts.queries import trainers_of
from lms.moments.questions.events import QuestionAnswered, QuestionAsked
from lms.moments.questions.models import Question
from lms.notices import actions as notices
from lms.notices.rules import Kind, Subject
from lms.program.models import Demonstration

WAITING = "/questions/"


def key_of(question_id: int) -> str:
    """Under which notices know a question."""
    return f"question-{question_id}"


def subject_of(question: Question, demonstration: Demonstration) -> Subject:
    """A question as that which notices are about."""
    return Subject(key_of(question.id), demonstration.title, f"/questions/{question.id}")


def tell_trainers(event: QuestionAsked) -> None:
    """Tell the trainers of the cohort; once a day about one demonstration, however much is asked there."""
    question = event.question
    for trainer in trainers_of(question.cohort_id):
        notices.tell(
            trainer,
            Kind.QUESTION_ASKED,
            key=f"question-asked-{question.cohort_id}-{question.demonstration_id}-{question.asked_at:%Y%m%d}-{trainer.id}",
            about=subject_of(question, event.demonstration),
            who=event.asker,
            path=WAITING,
        )


def tell_asker(event: QuestionAnswered) -> None:
    """Tell whoever asked; once a day about one question, and not of their own words.

    Once it waits no more, the trainers need answer it no more.
    """
    question = event.question
    about = subject_of(question, question.demonstration)
    if question.waiting_since is None:
        notices.over(about.key, Kind.QUESTION_ASKED)
    if event.author.id == question.asker_id:
        return
    notices.tell(
        question.asker,
        Kind.QUESTION_ANSWERED,
        key=f"question-answered-{question.id}-{event.answer.said_at:%Y%m%d}-{question.asker_id}",
        about=about,
        who=event.author,
    )
