"""Links that resources hold to elsewhere: which there are, whether they work, what to tell editors.

`collecting` writes down which links there are; `guard` says what may be asked at all; `asking` asks one of them;
`judging` says what its answer means; `checking` does this for those that are due, in the background.
"""
