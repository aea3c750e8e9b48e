"""职工小家: the register, the hardship files and the signed lists of a grassroots trade union."""

__version__ = "0.1.0"
