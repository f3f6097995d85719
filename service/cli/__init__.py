"""The command line."""

import sys
import sysconfig

# Python puts the folder of the started script first on its path. python-sat installs a script called models.py beside
# `duijie`, which would be taken for our package of that name.
_SCRIPTS = sysconfig.get_path("scripts")
sys.path[:] = [folder for folder in sys.path if folder != _SCRIPTS]
