"""What each route answers to each kind of person, with an address made of things that belong to `lena` and her cohort.

    anybody  signed out              tess  trainer of her cohort
    lena     the learner herself     theo  trainer of another cohort
    paul     learner of her cohort   cora  coordinator, in no cohort
    omar     learner of another      otto  operator, in no cohort

The assignment asks for a recording, which `lena` has handed in; the take is there still, and so is her attempt at a
statement of a drill. A note, and a question with
an answer, are `lena`'s; a prompt is set at the same demonstration. An upload belongs to `tess`; a ready video with
captions shows the demonstration, and `lena`, who is in it, hasn't agreed, so that it opens to nobody; a media address
with a made-up token opens to nobody. A number is a status; IN stands for being sent to sign in (302, or 401 to what
isn't a page).
"""

IN = "sign in"
PEOPLE = ("anybody", "lena", "paul", "omar", "tess", "theo", "cora", "otto")


def row(*answers: int | str) -> dict[str, int | str]:
    assert len(answers) == len(PEOPLE)
    return dict(zip(PEOPLE, answers, strict=True))


def all_but_anybody(answer: int) -> dict[str, int | str]:
    return row(IN, *[answer] * 7)


PUBLIC = row(*[200] * 8)
COORDINATOR = row(IN, 403, 403, 403, 403, 403, 200, 403)

