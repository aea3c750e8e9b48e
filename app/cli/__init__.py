"""The commands: everything that the window does to a file, for scripts and for tests (no Qt is ever imported here).

`run` reads the command line, calls one function of one of the `*_commands` modules and prints its `Result`; `commands`
declares them all. What a command does lies in the services; here it is only asked for and told.
"""
