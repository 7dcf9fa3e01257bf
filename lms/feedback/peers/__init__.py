"""Peers' reviews: who is given whose work, until when, what they say of it, and who learns whose words those are.

Where an assignment asks for it, a hand-in makes a `PeerRequest`; each `PeerReview` of it is one peer's task and what
came of it. What isn't released is asked for by its peer and by trainers alone. Lends the ratings of a cohort, by
whoever rated (`queries.ratings`).
"""
