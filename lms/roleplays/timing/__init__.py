"""The clock that a group shares while it practices: what was pressed, and what follows from it. Stands on `rounds`."""
