"""A group in its hour: who is there, who isn't, and where their clock stands. Stands on `timing`.

Lends `actions.absent` to whoever looks for another group for somebody. Its pages are those of `room`.
"""
