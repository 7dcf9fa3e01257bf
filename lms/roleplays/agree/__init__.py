"""A group agrees on the hour of its role play, moves it, and goes on where somebody can't come.

An `HourOffer` is an hour that might do, an `HourAnswer` what a member says to it; once all say yes it is booked as the
group's `Meeting`. An `Absence` is somebody's word that they can't come, a `StandInAsk` asks a peer whether they would
take the place. Lends the events `MeetingBooked` and `MeetingCanceled` to the rooms above.
"""
