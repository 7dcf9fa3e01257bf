"""Hearing no more of one conversation: neither mail nor the bell tells of it. What is said there stays unread."""
