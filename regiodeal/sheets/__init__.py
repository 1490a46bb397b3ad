"""Files of rows and columns that people upload and download: reading, writing, and the work on a large one."""
