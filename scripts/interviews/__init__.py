"""How a printed interview becomes pages: a room for each step of the way, entered by its door."""
