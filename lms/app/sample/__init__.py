"""A living sample: invented people in several time zones, a cohort in mid-term, and a clip for every demonstration.

Everything here is invented and marked as a sample. It can't be loaded in production.
"""

from lms.app.sample.people import PASSWORD, PEOPLE
from lms.app.sample.story import load_sample

__all__ = ["PASSWORD", "PEOPLE", "load_sample"]
