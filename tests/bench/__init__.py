"""`make bench`: what Attune costs, each figure beside a reference from the same run. docs/bench.md tells more."""
