"""Who may what: one table, shut by default, and the guard that asks it at each route's door."""
