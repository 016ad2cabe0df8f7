"""How the weights are learned from annotated articles; extraction itself never imports this."""
