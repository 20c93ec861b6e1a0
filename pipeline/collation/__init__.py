"""What many reports give together: roster, likeness, comparison, corrections, differences between runs."""
