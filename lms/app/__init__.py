"""Puts the rooms together: `create_app`, what follows from what, worker, commands. Nothing imports this room."""
