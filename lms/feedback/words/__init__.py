"""Words of threads after they were said: edited by their author, or taken away with a trace."""
