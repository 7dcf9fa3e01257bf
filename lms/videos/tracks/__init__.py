"""What is written beside a video: captions in several languages, and its chapters.

A track is published in numbered versions that never change; between two of them there is at most one draft, shared by
all who work at it. Lends tracks, their cues and transcripts; who may see them is decided in the rooms above.
"""
