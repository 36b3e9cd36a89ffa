"""What is done from a terminal: preparing, importing, saving and checking an installation."""
