"""Reading a document that was handed in: as a page of its own, and two versions beside each other."""
