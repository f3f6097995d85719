"""Background work: one queue, one worker process, and what keeps the process alive."""
