"""Groups of a round of role plays, from hours, history and rules. Pure: no framework, no database, no clock.

`problem` says what is asked, `tiers` what is better than what, `solve` answers. In between stand `cohort` (the problem
as the search asks it), `seeds` and `kirkman` (where to begin), `search` (large neighbourhoods, tier by tier), `exact`
(proof), `bounds`, `seats` and `explain`. `check` verifies an answer from raw windows and shares nothing with the rest.
"""
