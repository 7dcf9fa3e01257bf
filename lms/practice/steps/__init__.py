"""Next steps: the one thing that a learner tries with the next work, agreed on from feedback."""
