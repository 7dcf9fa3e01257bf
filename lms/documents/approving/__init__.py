"""What trainers decide about a document that was handed in: returned for changes, or approved; and who signs it, too.

A document that was approved is amended by handing in again with a reason. What a decision says in words is said in the
conversation.
"""
