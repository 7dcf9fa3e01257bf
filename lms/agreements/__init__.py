"""Agreements: what people sign, once for each version, before a program shows them what is confidential.

The text is authored with the program. Lends `queries.is_signed_by`, an expression for the queries of rooms above.
"""
