"""Pictures of every page and dialog in named states, and of every printed form: `python -m app.views.pictures DIR`.

* `stage`    a window of the right size with its file, and the means to wait until nothing moves any more
* `hand`     does what a person does: presses what is named so, types, uses keys
* `samples`  files to show: with the sample union, and with an empty one
* `acts`     what a scene is made of
* `covers`   the named states before a file is open
* `scenes`   those of the pages, as data
* `seldom`   those that a chair meets seldom
* `paper`    the printed forms
* `drawing`  draws a window with its dialogs, and keeps the picture small
"""

from app.views.pictures.covers import STATES
from app.views.pictures.drawing import draw, render
from app.views.pictures.scenes import SCENES
from app.views.pictures.stage import Stage, State

__all__ = ["SCENES", "STATES", "Stage", "State", "draw", "render"]
