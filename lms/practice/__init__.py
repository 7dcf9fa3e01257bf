"""Home practice: drafts that lose nothing, and submissions whose handed-in versions never change."""
