"""The product made wrong on purpose, one rule at a time: the simulation, or else the test-suite, must notice each."""
