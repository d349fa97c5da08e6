"""How the constants of statistical models in the code were found, to be run again when what they rest on changes."""
