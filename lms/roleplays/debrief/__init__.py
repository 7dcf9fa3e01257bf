"""What is written down at a role play: the observer's checklist and markers, and what everybody says afterwards.

Stands on `meeting`: a marker lies at a time of the shared clock, a sheet belongs to the therapist of its turn.
"""
