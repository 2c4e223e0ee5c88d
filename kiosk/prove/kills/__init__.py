"""Kill -9 at every durable step and network boundary: real processes, a real file, real sockets. Changes no product code."""
