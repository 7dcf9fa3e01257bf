"""What is watched of demonstrations: what players tell, what is kept of it, and how a cohort watches.

Lends what somebody has watched (`models.Watching`) to cards, and passes to the pages on which players stand.
"""
