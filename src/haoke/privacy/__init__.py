"""What the law asks about persons' data: consent, a register of fields, requests of persons."""
