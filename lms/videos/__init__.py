"""Videos: a file comes in, survives whatever happens, and is packaged into a stream that only its viewers can play.

What a video is for stands in the rooms above. Lends `Video`, uploads and the media token, and to `lms.app` the
door that stands in front of Flask.
"""
