"""Role plays: who practises with whom, in which part and at which hour.

Lends `pairing`, which forms the groups of a round and knows nothing of how the room is kept.
"""
