"""The voice: what is said of the screens, and the port through which it is said. Knows no speech engine."""
