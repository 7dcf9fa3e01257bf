"""Documents to take along: PDF, Word and plain text, filled in or blank.

`sheets` says once what stands on a sheet (`blocks` are its parts); each format is written from that alone and asks
neither template nor answers again.
"""
