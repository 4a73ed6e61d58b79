// The first exchange of a run: does the target speak this operation at all?
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "conformance/net/task.h"
#include "conformance/play/client.h"
#include "conformance/target/target.h"
#include "spec/http_message.h"

namespace swc::conformance {

// Returns a read that breaks no rule, to see whether the target answers at all. `run_id` names the
// stream of `Probe`.
[[nodiscard]] spec::HttpRequest HarmlessRequest(std::string_view run_id);

// Sends one harmless put. Learns whether streams are accepted, where `target` does not
// say. Returns why the target cannot be tested, or nothing.
Task<std::optional<std::string>> Probe(Client& client, Target& target, std::string run_id);

}  // namespace swc::conformance
