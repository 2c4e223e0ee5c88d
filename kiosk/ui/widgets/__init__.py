"""The parts that screens are made of; each draws itself from a Look and carries an accessible name."""
