#include "fuzz/engine/engine_flags.h"

#include <algorithm>
#include <array>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "spec/text/error.h"

namespace swc::fuzz {
namespace {

struct OwnedFlag {
  std::string_view name;
  std::string_view instead;
};

// Flags of libFuzzer that the driver sets, or that make of a campaign something else.
constexpr std::array kOwned = std::to_array<OwnedFlag>({
    {"artifact_prefix", "artifacts lie below --findings"},
    {"close_fd_mask", "the driver reads what a harness prints"},
    {"cleanse_crash", "run the harness itself"},
    {"collect_data_flow", "run the harness itself"},
    {"dict", "use --dict"},
    {"exact_artifact_path", "artifacts lie below --findings"},
    {"fork", "use --jobs"},
    {"handle_int", "Ctrl-C ends the campaign"},
    {"handle_term", "SIGTERM ends the campaign"},
    {"help", "run the harness itself"},
    {"jobs", "use --jobs"},
    {"max_total_time", "use --time"},
    {"merge", "the corpus is pruned at the end; --no-prune leaves it"},
    {"merge_control_file", "the corpus is pruned at the end"},
    {"minimize_crash", "run the harness itself"},
    {"prefer_small", "the driver chooses the order of the seeds"},
    {"print_final_stats", "the driver reads what a harness prints"},
    {"reload", "jobs share the corpus"},
    {"runs", "use --time"},
    {"seed", "use --seed"},
    {"seed_inputs", "use --seeds"},
    {"set_cover_merge", "the corpus is pruned at the end"},
    {"verbosity", "the driver reads what a harness prints"},
    {"workers", "use --jobs"},
});

// The others of libFuzzer 19.
constexpr std::array kHandedOn = std::to_array<std::string_view>({
    "analyze_dict",
    "check_input_sha1",
    "cross_over",
    "cross_over_uniform_dist",
    "data_flow_trace",
    "detect_leaks",
    "dump_coverage",
    "entropic",
    "entropic_feature_frequency_threshold",
    "entropic_number_of_rarest_features",
    "entropic_scale_per_exec_time",
    "error_exitcode",
    "experimental_len_control",
    "features_dir",
    "focus_function",
    "handle_abrt",
    "handle_bus",
    "handle_fpe",
    "handle_ill",
    "handle_segv",
    "handle_trap",
    "handle_usr1",
    "handle_usr2",
    "handle_winexcept",
    "handle_xfsz",
    "ignore_crashes",
    "ignore_ooms",
    "ignore_remaining_args",
    "ignore_timeouts",
    "interruption_exitcode",
    "keep_seed",
    "len_control",
    "lazy_counters",
    "malloc_limit_mb",
    "max_len",
    "mutate_depth",
    "mutation_graph_file",
    "only_ascii",
    "print_corpus_stats",
    "print_coverage",
    "print_full_coverage",
    "print_funcs",
    "print_new_cov_pcs",
    "print_pcs",
    "print_uncovered_funcs",
    "purge_allocator_interval",
    "reduce_depth",
    "reduce_inputs",
    "report_slow_units",
    "rss_limit_mb",
    "shrink",
    "shuffle",
    "stop_file",
    "timeout",
    "timeout_exitcode",
    "trace_malloc",
    "use_cmp",
    "use_counters",
    "use_memmem",
    "use_value_profile",
});

std::unexpected<spec::Error> Refused(std::string_view flag, std::string_view why) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kUsage, .message = fmt::format("-- {}: {}", flag, why)});
}

}  // namespace

std::expected<void, spec::Error> CheckEngineFlags(const std::vector<std::string>& flags) {
  for (const std::string& flag : flags) {
    const std::string_view text = flag;
    const bool form = text.starts_with('-') && !text.starts_with("--") && text.contains('=');
    if (!form) {
      return Refused(flag, "a flag of libFuzzer is written -name=value");
    }
    const std::string_view name = text.substr(1, text.find('=') - 1);
    const auto* owned = std::ranges::find(kOwned, name, &OwnedFlag::name);
    if (owned != kOwned.end()) {
      return Refused(flag, fmt::format("this flag belongs to the campaign: {}", owned->instead));
    }
    if (std::ranges::find(kHandedOn, name) == kHandedOn.end()) {
      return Refused(flag, "libFuzzer has no such flag");
    }
  }
  return {};
}

}  // namespace swc::fuzz
