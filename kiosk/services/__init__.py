"""The use-cases: the only layer that opens a transaction and the only one that calls the payment company. No Qt."""
