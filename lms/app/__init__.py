"""Puts the rooms together: `create_app`, what follows from what, the worker, the commands. Nothing imports this room."""
