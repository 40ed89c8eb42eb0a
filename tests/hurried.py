"""`seratus serve` as a process, with doors that lose their patience within seconds.

Arguments: whose parser, the seconds of each stage, and how many descriptors it may open.
"""

import resource
import sys
from functools import partial

import uvloop

from bot.database import database
from bot.serve import serve
from bot.serving.doors import H11Door, HttpToolsDoor, Limits
from bot.serving.logs import configure
from bot.serving.web_server import server
from bot.settings import Settings

PARSERS = {"httptools": HttpToolsDoor, "h11": H11Door}

if __name__ == "__main__":
    parser, seconds, descriptors = PARSERS[sys.argv[1]], float(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
    settings = Settings.read()
    configure("info")
    with database(settings) as url:
        limits = Limits(head_seconds=seconds, body_seconds=seconds)
        uvloop.run(serve(settings, url, partial(server, limits=limits, parser=parser)))
