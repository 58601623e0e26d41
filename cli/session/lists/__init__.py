"""Lists among the files of a call: `reader` reads and checks one, `kept` keeps in the configuration what it is like."""
