"""Every order in which several hands can act on one floor: guests, redirects, sweeps, settlers and the clock."""
