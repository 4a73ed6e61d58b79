"""Every policy of `mock` is silent over real HTTP, and the report names the alternative."""

import concurrent.futures
import unittest

from e2e_support import listing, mock, report_of_run, unless_unchanged

# Choices that only a clock shared with the server can show.
NEEDS_EXACT_CLOCK = {"time.window.resolution", "time.window.second"}

# Policies about a `should`, and the alternative that earns its warning.
CONTESTED = {"value.double.contested": "guide", "partial.omitted": "as-true"}


def complaint(policy, alternative):
    """Returns what is wrong about a run under this policy, or None."""
    with mock("--policy", f"{policy}={alternative}") as target:
        code, report = report_of_run(target, "--phase", "directed", "--phase", "random",
                                     "--cases", "300", "--read-deadline", "1s")
    warned = sorted({finding["clause"] for finding in report["findings"]})
    if CONTESTED.get(policy) == alternative:
        right = code == 0 and warned == [policy]
        return None if right else f"{policy}={alternative}: exit {code}, findings {warned}"
    if code != 0 or warned:
        return f"{policy}={alternative}: exit {code}, findings {warned}"
    clause = next(clause for clause in report["clauses"] if clause["id"] == policy)
    named = clause["alternative"] if isinstance(clause["alternative"], list) else [
        clause["alternative"]]
    unnamed = policy in CONTESTED or alternative == "varying"
    if not unnamed and policy not in NEEDS_EXACT_CLOCK and alternative not in named:
        return f"{policy}={alternative}: the report names {named}"
    return None


class Policies(unittest.TestCase):

    def test_every_policy_is_silent(self):
        with unless_unchanged("policies_test", __file__) as needed:
            if not needed:
                return
            policies, _ = listing()
            self.assertGreaterEqual(len(policies), 15)
            pairs = [(policy, alternative) for policy, alternatives in policies.items()
                     for alternative in alternatives]
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                results = pool.map(lambda pair: complaint(*pair), pairs)
            self.assertEqual([result for result in results if result], [])


if __name__ == "__main__":
    unittest.main()
