"""Reading for automation: entries as moments, rules that match them, times that come, trials."""
