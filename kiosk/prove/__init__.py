"""The fault campaign: what `kiosk prove` runs to show that no guest is charged twice or for nothing. Changes no product code."""
