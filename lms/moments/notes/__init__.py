"""Private notes at moments of demonstrations. Only who wrote one reads it: no trainer, no coordinator."""
