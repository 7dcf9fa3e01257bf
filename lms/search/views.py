"""The page on which people seek."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from lms.access.guard import needs
from lms.access.table import May
from lms.search import rules
from lms.search.finding import find
from lms.ui.page import page
from lms.videos.tracks.rules import label_of

bp = Blueprint("search", __name__, template_folder="templates")


@bp.get("/search")
@needs(May.SEARCH)
def show() -> Response:
    query = request.args.get("q", "").strip()[: rules.QUERY_LIMIT]
    words, after = rules.words_of(query), request.args.get("after")
    return page(
        "search/show.html",
        query=query,
        words=words,
        after=after,
        found=find(words, after),
        marked=rules.marked,
        label_of=label_of,
    )
