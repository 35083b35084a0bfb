"""The Response to Comments of a docket: one document, in each language and in three formats.

CEQA Guidelines §15088 and §15132: a list of who commented, each letter with its points numbered
in the margin, and to each point its response. `snapshot` freezes what the document says as plain
data (`content`), `building` makes the files of it slice by slice, each format by its renderer,
and `publishing` puts them before the public.
"""
