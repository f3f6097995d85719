"""Independent checks of timetables and agendas: reads the records alone and shares no code with the solvers."""
