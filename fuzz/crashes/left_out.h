// The inputs on which a harness crashed, left out of what the next start begins with: each start
// would end on them.
//
// Law: an input that lies in the corpus is deleted there, for the artifact holds the same bytes.
// Folders of seeds are only read: once one of their inputs is left out, a folder of links to the
// others stands for them, `findings/seeds.left`, which goes away with this.
//
// Example: LeftOut left_out(plan); left_out.Add("findings/artifacts/crash-1"); left_out.seeds()
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "fuzz/plan/campaign_plan.h"

namespace swc::fuzz {

class LeftOut {
 public:
  // REQUIRES: `plan` outlives this.
  explicit LeftOut(const CampaignPlan& plan);
  LeftOut(const LeftOut&) = delete;
  LeftOut& operator=(const LeftOut&) = delete;
  ~LeftOut();

  // Leaves out the inputs with the bytes of `artifact`. Returns whether there was one, now or when
  // it was added before.
  bool Add(const std::filesystem::path& artifact);

  // Returns what to tell of the last input that was left out, once; of many only the first are
  // told.
  [[nodiscard]] std::string TakeWords();

  // Returns the folders of seeds for the next start.
  [[nodiscard]] const std::vector<std::filesystem::path>& seeds() const { return seeds_; }

 private:
  [[nodiscard]] std::filesystem::path LinksFolder() const;
  bool DropSeeds(const std::string& bytes);
  void LinkSeeds();

  const CampaignPlan& plan_;
  std::vector<std::filesystem::path> seeds_;
  std::set<std::string> added_;  // Names of artifacts.
  std::string words_;
};

}  // namespace swc::fuzz
