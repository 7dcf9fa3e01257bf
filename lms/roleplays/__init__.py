"""Role plays: the hours at which people can meet, and who plays with whom.

Each stands in a sub-room of its own: `hours`, what people say about their time; `pairing`, the pure search for groups.
"""
