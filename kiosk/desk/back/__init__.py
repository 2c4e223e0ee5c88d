"""The back office of the desk: closing the day, reports, the timetable and the floor plan's editor."""
