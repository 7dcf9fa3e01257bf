"""A recording that a learner handed in becomes a teaching clip: proposed, agreed to by all in it, shown.

Until then it plays to nobody new. Whoever withdraws hides it as a clip; it stays the learner's work.
"""
