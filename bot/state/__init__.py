"""What the bot remembers, in `state.sqlite`.

Every function here is short and is called from one thread; every write is one transaction.
"""
