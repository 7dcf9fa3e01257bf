"""Reminders: home practice that is due tomorrow, classes that are about to begin. The worker looks each minute."""
