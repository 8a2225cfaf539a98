"""What the team knows, in one SQLite file. Imports no screen.

Open the file with ``database.open_store(path)``; ask with the questions of a domain module (``followups.queue``);
write with its verbs (``followups.complete``), which go through ``changes.change``. What is refused is raised as
one of ``errors``. Every day and instant comes from ``calendar.now``, the one clock.
"""
