"""Reviews: what a trainer prepares about a version of somebody's work, and releases as a whole.

Until then it lies in tables that no learner's page asks. Releasing turns it into messages of the thread, so nothing
that reads threads can show what isn't released.
"""
