"""What is said about a piece of work: one thread per submission, seen by its learner and the cohort's trainers.

Knows nothing of the kinds of work. The trainers' queue lives here.
"""
