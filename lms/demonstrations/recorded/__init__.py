"""Who is in the video of a demonstration, whether they agree, and how long it is kept."""
