"""What joining earns: plans of a cluster, computed, signed and read by each member."""
