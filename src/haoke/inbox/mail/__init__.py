"""E-mail: mailboxes of people and teams, messages on records, templates; what the system sends by itself."""
