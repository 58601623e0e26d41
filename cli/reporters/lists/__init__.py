"""What is told of a list: `told` which column is which, and what is asked; `marked` a copy with its faults in it."""
