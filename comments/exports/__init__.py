"""What leaves the system as a file: exports for staff, and the bundle of a public record.

An export (`exporting`) has what the person who asks may see, and no more. A bundle (`bundle`) is a
docket's record as the public may have it, whoever takes it out; `verifying` checks one without a
database. Both are written while they are sent, so that memory does not grow with the docket.
"""
