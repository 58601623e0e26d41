"""`deminimis respond`: `run` reads, judges, plans and writes the messages that ACE would answer with."""
