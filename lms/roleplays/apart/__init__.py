"""Who may not be in a group together. Asked by learners privately, or set by staff; said to nobody else.

It is never told from the outside: in what is said about groups, such a pair looks as if it shared no hour.
"""
