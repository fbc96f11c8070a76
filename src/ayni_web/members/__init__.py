"""Who: organisations, clusters, memberships, and relations between organisations."""
