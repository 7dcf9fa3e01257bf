"""The case-based learning series: invented cases that a cohort thinks through stage by stage.

Words: a *stage* is a piece of a `CaseStudy` with its questions, numbered from 1; an *answer* is what a learner hands in
to all questions of one; the *commentary* is what a trainer says of a stage; an *opening* lets a learner read a stage
that they haven't reached.
"""
