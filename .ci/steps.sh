# Sourced by .ci/gate and .ci/nightly: the server under test, and what a CI server is told.

program=${SWC_PROGRAM:-$(dirname "${BASH_SOURCE[0]}")/../build/release/sitewise-conformance}
reports=${SWC_REPORTS:-sitewise-conformance-reports}
server=
tester=

# Options that name the target, and those that the user adds.
target_words=()
if [[ -n ${SWC_TARGET:-} ]]; then
  target_words=(--target "$SWC_TARGET")
elif [[ -n ${SWC_ENDPOINT:-} ]]; then
  target_words=(--endpoint "$SWC_ENDPOINT")
fi
mapfile -t more_words < <(xargs -r printf '%s\n' <<<"${SWC_OPTIONS:-}")

in_github() { [[ -n ${GITHUB_ACTIONS:-} ]]; }

# What a server sends must not become a command to the runner that prints it.
hold_commands() {
  in_github || return 0
  held=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  echo "::stop-commands::$held"
}
release_commands() {
  in_github || return 0
  echo "::$held::"
}

# Starts the user's server in a process group of its own, which end_server ends.
start_server() {
  [[ -n ${SWC_START:-} ]] || return 0
  setsid bash -c "$SWC_START" >"$reports/server.log" 2>&1 </dev/null &
  server=$!
  # A server may write its own target description.
  local tries
  for ((tries = 0; tries < 300; ++tries)); do
    [[ -n ${SWC_TARGET:-} && ! -s $SWC_TARGET ]] && kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
}
end_server() {
  [[ -n $server ]] || return 0
  kill -- "-$server" 2>/dev/null
  wait "$server" 2>/dev/null
  server=
}

# Runs the program so that a signal to this script ends it in order, with its reports.
run_program() {
  "$program" "$@" &
  tester=$!
  local status=0
  wait "$tester" || status=$?
  # A wait that a signal ended says nothing of the program.
  while kill -0 "$tester" 2>/dev/null; do
    status=0
    wait "$tester" || status=$?
  done
  tester=
  return "$status"
}

# An annotation needs a file: the target description is the one that the suite knows.
annotate() {
  local file=${SWC_TARGET:-} line
  file=${file//%/%25}
  file=${file//:/%3A}
  file=${file//,/%2C}
  while IFS= read -r line; do
    [[ -z $file ]] || line="${line%% *} file=$file,${line#* }"
    printf '%s\n' "$line"
  done <"$reports/annotations.txt"
}

# Tells the job what came out. $1: the exit code.
publish() {
  local verdict
  verdict=$(sed -n 's/^  "verdict": "\(.*\)",$/\1/p' "$reports/report.json" 2>/dev/null | head -n 1)
  if (($1 == 3)) && [[ -s $reports/server.log ]]; then
    hold_commands
    echo "-- the end of the server's own output ($reports/server.log):"
    tail -n 20 "$reports/server.log"
    release_commands
  fi
  if in_github && [[ -s $reports/annotations.txt ]]; then
    annotate
  fi
  if [[ -n ${GITHUB_STEP_SUMMARY:-} && -s $reports/report.md ]]; then
    cat "$reports/report.md" >>"$GITHUB_STEP_SUMMARY"
  fi
  if [[ -n ${GITHUB_OUTPUT:-} ]]; then
    local sarif=
    [[ ! -s $reports/report.sarif ]] || sarif=$reports/report.sarif
    printf '%s\n' "verdict=$verdict" "exit-code=$1" "reports=$reports" "sarif=$sarif" >>"$GITHUB_OUTPUT"
  fi
}

# The reports that every job leaves.
report_words=()
for pair in json=report.json junit=junit.xml html=report.html markdown=report.md sarif=report.sarif \
  github=annotations.txt; do
  report_words+=(--report "${pair%%=*}=$reports/${pair#*=}")
done

trap 'end_server' EXIT
trap '[[ -z $tester ]] || kill -TERM "$tester" 2>/dev/null' INT TERM
if [[ ! -x $program ]]; then
  echo "no program at $program: .ci/install makes one, SWC_PROGRAM names one" >&2
  exit 2
fi
export SWC_PROGRAM=$program
mkdir -p "$reports" || exit 2
rm -f "$reports"/{report.json,junit.xml,report.html,report.md,report.sarif,annotations.txt,server.log}
