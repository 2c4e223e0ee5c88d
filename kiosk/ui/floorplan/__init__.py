"""The floor plan: how a room, its tables and seats are drawn and touched. Decides nothing about booking."""
