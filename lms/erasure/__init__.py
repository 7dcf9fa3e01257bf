"""Erasing what a person has said and made, at their request, for good; what is left is a receipt.

Goes through the parts that every room names in its `erasing.py`, one transaction for each, and goes on where it was
interrupted. Knows nothing of what they hold.
"""
