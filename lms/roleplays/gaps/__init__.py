"""Somebody isn't there at the hour: the others go on as two, with another group, with a volunteer, or by an exercise.

Stands on `meeting`, where somebody is called absent, and on `agree`, which finds people. An `Instead` is an exercise
that somebody does because their group didn't come about: practice, and no live role play.
"""
