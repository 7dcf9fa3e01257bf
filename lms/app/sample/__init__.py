"""A living sample: invented people in several time zones, a cohort in the middle of its term, and clips for every class.

Everything here is invented and marked as a sample. It can't be loaded in production.
"""

from lms.app.sample.people import PASSWORD, PEOPLE
from lms.app.sample.story import load_sample

__all__ = ["PASSWORD", "PEOPLE", "load_sample"]
