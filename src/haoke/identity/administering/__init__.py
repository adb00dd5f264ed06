"""What who administers rights needs to know: what there is to give, whom a change opens what, why somebody sees it."""
