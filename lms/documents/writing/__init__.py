"""Writing a document: the page of an assignment that asks for one, and the versions that were handed in.

Draft, hand-in, receipt, withdrawal and more time are practice's; here is what its `answers` mean.
"""
