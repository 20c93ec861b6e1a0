"""What one file gives: rows, metrics, codebook, and the forms in which people see them."""
