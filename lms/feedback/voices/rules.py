"""What there is to read where somebody spoke. Pure."""

SPOKEN = "Spoken."


def words(text: str, is_spoken: bool) -> str:
    """What a message or a remark says in writing, as typed; empty where nothing was written, and nothing spoken."""
    if text.strip():
        return text
    return SPOKEN if is_spoken else ""
