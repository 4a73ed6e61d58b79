"""The lint of includes as `./check` runs it, on a small tree with a history of its own."""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

HEADER = """#pragma once

#include <string>

std::string Greeting();
"""
SOURCE = """#include "spec/greeting.h"

#include <string>

std::string Greeting() { return "Hello"; }
"""


class Includes(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        # Compilers and git name files by their real paths.
        self.root = pathlib.Path(folder.name).resolve()
        for name in ("cmake/scripts/tidy.py", ".clang-tidy", ".clang-format"):
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.root / name)
        self.write("spec/greeting.h", HEADER)
        self.write("spec/greeting.cc", SOURCE)
        self.write(".gitignore", "/build/\n")
        source = str(self.root / "spec/greeting.cc")
        command = f"clang++-19 -std=c++23 -I{self.root} -o greeting.o -c {source}"
        entry = {"directory": str(self.root / "build"), "file": source, "command": command}
        self.write("build/compile_commands.json", json.dumps([entry]))
        self.git("init", "--quiet")
        self.commit()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def git(self, *arguments):
        subprocess.run(["git", "-C", self.root, "-c", "user.name=Test", "-c", "user.email=test@localhost",
                        *arguments], check=True, capture_output=True, timeout=60)

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "A state")

    def tidy(self, *options):
        """Returns exit code and output of the lint."""
        done = subprocess.run([self.root / "cmake/scripts/tidy.py", "build", "--includes", *options],
                              cwd=self.root, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_complains(self, text, *options):
        code, said = self.tidy(*options)
        self.assertIn(text, said)
        self.assertEqual(code, 1)

    def assert_content(self, *options):
        code, said = self.tidy(*options)
        self.assertEqual(code, 0, said)
        return said

    def test_files_that_include_what_they_use_pass_and_are_not_looked_at_again(self):
        self.assertIn("2 files, 2 to check", self.assert_content("--changed"))
        self.assertIn("2 files, 0 to check", self.assert_content("--changed"))

    def test_an_unused_include_in_a_changed_source_fails(self):
        self.write("spec/greeting.cc", SOURCE.replace("<string>", "<string>\n#include <vector>"))
        self.assert_complains("spec/greeting.cc:4:1: error: included header vector is not used", "--changed")

    def test_a_missing_include_in_a_changed_source_fails(self):
        self.write("spec/greeting.cc", SOURCE.replace("#include <string>\n", ""))
        self.assert_complains('no header providing "std::string" is directly included', "--changed")

    def test_headers_are_held_to_the_same(self):
        self.write("spec/greeting.h", HEADER.replace("<string>", "<string>\n#include <vector>"))
        self.assert_complains("spec/greeting.h:4:1: error: included header vector is not used", "--changed")

    def test_what_lies_behind_the_last_commits_is_left_to_a_look_at_all(self):
        self.write("spec/greeting.cc", SOURCE.replace("<string>", "<string>\n#include <vector>"))
        self.commit()
        self.assert_complains("header vector is not used", "--changed")
        for _ in range(20):
            self.commit()
        self.assertIn("0 files", self.assert_content("--changed"))
        self.assert_complains("header vector is not used")

    def test_a_commit_that_sweeps_over_the_house_is_left_to_a_look_at_all(self):
        self.write("spec/greeting.cc", SOURCE.replace("<string>", "<string>\n#include <vector>"))
        for number in range(40):
            self.write(f"spec/other_{number}.h", "#pragma once\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--amend", "--message", "A sweep")
        self.write("spec/greeting.h", HEADER + "\n")
        self.assertIn("1 files, 1 to check", self.assert_content("--changed"))

    def test_without_a_history_all_files_count_as_changed(self):
        shutil.rmtree(self.root / ".git")
        self.write("spec/greeting.cc", SOURCE.replace("<string>", "<string>\n#include <vector>"))
        self.assert_complains("all files count as changed", "--changed")

    def test_a_repair_leaves_nothing_to_complain_of(self):
        self.write("spec/greeting.h", HEADER.replace("<string>", "<string>\n#include <vector>"))
        self.write("spec/greeting.cc", SOURCE.replace("#include <string>\n", "#include <map>\n"))
        self.tidy("--changed", "--fix")
        self.assertEqual((self.root / "spec/greeting.h").read_text(), HEADER)
        self.assertEqual((self.root / "spec/greeting.cc").read_text(), SOURCE)
        self.assert_content("--changed")


if __name__ == "__main__":
    unittest.main()
