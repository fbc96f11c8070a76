"""What the country sells: structure, growth, dependence, prices, vintages, advantage, and the audit of claims."""
