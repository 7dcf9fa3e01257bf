"""What a pydantic error means, said to the person who writes the file."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "float_type": "a number",
    "tuple_type": "a list, one item on each line after a dash",
    "model_type": "keys with values, one on each line",
    "model_attributes_type": "keys with values, one on each line",
    "dict_type": "keys with values, one on each line",
}


def sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """What happened and what to do now."""
    name = named(error["loc"])
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"“{name}” is missing. Add it."
    if kind == "extra_forbidden":
        return f"“{name}” isn't a key that belongs here.{suggestion(name, keys_at(model, error['loc'][:-1]))}"
    if kind == "value_error":
        return str(context["error"])
    if kind == "enum":
        return f"“{shown(error['input'])}” can't be “{name}”. Write one of: {context['expected'].replace(chr(39), '')}."
    if kind in WANTED:
        return f"“{name}” must be {WANTED[kind]}, but here stands {described(error['input'])}."
    return limits(kind, name, context) or f"“{name}” can't be read: {error['msg'][:1].lower()}{error['msg'][1:]}."


def limits(kind: str, name: str, context: Mapping[str, Any]) -> str | None:
    """Sentences for lengths, bounds and patterns."""
    match kind:
        case "string_too_long":
            return f"“{name}” is longer than {context['max_length']:,} characters. Shorten it."
        case "too_short":
            return f"“{name}” needs at least {context['min_length']}. Add what is missing."
        case "too_long":
            return f"“{name}” holds more than {context['max_length']}. Take out what matters least."
        case "greater_than_equal":
            return f"“{name}” must be at least {context['ge']}."
        case "less_than_equal":
            return f"“{name}” must be at most {context['le']}."
        case "string_pattern_mismatch":
            return f"“{name}” isn't spelled as it must be: small letters, digits and hyphens, or a code like K1 or C1."
    return None


def named(place: tuple[int | str, ...]) -> str:
    """The last key of a place: a list's item goes by its list."""
    return next((str(step) for step in reversed(place) if isinstance(step, str)), "this file")


def suggestion(name: str, known: list[str]) -> str:
    """Did you mean …? Or what may stand here."""
    near = get_close_matches(name, known, n=1)
    return f" Did you mean “{near[0]}”?" if near else f" These do: {', '.join(known)}."


def keys_at(model: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand at a place inside a file of this model."""
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            model = _part(model.model_fields[step].annotation) or model
    return [key for key in model.model_fields if key not in {"path", "body"}]


def _part(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = getattr(annotation, "__args__", ())
    return next((found for each in inner if (found := _part(each))), None)


def shown(value: object) -> str:
    """A value in a sentence, cut short."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def described(value: object) -> str:
    """What kind of thing stands there."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "keys with values"
        case list():
            return "a list"
        case str():
            return f"the text “{shown(value)}”"
    return f"“{shown(value).lower() if isinstance(value, bool) else shown(value)}”"
