"""Short sounds that go with what is seen; never the only sign of anything."""
