"""What somebody leaves to others when he goes: queued for his superior, distributed in one job, briefed."""
