"""The embedded checkout: the only place with a web engine. Imported late, on the attract screen or at the first payment."""
