import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "metoo_wall.settings")

from metoo_wall import handler

django = handler.make()

from metoo_wall import admission, timer  # noqa: E402
from metoo_wall.ready.front import Front  # noqa: E402
from metoo_wall.watching import counting, serving  # noqa: E402
from stories.intake.at_once import PressAtOnce  # noqa: E402
from stories.wall.at_once import WallAtOnce  # noqa: E402
from stories.wall.story_at_once import StoryAtOnce  # noqa: E402

gate = admission.Gate(django, admission.lanes())
application = counting.Counted(Front(PressAtOnce(django), [WallAtOnce(), StoryAtOnce()], gate=gate))
timer.start()
serving.start()
