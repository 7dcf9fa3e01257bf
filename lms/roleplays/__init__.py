"""Role plays: peers are put into groups for a round, agree on an hour, practice, and write down what they saw."""
