"""Who looks at the queue, as the queries know them."""

from lms.access.viewer import Viewer
from tests.kit.cast import Cast


def trainer_here(cast: Cast) -> Viewer:
    """Tess."""
    return Viewer(person_id=cast.tess.id, trainer_in=frozenset({cast.here.id}))
