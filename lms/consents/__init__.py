"""Consent to recordings: who is in a video, whether they agree that it plays, and how it ends when its time is up.

Works for any video and knows nothing of what a video shows. Lends what says in queries of rooms above whether it may
play (`queries.are_agreed`, `queries.is_named`).
"""
