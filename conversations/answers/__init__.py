"""How a chat answer becomes a value: one module of pure functions per kind of answer.

Every parser takes the text as typed, whatever it is, and returns the value to store or raises
`Invalid`; it never raises anything else. The rules are those of the programme: when in doubt the
person is asked again, because a wrong NIK or a wrong village costs more than a question.
"""
