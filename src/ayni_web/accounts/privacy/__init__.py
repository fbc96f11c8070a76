"""Personal data: what it is kept for, who agreed, what people ask about it, how it is erased (Ley 29733 of Peru)."""
