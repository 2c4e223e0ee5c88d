"""The customer's screens in Qt: a pure flow, dumb screens, one controller. No SQL, no HTTP."""
