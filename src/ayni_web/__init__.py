"""The platform: people, organisations, clusters, and what they wrote, did and promised, in the browser."""
