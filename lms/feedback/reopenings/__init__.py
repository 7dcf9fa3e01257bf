"""Opening a conversation again that waits for nothing: a trainer puts it back into the queue."""
