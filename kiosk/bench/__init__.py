"""What the shared floor costs: real processes on one database, beside raw driver code. Changes no product code."""
