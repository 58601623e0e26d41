"""The parts of the HTML report: template, style and script. All of it goes into one file."""
