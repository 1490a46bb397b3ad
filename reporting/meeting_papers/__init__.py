"""The agenda and the minutes of a meeting as PDF: tagged, and with what the one who asks may see."""
