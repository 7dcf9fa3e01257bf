"""The overview: everyone of a cohort beside every assignment, for its trainers and coordinators.

Gathered from the rooms below, and never from what stands in a draft. From here they write to whoever is stuck.
"""
