"""Every policy is silent in process; over real HTTP each choice that shows on the wire is silent in its
area, a preset everywhere, and the report names the alternatives."""

import collections
import concurrent.futures
import unittest

from e2e_support import listing, mock, presets, report_of_run, run, unless_unchanged

# Choices that only a clock shared with the server can show.
NEEDS_EXACT_CLOCK = {"time.window.resolution", "time.window.second"}
# Policies about a `should`, and the alternative that earns its warning.
CONTESTED = {"value.double.contested": "guide", "partial.omitted": "as-true"}
# Areas in which bytes, headers and waits decide; of the others one alternative of a few policies is enough.
AREAS_OF_THE_WIRE = {"wire", "response", "store"}
POLICIES_OF_OTHER_AREA_MAX = 2


def chosen(policies):
    """Returns the (policy, alternative) pairs that are tried over HTTP."""
    pairs = []
    of_area = collections.Counter()
    for policy, alternatives in policies.items():
        area = policy.split(".")[0]
        of_area[area] += 1
        # The first one is the default, which every other test meets.
        if area in AREAS_OF_THE_WIRE:
            pairs += [(policy, alternative) for alternative in alternatives[1:]]
        elif of_area[area] <= POLICIES_OF_OTHER_AREA_MAX or policy in CONTESTED:
            pairs.append((policy, CONTESTED.get(policy, alternatives[1])))
    return pairs


def complaint(policy, alternative):
    """Returns what is wrong about a run under this policy, or None."""
    with mock("--policy", f"{policy}={alternative}") as target:
        # The cases of its area come first; a choice that shows elsewhere needs all of them.
        for selection in (["--only", policy.split(".")[0]], []):
            code, report = report_of_run(target, "--phase", "directed", "--read-deadline", "1s",
                                         "--min-coverage", "0", *selection)
            problem = problem_of(policy, alternative, code, report)
            if problem is None or "names" not in problem:
                return problem
    return problem


def problem_of(policy, alternative, code, report):
    """Returns what is wrong about one report, or None."""
    warned = sorted({finding["clause"] for finding in report["findings"]})
    if alternative == CONTESTED.get(policy):
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


class OverHttp(unittest.TestCase):

    def test_what_shows_on_the_wire_is_silent_over_http(self):
        with unless_unchanged("policies_test", __file__) as needed:
            if not needed:
                return
            policies, _ = listing()
            pairs = chosen(policies)
            self.assertGreaterEqual(len(pairs), 40)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                results = pool.map(lambda pair: complaint(*pair), pairs)
            self.assertEqual([result for result in results if result], [])


class InProcess(unittest.TestCase):

    def test_every_policy_is_silent_in_process(self):
        with unless_unchanged("policies_in_process_test", __file__) as needed:
            if not needed:
                return
            policies, _ = listing()
            done = run("selftest", "--seed", "1", "--no-mutants", "--phase", "directed", "--phase",
                       "random", "--cases", "300", "--quiet", timeout=300)
            self.assertEqual(done.returncode, 0, done.stdout[-4000:])
            sets = int(done.stdout.split(" policies, 0 with alarms")[0].split()[-1])
            self.assertGreaterEqual(sets, sum(len(names) - 1 for names in policies.values()))


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
