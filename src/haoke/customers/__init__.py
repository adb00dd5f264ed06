"""Who the customers are and what is sold to them."""
