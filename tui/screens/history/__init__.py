"""History: who changed what and when, of one record or of the whole team; to read, and to take along."""
