"""A trainer's minutes of the week, spread over what waits: which work gets a deep review, which a light one.

The plan only proposes: it orders the queue, any review can be made deep or light by hand, and everything can be
answered out of order. What an answer really took is kept with it.
"""
