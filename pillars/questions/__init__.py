"""Questions on a figure or a story, and their answers: also outside the round."""
