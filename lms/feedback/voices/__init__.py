"""What people say in a thread by voice, or before the camera, instead of writing it.

Until it is released, what a trainer spoke lies beside a remark of their review; then, like what anybody speaks in the
conversation, it belongs to a message, and plays to whoever may read that. Lends voices to the threads and reviews.
"""
