"""The log of viewings: each look at a recording whose every view is logged, who looked, and from when until when.

Lends `reading` to whatever else gives its captions away.
"""
