"""Video in, a packaged stream out: files and facts, nothing else.

    probe     says what a file is, or why it can't be played
    ladder    decides the sizes to encode (pure)
    plan      writes the one ffmpeg command that makes everything (pure)
    package   runs that command, reports progress, verifies, and puts the result in place in one step
    preview   shows what is whole already, while the rest is being made
    cage      the only module that starts processes; what they can't do is up to walls
    errors    what can go wrong, each a sentence for the person who uploaded
    sample    draws a demonstration clip, so that the product can be tried without anybody's recording

Nothing here knows of people, pages, a database or the environment. What it needs comes as an argument.
"""
