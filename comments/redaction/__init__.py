"""What the law lets nobody see of a comment: blacked out in its texts and in its files.

`texts` has the rules for words, `suggestions` proposes what to look at, the `pdf_…` modules do the
pages of files. The original is kept; what the public reads is made of it anew at each change.
"""
