"""Knowledge: numerals, dates, quantities, lexicons and profiles; what the words of a report mean."""
