"""彻底删除: what the recycle bin, or a person who asks for it (PIPL art. 47), has deleted for good.

* `going`    which records go, which stay without a name, and why something may have to stay
* `traces`   the names and numbers of the people who go, and where else they stand
* `telling`  what the question says before, and where copies still lie after
* `doing`    the one deed that does it
* `stuck`    the steps that nobody can undo afterwards
* `coming_back`  what an older backup would bring back
"""

from app.services.purging.coming_back import Purged as Purged
from app.services.purging.coming_back import coming_back as coming_back
from app.services.purging.doing import NO_WAY_BACK as NO_WAY_BACK
from app.services.purging.doing import purge as purge
from app.services.purging.telling import Copies as Copies
from app.services.purging.telling import Question as Question
from app.services.purging.telling import copies_left as copies_left
from app.services.purging.telling import question as question
from app.services.purging.traces import Place as Place
