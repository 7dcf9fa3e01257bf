"""A cohort's role plays over the term, for those who run it: who practiced which part, who hasn't, who met whom.

Stands on the other rooms of role plays, and keeps nothing of its own.
"""