EXPECTED: dict[tuple[str, str], dict[str, int | str]] = {
    ("GET", "health.healthz"): PUBLIC,
    ("GET", "health.readyz"): PUBLIC,
    ("GET", "showcase.style"): PUBLIC,
    ("GET", "today.front"): row(*[302] * 8),
    ("GET", "today.show"): all_but_anybody(200),
    ("GET", "today.next_class"): all_but_anybody(200),
    ("GET", "classroom.classes"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("GET", "classroom.show"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("GET", "classroom.handout"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("GET", "search.show"): all_but_anybody(200),
    ("GET", "cohorts.index"): row(IN, 403, 403, 403, 200, 200, 200, 403),
    ("GET", "cohorts.new"): COORDINATOR,
    ("POST", "cohorts.new"): COORDINATOR | {"cora": 422},
    ("GET", "cohorts.show"): row(IN, 404, 404, 404, 200, 404, 200, 404),
    ("GET", "cohorts.move"): row(IN, 404, 404, 404, 404, 404, 200, 404),
    ("POST", "cohorts.move"): row(IN, 404, 404, 404, 404, 404, 303, 404),
    ("GET", "cohorts.edit"): row(IN, 404, 404, 404, 404, 404, 200, 404),
    ("POST", "cohorts.edit"): row(IN, 404, 404, 404, 404, 404, 303, 404),
    ("GET", "cohorts.enrollment"): row(IN, 404, 404, 404, 200, 404, 200, 404),
    ("POST", "cohorts.change_role"): row(IN, 404, 404, 404, 404, 404, 422, 404),
    ("POST", "cohorts.invite_again"): row(IN, 404, 404, 404, 404, 404, 303, 404),
    ("GET", "cohorts.invite"): row(IN, 404, 404, 404, 404, 404, 200, 404),
    ("POST", "cohorts.invite"): row(IN, 404, 404, 404, 404, 404, 422, 404),
    ("POST", "cohorts.end"): row(IN, 404, 404, 404, 404, 404, 303, 404),
    ("GET", "people.sign_in"): row(200, *[303] * 7),
    ("POST", "people.sign_in"): row(422, *[303] * 7),
    ("POST", "people.sign_out"): row(*[303] * 8),
    ("GET", "people.account"): all_but_anybody(200),
    ("POST", "people.account"): all_but_anybody(303),
    ("GET", "people.password"): all_but_anybody(200),
    ("POST", "people.password"): all_but_anybody(422),
    ("POST", "people.sign_out_there"): row(IN, 303, 404, 404, 404, 404, 404, 404),
    ("POST", "people.sign_out_elsewhere"): all_but_anybody(303),
    ("GET", "people.ask_reset"): PUBLIC,
    ("POST", "people.ask_reset"): row(*[422] * 8),
    ("GET", "people.index"): COORDINATOR,
    ("GET", "people.invite"): COORDINATOR,
    ("POST", "people.invite"): COORDINATOR | {"cora": 422},
    ("POST", "people.invite_again"): row(IN, 404, 404, 404, 404, 404, 303, 404),
    ("POST", "people.close"): row(IN, IN, 404, 404, 404, 404, 303, 404),  # lena's, which cora has closed by then
    ("POST", "people.reopen"): row(IN, 404, 404, 404, 404, 404, 303, 404),
    ("GET", "practice.show"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("POST", "practice.save"): row(IN, 409, 303, 303, 404, 404, 404, 404),
    ("POST", "practice.attach"): row(IN, 422, 422, 422, 404, 404, 404, 404),
    ("POST", "practice.remove"): row(IN, 303, 404, 404, 404, 404, 404, 404),
    ("POST", "practice.hand_in"): row(IN, 409, 422, 422, 404, 404, 404, 404),
    ("POST", "takes.add"): row(IN, 303, 303, 303, 404, 404, 404, 404),
    ("GET", "takes.show"): row(IN, 200, *[404] * 6),
    ("POST", "takes.remove"): row(IN, 303, *[404] * 6),
    ("POST", "takes.play_take"): row(IN, 200, *[404] * 6),
    ("POST", "takes.play_recording"): row(IN, 200, 404, 404, 200, 404, 404, 404),
    ("GET", "takes.poster_of_take"): row(IN, 302, *[404] * 6),
    ("GET", "takes.poster_of_recording"): row(IN, 302, 404, 404, 302, 404, 404, 404),
    ("POST", "takes.mark"): row(IN, 400, *[404] * 6),
    ("POST", "takes.unmark"): row(IN, 303, *[404] * 6),
    ("GET", "drills.recording"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("GET", "drills.attempts"): row(IN, 200, 200, 200, 404, 404, 404, 404),
    ("POST", "drills.add"): row(IN, 303, 303, 303, 404, 404, 404, 404),
    ("POST", "drills.choose"): row(IN, 303, *[404] * 6),
    ("POST", "drills.feel"): row(IN, 400, *[404] * 6),
    ("GET", "practice.receipt"): row(IN, 200, 404, 404, 200, 404, 404, 404),
    ("GET", "practice.download"): row(IN, 200, 404, 404, 200, 404, 404, 404),
    ("GET", "feedback.queue"): row(IN, 403, 403, 403, 200, 200, 403, 403),
    ("GET", "feedback.mine"): row(IN, 200, 200, 200, 200, 200, 200, 200),
    ("GET", "feedback.of_submission"): row(IN, 302, 404, 404, 302, 404, 404, 404),
    ("GET", "feedback.show"): row(IN, 200, 404, 404, 200, 404, 404, 404),
    ("POST", "feedback.write"): row(IN, 422, 404, 404, 422, 404, 404, 404),
    ("POST", "feedback.settle"): row(IN, 404, 404, 404, 303, 404, 404, 404),
    ("POST", "feedback.unsettle"): row(IN, 404, 404, 404, 303, 404, 404, 404),
    ("GET", "demonstrations.show"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("POST", "demonstrations.watching"): row(IN, 400, 400, 400, 400, 400, 400, 404),
    ("POST", "demonstrations.settings"): row(IN, 400, 400, 400, 400, 400, 400, 400),
    ("GET", "demonstrations.upload"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("POST", "demonstrations.upload"): row(IN, 404, 404, 404, 422, 422, 422, 404),
    ("GET", "demonstrations.video"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("POST", "demonstrations.retry"): row(IN, 404, 404, 404, 303, 303, 303, 404),
    ("POST", "demonstrations.stop"): row(IN, 404, 404, 404, 303, 303, 303, 404),
    ("POST", "demonstrations.viewing"): row(IN, 403, 403, 403, 403, 403, 403, 404),
    ("POST", "demonstrations.withdraw"): row(IN, 404, 404, 404, 303, 404, 404, 404),
    ("GET", "recorded.show"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("POST", "recorded.show"): row(IN, 404, 404, 404, 422, 422, 422, 404),
    ("POST", "recorded.nobody"): row(IN, 404, 404, 404, 400, 400, 400, 404),
    ("POST", "recorded.expiry"): row(IN, 404, 404, 404, 303, 303, 303, 404),
    ("GET", "viewings.mine"): all_but_anybody(200),
    ("GET", "viewings.of_demonstration"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("GET", "viewings.of_cohort"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("GET", "viewings.watched"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("GET", "viewings.as_csv"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("GET", "agreements.show"): row(IN, 200, 200, 200, 200, 200, 200, 404),
    ("POST", "agreements.show"): row(IN, 422, 422, 422, 422, 422, 422, 404),
    ("GET", "agreements.mine"): all_but_anybody(200),
    ("GET", "consents.mine"): all_but_anybody(200),
    ("POST", "consents.answer"): row(IN, 400, 404, 404, 404, 404, 404, 404),
    ("GET", "demonstrations.captions"): row(IN, *[404] * 7),
    ("GET", "demonstrations.transcript"): row(IN, *[404] * 7),
    ("GET", "notes.index"): row(IN, *[404] * 7),
    ("POST", "notes.keep"): row(IN, *[404] * 7),
    ("POST", "notes.change"): row(IN, *[404] * 7),
    ("POST", "notes.remove"): row(IN, *[404] * 7),
    ("POST", "notes.bring_back"): row(IN, *[404] * 7),
    ("GET", "notes.as_text"): row(IN, *[404] * 7),
    ("GET", "notes.all_as_text"): all_but_anybody(200),
    ("GET", "questions.index"): row(IN, *[404] * 7),
    ("POST", "questions.ask"): row(IN, *[404] * 7),
    ("GET", "questions.waiting"): row(IN, 403, 403, 403, 200, 200, 403, 403),
    ("GET", "questions.show"): row(IN, *[404] * 7),
    ("POST", "questions.change"): row(IN, *[404] * 7),
    ("POST", "questions.answer"): row(IN, *[404] * 7),
    ("POST", "questions.change_answer"): row(IN, *[404] * 7),
    ("POST", "questions.accept"): row(IN, *[404] * 7),
    ("POST", "questions.unaccept"): row(IN, *[404] * 7),
    ("GET", "prompts.index"): row(IN, *[404] * 7),
    ("POST", "prompts.set_prompt"): row(IN, *[404] * 7),
    ("GET", "prompts.show"): row(IN, *[404] * 7),
    ("POST", "prompts.change"): row(IN, *[404] * 7),
    ("POST", "prompts.take_out"): row(IN, *[404] * 7),
    ("POST", "prompts.answer"): row(IN, *[404] * 7),
    ("POST", "prompts.skip"): row(IN, *[404] * 7),
    ("POST", "prompts.ask_again"): row(IN, *[404] * 7),
    ("GET", "captions.show"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("POST", "captions.add"): row(IN, 404, 404, 404, 303, 303, 303, 404),
    ("POST", "captions.take_over"): row(IN, 404, 404, 404, 404, 404, 404, 404),
    ("GET", "captions.captioning"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("POST", "captions.ask_machine"): row(IN, 404, 404, 404, 422, 422, 422, 404),
    ("GET", "captions.edit"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("POST", "captions.save"): row(IN, 404, 404, 404, 422, 422, 422, 404),
    ("POST", "captions.discard"): row(IN, 404, 404, 404, 303, 303, 303, 404),
    ("POST", "captions.publish"): row(IN, 404, 404, 404, 422, 422, 422, 404),
    ("POST", "captions.bring_back"): row(IN, 404, 404, 404, 303, 303, 303, 404),
    ("GET", "captions.version"): row(IN, 404, 404, 404, 200, 200, 200, 404),
    ("OPTIONS", "videos.uploads"): row(*[204] * 8),
    ("POST", "videos.begin_upload"): row(IN, 412, 412, 412, 412, 412, 412, 403),
    ("HEAD", "videos.upload_offset"): row(IN, 404, 404, 404, 412, 404, 404, 404),
    ("PATCH", "videos.continue_upload"): row(IN, 404, 404, 404, 412, 404, 404, 404),
    ("DELETE", "videos.stop_upload"): row(IN, 404, 404, 404, 412, 404, 404, 404),
    ("POST", "demonstrations.tell"): row(*[410] * 8),
    ("GET", "videos.media"): row(*[404] * 8),
    ("GET", "videos.media_door"): row(*[403] * 8),
}
