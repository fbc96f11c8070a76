"""What the country sells, alone and against its rivals; its vintages, and the audit of claims."""
