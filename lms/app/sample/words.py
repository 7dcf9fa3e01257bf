"""What the sample's people wrote. Invented, about invented practice cases."""

PLANS = [
    "I listen well when somebody is frightened, and I have worked in teams with prescribers before. Those are my two "
    "strengths.\n\nMy first worry is that I explain too much. When a client asks whether ketamine would help, I hear myself "
    "promising. My second worry is the dosing room itself: I have never sat with somebody who can't answer me.\n\nThe one "
    "skill I want to practice is saying “I don’t know” and staying in the conversation afterwards.\n\nI work in one state, "
    "with a nurse practitioner who is interested but has not prescribed for this before.",
    "Two strengths: patience, and plain words. Two worries: how I will notice that a client agrees only to please me, and "
    "how I document what I saw without judging it.\n\nI would like to practice asking about risk early, in my own voice. "
    "I have no prescriber yet; I have listed two clinics that I could ask.",
    "I come from nursing, so the medical side feels familiar and the silence doesn’t. I tend to fill it.\n\nIn this course I "
    "want to learn to wait. I also want to be able to explain what is known and what isn’t, without a chart.\n\nI work across "
    "a border, so I will have to find out what each side allows.",
]
AGREEMENTS = [
    "Touch agreement for a fictional client: hand on the shoulder only, offered by words first, each time. The stop word is "
    "“enough”, the stop gesture an open hand. Nothing is added on the day.\n\nThe hug: I would say that I am glad to stand "
    "beside them, and that we agreed on less. The gift: I would thank them, and ask what it says. Social media: I do not "
    "connect with clients there, and I say so on the first day.",
    "My fictional client wants no touch at all. We wrote that down, rehearsed how to say stop, and agreed that I will ask "
    "again before the next visit, sober.\n\nThe dilemmas: I answered the hug with a sentence and an offer to sit closer, the "
    "gift with a question, the message with the office number.",
]
ANSWERS = [
    "The sentence about hearing yourself promise is the strongest here: it names the moment, not only the rule.\n\nTry next: "
    "write down the first honest sentence you would say instead, and use it in this week’s pair practice.",
    "You separate what you saw from what you concluded. Keep that.\n\nTry next: say who you would call if the answer to the "
    "risk question were yes, and within which time.",
]
REMARKED = "I hear myself promising"
REMARK = "This is the strongest sentence here: it names the moment, not only the rule."
KEEP = "You notice in yourself what you would otherwise have to be told."
TRY_NEXT = "Write down the first honest sentence you would say instead, and use it in this week’s pair practice."
CAPTIONS = {
    "en": "A sample clip in which nobody speaks. This part is called “{}”.",
    "es": "Un video de muestra en el que nadie habla. Esta parte se llama “{}”.",
}
REPLY = (
    "Thank you. I tried it with my partner: “I don’t know yet, and here is who would.” It felt shorter than I feared."
)

REASONS = [
    "My father is in hospital, and I travel back and forth this month.",
    "We move offices, and I would rather do this properly than quickly.",
]

GRANTED = "Of course. Take the time that you need, and write if it turns out longer."
OWN_LEVELS = (2, 3, 1)
PHRASES = [
    ("At {moment} you wait, {name}, and let the client find the next word. That is the skill.", ["C1"]),
    ("Two questions at once leave the client to choose. Ask the second one after the answer to the first.", ["C2"]),
    ("You name what you see without explaining it. Keep that.", ["C1"]),
    ("In “{work}” and all of {class}: say less, and say it more slowly.", []),
    ("Check what the client has understood before you go on: ask for it in their own words.", ["C3", "C5"]),
]

PROTOCOLS = [
    "Protocol worksheet for case Alder. Format: one preparation meeting, three visits, two integration meetings. Dose: set by "
    "prescriber.\n\nStop rules: a reading above the site’s limit stops the visit until the medical clinician has decided. Two "
    "requests to stop, in words or by the open hand, stop everything but company.\n\nEnd point: six weeks after the last visit, "
    "looked at together with the scores from before. After-care: a call on day 1, one on day 6.\n\nFor the medical clinician: who "
    "is reachable at night, and what changes if sleep is under four hours?",
    "Protocol worksheet for case Birch. Low dose with psychotherapy, set by prescriber; no touch at all, as written.\n\nStop rules: "
    "if she doesn’t answer to her name twice within a minute, I call the clinician. If she says “enough”, we stop and I stay.\n\n"
    "End point: after the second visit we decide whether there is a third. After-care: grounding rehearsed before, a walk on day 2.\n\n"
    "Questions: what would make you postpone, and who tells her?",
]
PEER_KEEP = "The second stop rule: everybody in the room would know at once what it means."
PEER_TRY = "Give the first stop rule a time. “Until the clinician has decided” can be two minutes or an hour."
PEER_ANSWER = "“A reading above the site’s limit”: one of us would take the first reading, the other would measure again before stopping."
DEBRIEF = "I waited longer than I wanted to, and it helped. Next time I ask before I explain."
