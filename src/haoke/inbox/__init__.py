"""What people do with customers: tasks, calls, visits, notes, tied to any record."""
