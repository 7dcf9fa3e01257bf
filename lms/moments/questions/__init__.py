"""Questions at moments of demonstrations, asked by learners within their cohort and answered there by peers and trainers."""
