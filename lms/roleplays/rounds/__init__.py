"""A round of role plays in a cohort, and the groups in which its learners meet."""
