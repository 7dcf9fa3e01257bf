"""The trainers' desk for captions and chapters: files come in, drafts are edited beside the picture, versions kept.

What is kept stands in `videos.tracks`; viewers meet it in `demonstrations`. Lends nothing.
"""
