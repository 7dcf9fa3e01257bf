"""Accounts: who people are, how they sign in, and in which zone they live.

Lends `Person` to every room above. A role in a cohort isn't here but in `cohorts`.
"""
