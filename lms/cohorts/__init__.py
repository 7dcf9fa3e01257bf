"""Cohorts: who takes part in a program together, when their classes are, and when work is due.

Wall-clock date and time in the cohort's zone are the truth; instants are derived from them.
"""
