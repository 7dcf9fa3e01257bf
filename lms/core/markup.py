"""Markdown that people write, as HTML that is safe to show."""

from functools import lru_cache
from importlib import import_module

import nh3
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markupsafe import Markup

# Cells that the rows of one table may leave out. By itself the parser fills up 65,536 of them: a message of 20,000
# characters would become nine million. The module is hidden by a function of its name, and takes no option for this.
import_module("markdown_it.rules_block.table").__dict__["MAX_AUTOCOMPLETED_CELLS"] = 20

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True}).enable(["table", "linkify"])
_links = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})
for _schema in ("ftp:", "//", "mailto:"):
    _links.add(_schema, None)  # a typed http(s) address becomes a link, nothing else does
_markdown.linkify = _links
_TAGS = {
    "p",
    "br",
    "em",
    "strong",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "h2",
    "h3",
    "h4",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}


@lru_cache(maxsize=256)  # what is authored is shown again and again
def markdown(text: str) -> Markup:
    """The text as HTML: its highest headings are h2, wide tables scroll by keyboard, links open http(s) and mailto."""
    tokens = _markdown.parse(text)
    headings = [token for token in tokens if token.type.startswith("heading_")]
    highest = min((int(token.tag[1]) for token in headings), default=2)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + 2, 4)}"
    for token in tokens:
        if token.type == "table_open":
            token.attrSet("tabindex", "0")
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    safe = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "table": {"tabindex"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(safe)  # noqa: S704 - nh3 has just made it safe
