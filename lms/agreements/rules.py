"""What counts as signing. Pure."""


def is_name_of(typed: str, name: str) -> bool:
    """Whether somebody typed their own name: capitals and spaces don't matter, letters do."""
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
