"""Who is told by e-mail of questions and answers: that there is something to read, never what."""

from lms.cohorts.queries import trainers_of
from lms.moments.questions.events import QuestionAnswered, QuestionAsked
from lms.notices.actions import mail


def tell_trainers(event: QuestionAsked) -> None:
    """Write to the trainers of the cohort; once a day about one demonstration, however much is asked there."""
    question = event.question
    for trainer in trainers_of(question.cohort_id):
        mail(
            trainer,
            "question-asked",
            key=f"question-asked-{question.cohort_id}-{question.demonstration_id}-{question.asked_at:%Y%m%d}-{trainer.id}",
            who=event.asker.name,
            title=event.demonstration.title,
            link="/questions/",
        )


def tell_asker(event: QuestionAnswered) -> None:
    """Write to whoever asked; once a day about one question, and not of their own words."""
    question = event.question
    if event.author.id == question.asker_id:
        return
    mail(
        question.asker,
        "question-answered",
        key=f"question-answered-{question.id}-{event.answer.said_at:%Y%m%d}-{question.asker_id}",
        who=event.author.name,
        title=question.demonstration.title,
        link=f"/questions/{question.id}",
    )
