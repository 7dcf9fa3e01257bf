"""Prompts: a trainer lets a demonstration pause at a moment and ask "What would you say?".

The answer is home practice like any other: a submission with versions, which waits in the trainers' queue and has its
thread. Each prompt has a pinned `Assignment` for this, which is of no folder and in no list of home practice.
"""
