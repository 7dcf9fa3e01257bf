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
