"""Form letters: letters that many sent are found, looked at together, and handled once.

`similarity` says what is compared, `grouping` finds, `own_words` shows what each member adds,
`handling` is what reviewers do with a campaign.
"""
