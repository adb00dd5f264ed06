"""Who has to agree before a record is made, changed, deleted or taken a step further; works over the registry."""
