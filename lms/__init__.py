"""Attune: a learning platform and LMS plugin for training clinicians."""

__version__ = "0.1.0"
