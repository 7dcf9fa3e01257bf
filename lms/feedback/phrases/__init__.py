"""Phrases: what a trainer says again and again, kept with places for what differs, and shared with other trainers."""
