"""The screening checklist: what the answers to its rows mean. Lends its rules; it keeps nothing."""
