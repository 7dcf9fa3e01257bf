"""What people are told: in the app beside the bell, as e-mail at once, or as one digest of a day or week.

Lends `actions.tell` to the rooms above, and `actions.mail` for letters that nobody can wish away. A room that has
something new to tell adds a `Kind` with its `Manner` in rules, and calls `tell` in the transaction of the event.
Nothing here says what was written: it says who wrote about what, and links to it.
"""
