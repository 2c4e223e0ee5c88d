"""Rows: the database engine, the tables, and the statements over them. Stores and finds; decides nothing."""
