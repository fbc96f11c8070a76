"""What other rooms show of studies."""
