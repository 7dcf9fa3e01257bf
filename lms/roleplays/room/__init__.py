"""The page beside a group's call, in step for everybody in it.

Stands on `meeting` and `debrief`, and shows of both only what belongs to whoever looks.
"""
