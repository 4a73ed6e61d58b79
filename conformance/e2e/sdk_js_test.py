"""An unmodified AWS SDK for JavaScript talks to `mock` (sdk_js/test.mjs)."""

import hashlib
import pathlib
import shutil
import subprocess
import unittest

from e2e_support import BINARY, documented, mock

SOURCE = pathlib.Path(__file__).parent / "sdk_js"
INSTALL_SECONDS_MAX = 300
TEST_SECONDS_MAX = 60


def installed():
    """Installs the SDK beside the binary, once for each lock file. Returns the folder."""
    folder = pathlib.Path(BINARY).parent / "sdk_js"
    lock = (SOURCE / "package-lock.json").read_bytes()
    stamp = folder / "installed.sha256"
    digest = hashlib.sha256(lock).hexdigest()
    folder.mkdir(exist_ok=True)
    for name in ("package.json", "package-lock.json", "test.mjs"):
        shutil.copy(SOURCE / name, folder / name)
    if not stamp.exists() or stamp.read_text() != digest:
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True,
                       timeout=INSTALL_SECONDS_MAX)
        stamp.write_text(digest)
    return folder


class JavaScriptSdk(unittest.TestCase):

    def test_puts_values_and_reads_them_back(self):
        folder = installed()
        with mock() as target:
            code = documented("Options in code", "js", target) + "\nexport {client};\n"
            (folder / "client.mjs").write_text(code)
            done = subprocess.run(["node", "test.mjs"], cwd=folder, capture_output=True, text=True,
                                  timeout=TEST_SECONDS_MAX, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout.count("passed "), 5)


if __name__ == "__main__":
    unittest.main()
