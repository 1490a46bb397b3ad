"""When a commitment ends, and on which days it is to be paid."""
