"""Every face: the command line, the page, exports."""
