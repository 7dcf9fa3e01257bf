"""The coordinator's board: rounds of role plays are set up, solved, changed by hand and announced.

A `Board` holds the draft of a round; `Solving` is the worker's turn at it. What is announced are the groups of
`lms.roleplays.rounds`, which the rooms above see.
"""
