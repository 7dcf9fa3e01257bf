"""Drills: statements of an invented client that are answered on the spot, as often as one likes.

An attempt is a `Take` that answers a `Statement`; the best of each is handed in. Recording, playing, taking back and
handing in are the room's own.
"""
