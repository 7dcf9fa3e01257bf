"""The ground: settings, database, clock, events, storage, jobs. Knows no room."""
