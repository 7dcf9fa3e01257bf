"""When people can meet: a week's pattern in their own zone, exceptions, absences, busy times, ticks of a shared menu.

What people say is wall-clock time and a zone; instants are derived for each date (`resolving.py`, pure). Lends
`queries.hours_of`, everybody's hours for whoever makes groups, and `outlook`, which counts who could meet.
"""
