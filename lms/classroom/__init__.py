"""The classroom: the page of all classes and the page of one, gathered from the rooms below."""
