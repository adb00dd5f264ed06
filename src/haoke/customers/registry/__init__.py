"""What a business registry says of companies, asked of a service the administrators name (decision 65)."""
