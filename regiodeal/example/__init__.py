"""The example portal: made-up people, progress and money."""
