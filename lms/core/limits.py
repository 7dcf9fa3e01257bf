"""How often something may be tried. Counted in this process's memory, or in Redis where there are several machines;
while Redis is away, in memory again."""

import math
import time

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)


def wait_s() -> int:
    """Seconds until the limit that this request has hit lets somebody through again."""
    hit = limiter.current_limit
    return max(1, math.ceil(hit.reset_at - time.time())) if hit else 60
