"""What people pin to a time of a demonstration: private notes, questions with answers, and prompts.

Each is a sub-room of its own. All of them rest while the demonstration doesn't play for the one who looks, so that
nothing of a confidential recording is read around its door.
"""
