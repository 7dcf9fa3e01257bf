"""A group's recording of its role play, which becomes work of home practice, and what observers marked in it.

A `RolePlayRecording` says of a video which role play it shows and at which of its moments the shared clock started:
that one moment lines up all markers. Lends `queries.seen_in` to whoever plays what was handed in.
"""
