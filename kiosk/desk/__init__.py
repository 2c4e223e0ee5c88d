"""The front desk: staff's own window on the same services and the same database."""
