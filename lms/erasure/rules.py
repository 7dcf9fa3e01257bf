"""What stays when a person is erased, and how it is confirmed. Pure."""

STAYS = (
    "The audit log, which holds numbers and codes only.",
    "What others said: messages, reviews, ratings and next steps, also where they repeat something in their own words.",
    "That work was handed in, when, and whether on time, with its SHA-256.",
    "Which recordings they watched whose every view is logged.",
    "The agreements that they signed, with the name as they typed it: they are held to them.",
    "What they made for a program: demonstrations, their captions and chapters, and prompts.",
    "Backups, until they are thrown away, and mails that have left.",
)


def is_confirmed(typed: str, email: str) -> bool:
    """Whether what was typed says that just this person is meant."""
    return typed.strip().lower() == email
