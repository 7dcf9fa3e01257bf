"""Parts of addresses that Flask doesn't know by itself."""

from werkzeug.routing import BaseConverter


class LanguageTag(BaseConverter):
    """`<tag:language>`: a BCP 47 tag, so without the dot that begins a file's ending."""

    regex = "[A-Za-z0-9-]{2,35}"
