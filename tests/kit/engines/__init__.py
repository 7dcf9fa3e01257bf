"""The engines that Attune can run on instead of files: PostgreSQL, Redis and an S3 server, real ones, for tests.

Each is started in a folder of its own on a free loopback port, and is gone with its `with` block.
`python -m tests.kit.engines` installs what is missing; with a command behind, that runs on all of them.
"""
