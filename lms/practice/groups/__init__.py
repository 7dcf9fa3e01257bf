"""Shared assignments: who does one with whom in a cohort, and under whom the group's work lies.

Other rooms ask `founder_of` where they look for somebody's work, and call `actions.arrange` to make groups.
"""
