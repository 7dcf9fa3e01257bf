"""The page on which a learner takes work back, which asks the thread whether somebody has begun to answer it."""
