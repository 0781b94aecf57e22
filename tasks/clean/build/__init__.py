"""Train the block model on pages with hand-made truth: `make body-model`. Only its result ships."""
