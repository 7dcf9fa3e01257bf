"""Questions at moments of demonstrations, asked by learners within their cohort, answered by peers and trainers."""
