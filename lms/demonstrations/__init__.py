"""Demonstrations as people meet them: which video shows one in a program, and what each person has watched of it.

Lends cards (`queries.cards_of`) with the macro that plays them, and how much has been watched (`queries.watched_of`).
The rooms inside: watching, viewings, clips, recorded.
"""
