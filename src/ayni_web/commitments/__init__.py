"""Who promised what: to whom, by when, and what came of it."""
