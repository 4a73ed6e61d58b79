"""Every policy and preset of `mock` is silent over real HTTP, and the report names the alternatives."""

import concurrent.futures
import unittest

from e2e_support import listing, mock, presets, report_of_run, run, unless_unchanged

# Choices that only a clock shared with the server can show.
NEEDS_EXACT_CLOCK = {"time.window.resolution", "time.window.second"}


def complaint(policy, alternative):
    """Returns what is wrong about a run under this policy, or None."""
    with mock("--policy", f"{policy}={alternative}") as target:
        code, report = report_of_run(target, "--phase", "directed", "--phase", "random",
                                     "--cases", "300", "--read-deadline", "1s")
    warned = sorted({finding["clause"] for finding in report["findings"]})
    if alternative == "guide":
        right = code == 0 and warned == [policy]
        return None if right else f"{policy}=guide: exit {code}, findings {warned}"
    if code != 0 or warned:
        return f"{policy}={alternative}: exit {code}, findings {warned}"
    clause = next(clause for clause in report["clauses"] if clause["id"] == policy)
    named = clause["alternative"] if isinstance(clause["alternative"], list) else [
        clause["alternative"]]
    if alternative not in ("api", "varying") and policy not in NEEDS_EXACT_CLOCK and alternative not in named:
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


class Presets(unittest.TestCase):

    def test_a_server_like_aws_conforms_without_a_warning_and_is_recognised(self):
        choices = presets()["aws-like"]
        self.assertGreater(len(choices), 10)
        with mock("--preset", "aws-like") as target:
            code, report = report_of_run(target, "--phase", "directed", "--phase", "random",
                                         "--cases", "300", "--read-deadline", "1s")
        self.assertEqual((code, report["findings"]), (0, []))
        self.assertEqual([clause["id"] for clause in report["clauses"]
                          if clause["verdict"] in ("WARN", "FAIL", "INCONSISTENT")], [])
        seen = {clause["id"]: clause["alternative"] for clause in report["clauses"]}
        for policy, alternative in choices.items():
            if policy not in NEEDS_EXACT_CLOCK:
                self.assertIn(alternative, seen[policy], policy)

    def test_a_policy_goes_over_the_preset(self):
        with mock("--preset", "aws-like", "--policy", "response.error.name-place=code-member"
                  ) as target:
            _, report = report_of_run(target, "--only", "response.error.name-place", "--phase",
                                      "directed")
        seen = {clause["id"]: clause["alternative"] for clause in report["clauses"]}
        self.assertIn("code-member", seen["response.error.name-place"])

    def test_an_unknown_preset_is_one_line(self):
        done = run("mock", "--port", "0", "--preset", "no-such")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertIn("there is no preset 'no-such'; `mock --list` shows them", done.stderr)


if __name__ == "__main__":
    unittest.main()
