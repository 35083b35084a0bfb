"""What Plaza promises, in the words of those to whom it is promised. One folder for each app."""
