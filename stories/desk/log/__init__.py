"""The log: what was decided, and what was done to staff accounts, so that nobody can change it unseen (docs/decisions/0013).

The database refuses to change a line (triggers). A timer seals the lines of each hour that is over: a signature over
each line and over the seal before. `verify` finds what differs; `expire` erases what is old, behind a signed checkpoint.
"""

from stories.desk.log.expiring import LogIsBroken, expire
from stories.desk.log.heads import compare, heads
from stories.desk.log.sealing import seal
from stories.desk.log.verifying import verify

__all__ = ["LogIsBroken", "compare", "expire", "heads", "seal", "verify"]
