"""Several terminals, a settler and a database server that die and lose each other: real processes. Changes no product code."""
