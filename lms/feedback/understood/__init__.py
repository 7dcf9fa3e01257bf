"""A learner's word that they have understood what was said to them: one message, or all of it."""
