"""The rooms of Dateline, in the order in which data walks through them."""
