"""What somebody has before them, for their own calendar: a feed behind a secret address, and invitations by mail.

One entry for each class, each due date and each booked role play. Its UID never changes, its SEQUENCE rises with each
change, and what is dropped is said to be canceled, so that calendar programs update it instead of showing it twice.
"""
