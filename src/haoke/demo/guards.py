"""The demo company is never mixed with one's own figures: it goes before files come in."""

from haoke import demo
from haoke.core.text import T
from haoke.core.transfer.obstacles import Obstacle

BEFORE_IMPORT = (
    Obstacle(
        "demo_present",
        T(
            "The demo company is still here. Remove it first, so that its made-up figures do not mix with yours",
            "系统中还有演示公司的数据，请先删除，以免虚构的数据与您的数据混在一起",
        ),
        demo.present,
        T("Remove the demo company and go on? [y/N] ", "删除演示公司并继续？[y/N] "),
        demo.remove,
    ),
)
