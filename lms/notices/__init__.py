"""Letters to people: what an event says to whom, and how it leaves the house as e-mail.

Lends `actions.mail` to the rooms above. No mail carries clinical work: it says who wrote, and links to it.
"""
