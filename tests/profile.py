"""Loaded before the settings: the suite always runs with the test profile, in a data folder of its own."""

import atexit
import os
import shutil
import tempfile

os.environ["SAMVERKAN_PROFILE"] = "test"
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="samverkan-test-")
    os.mkdir(os.path.join(os.environ["DATA_DIR"], "static"))
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
