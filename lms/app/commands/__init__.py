"""The commands, a module each for what belongs together. lms.app.cli fetches them one at a time."""
