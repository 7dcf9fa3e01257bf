"""Today: what one person sees first. The next class, what is due, what has been answered; nothing else."""
