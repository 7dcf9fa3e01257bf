"""How far ratings of the same work agree: a learner's with their trainers', and trainers' with one another's.

For the latter, trainers calibrate: they rate one piece of work, and see each other's ratings only then.
"""
