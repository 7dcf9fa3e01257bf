"""The audit log: who looked at what is confidential, and who changed a right. Written once, never changed or deleted.

It holds ids and codes only. Names, texts and addresses of people stand in their own rooms, and can be erased there.
Lends `actions.record`; it knows none of the things that it speaks of.
"""
