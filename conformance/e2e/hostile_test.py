"""Servers that break what a client takes for granted: the suite says so, stays small and never is green by mistake.

Two of three rows of hostile_server.ROWS, with a small selection of clauses; hostile_matrix.py --all plays all of them
with whole commands.
"""

import concurrent.futures
import unittest

from e2e_support import mock
from hostile_matrix import complaints, play
from hostile_server import ROWS, TIMEOUT

# A loaded machine is slow; what is used is not much more than the 1.5 of a quiet one.
CPU_SECONDS_MAX = 4.0


class HostileServers(unittest.TestCase):

    def test_are_told_from_servers(self):
        self.assertGreaterEqual(len(ROWS), 60)
        self.assertEqual(len({row.name for row in ROWS}), len(ROWS))
        sample = [row for number, row in enumerate(ROWS) if number % 3 < 2 and row.seconds <= TIMEOUT]
        # What waits for its time waits first.
        sample.sort(key=lambda row: -row.seconds)
        with mock() as target, concurrent.futures.ThreadPoolExecutor(24) as pool:
            for row, outcome in zip(sample, pool.map(lambda row: play(row, target), sample)):
                with self.subTest(row=row.name, output=outcome.text):
                    self.assertEqual(complaints(row, outcome), [])
                    self.assertLess(outcome.cpu, CPU_SECONDS_MAX)


if __name__ == "__main__":
    unittest.main()
