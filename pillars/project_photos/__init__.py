"""Photos of projects: who is on them and agreed, for whom they are, and letting go of one."""
