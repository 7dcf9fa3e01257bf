"""Extensions: more time for one learner's work, asked for with a reason, granted by a person or by the cohort's rule.

Knows learners, assignments and cohorts, and nothing of drafts and versions, so that those can ask here.
"""
