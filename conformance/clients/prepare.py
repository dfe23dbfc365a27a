"""Writes the market that the gateways replay. Usage: prepare.py FOLDER"""

import os
import sys
from pathlib import Path

from market import Market
from settings import NEWS

Market().write(Path(sys.argv[1]), os.environ["TRADER"])
Path(sys.argv[1], "news.yaml").write_text(NEWS)
