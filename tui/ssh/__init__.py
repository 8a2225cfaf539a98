"""The team on one host over SSH: the lines that let people in, the guide for the host, and what is open there."""
