"""Tables of people who have no EDI: documented columns, checked cell by cell, that become the frames a writer takes."""
