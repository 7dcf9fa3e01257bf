"""How often something may be tried. Counted in this process's memory, or in Redis where there are several machines;
while Redis is away, in memory again."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)
