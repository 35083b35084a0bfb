"""How a docket stands: what came, when and about what, and how far review has come.

`figures` asks the database, a constant number of queries; `charts` says where each bar is;
`pages` shows them, each with its table. No commenter is named.
"""
