"""Whose work it is to answer, and who is at it now.

A thread lies in the pool of its cohort's trainers until one takes it or is handed it; from then on it is theirs, also
when its learner writes again. Apart from that, whoever opens what waits *claims* it for as long as they are at it, so
that two never answer the same without knowing.
"""
