"""What goes to other programs and comes from them: webhooks out, signed messages in; works over the registry."""
