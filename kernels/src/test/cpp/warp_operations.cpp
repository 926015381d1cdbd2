// What lanes of a warp do together: shuffles, votes, matches, synchronisation.
#include "fault.h"
#include "lanes.h"
#include "operations.h"

namespace emulator {
namespace {

/** The member mask of a .sync instruction: the same for all its lanes, which are all there. */
uint32_t members(Warp& warp, const Instruction& in, uint32_t mask, uint32_t operand) {
  const uint32_t* named = slots<uint32_t>(warp, operand);
  const uint32_t first = named[__builtin_ctz(mask)];
  for (uint32_t i = 0; i < 32; ++i) {
    if ((mask >> i & 1) == 0) continue;
    if (named[i] != first) {
      throw threadFault(kLaunchFailed, warp, in, i, "lanes of one warp name different members");
    }
    if ((first >> i & 1) == 0) {
      throw threadFault(kLaunchFailed, warp, in, i, "the lane is not in its own member mask");
    }
  }
  if ((first & ~mask) != 0) {
    throw threadFault(kLaunchFailed, warp, in, __builtin_ctz(first & ~mask),
                      "named in the member mask " + hexadecimal(first) +
                          " but not there: it diverged or returned");
  }
  return first;
}

enum class Way { kUp, kDown, kButterfly, kIndex };

template <Way How>
void shuffle(Warp& warp, const Instruction& in, uint32_t mask) {
  members(warp, in, mask, in.d);
  uint32_t a[32];
  std::memcpy(a, warp.registers + in.a, sizeof a);
  const uint32_t* b = slots<uint32_t>(warp, in.b);
  const uint32_t* c = slots<uint32_t>(warp, in.c);
  uint32_t results[32] = {};
  uint32_t inside = 0;
  for (int lane = 0; lane < 32; ++lane) {
    if ((mask >> lane & 1) == 0) continue;
    const int step = b[lane] & 31;
    const int clamp = c[lane] & 31;
    const int segment = c[lane] >> 8 & 31;
    const int most = (lane & segment) | (clamp & ~segment);
    const int least = lane & segment;
    int from = 0;
    bool fine = false;
    switch (How) {
      case Way::kUp: from = lane - step; fine = from >= most; break;
      case Way::kDown: from = lane + step; fine = from <= most; break;
      case Way::kButterfly: from = lane ^ step; fine = from <= most; break;
      case Way::kIndex: from = least | (step & ~segment); fine = from <= most; break;
    }
    if (!fine) from = lane;
    if ((mask >> from & 1) == 0) {
      throw threadFault(kLaunchFailed, warp, in, lane,
                        "shuffles from lane " + std::to_string(from) + ", which takes no part");
    }
    results[lane] = a[from];
    inside |= uint32_t(fine) << lane;
  }
  setLanes<uint32_t>(warp, in.destination, mask, [&](int i) { return results[i]; });
  if (in.second != kNone) {
    uint32_t& p = warp.predicates[in.second];
    p = (p & ~mask) | (inside & mask);
  }
}

uint32_t votes(Warp& warp, const Instruction& in) {
  return in.negated ? ~warp.predicates[in.a] : warp.predicates[in.a];
}

void ballot(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t result = votes(warp, in) & members(warp, in, mask, in.b);
  setLanes<uint32_t>(warp, in.destination, mask, [=](int) { return result; });
}

enum class Vote { kAll, kAny, kUniform };

template <Vote How>
void vote(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t all = members(warp, in, mask, in.b);
  const uint32_t yes = votes(warp, in) & all;
  const bool result = How == Vote::kAll   ? yes == all
                      : How == Vote::kAny ? yes != 0
                                          : yes == all || yes == 0;
  uint32_t& p = warp.predicates[in.destination];
  p = (p & ~mask) | (result ? mask : 0);
}

template <class T, bool All>
void match(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t all = members(warp, in, mask, in.b);
  T a[32];
  std::memcpy(a, warp.registers + in.a, sizeof a);
  uint32_t same[32] = {};
  for (int i = 0; i < 32; ++i) {
    for (int k = 0; k < 32; ++k) same[i] |= uint32_t((all >> k & 1) != 0 && a[i] == a[k]) << k;
  }
  const bool agreed = same[__builtin_ctz(mask)] == all;
  setLanes<uint32_t>(warp, in.destination, mask,
                     [&](int i) { return All ? (agreed ? all : 0u) : same[i]; });
  if (in.second != kNone) {
    uint32_t& p = warp.predicates[in.second];
    p = (p & ~mask) | (agreed ? mask : 0);
  }
}

void activeMask(Warp& warp, const Instruction& in, uint32_t mask) {
  setLanes<uint32_t>(warp, in.destination, mask, [=](int) { return mask; });
}

/** Orders what the warp did before and after, if all its lanes take part. */
void synchronizeWarp(Warp& warp, const Instruction& in, uint32_t mask) {
  const uint32_t* named = slots<uint32_t>(warp, in.a);
  for (uint32_t i = 0; i < 32; ++i) {
    if ((mask >> i & 1) != 0 && (named[i] >> i & 1) == 0) {
      throw threadFault(kLaunchFailed, warp, in, i, "the lane is not in its own member mask");
    }
  }
  const uint32_t absent = named[__builtin_ctz(mask)] & warp.live & ~mask;
  if (absent != 0) {
    throw threadFault(kLaunchFailed, warp, in, __builtin_ctz(absent),
                      "named in the member mask but diverged");
  }
  if (mask == warp.live) ++warp.epoch;
}

void nothing(Warp&, const Instruction&, uint32_t) {}

}  // namespace

void addWarpOperations(OperationTable& table) {
  const auto kind = InstructionClass::kSpecial;
  const std::vector<std::string> shuffled = {"b32", "b32", "b32", "b32", "b32"};
  table["shfl.sync.up.b32"] = {shuffle<Way::kUp>, kind, shuffled};
  table["shfl.sync.down.b32"] = {shuffle<Way::kDown>, kind, shuffled};
  table["shfl.sync.bfly.b32"] = {shuffle<Way::kButterfly>, kind, shuffled};
  table["shfl.sync.idx.b32"] = {shuffle<Way::kIndex>, kind, shuffled};
  table["vote.sync.ballot.b32"] = {ballot, kind, {"b32", "pred", "b32"}};
  table["vote.sync.all.pred"] = {vote<Vote::kAll>, kind, {"pred", "pred", "b32"}};
  table["vote.sync.any.pred"] = {vote<Vote::kAny>, kind, {"pred", "pred", "b32"}};
  table["vote.sync.uni.pred"] = {vote<Vote::kUniform>, kind, {"pred", "pred", "b32"}};
  table["match.any.sync.b32"] = {match<uint32_t, false>, kind, {"b32", "b32", "b32"}};
  table["match.all.sync.b32"] = {match<uint32_t, true>, kind, {"b32", "b32", "b32"}};
  table["match.any.sync.b64"] = {match<uint64_t, false>, kind, {"b32", "b64", "b32"}};
  table["match.all.sync.b64"] = {match<uint64_t, true>, kind, {"b32", "b64", "b32"}};
  table["activemask.b32"] = {activeMask, kind, {"b32"}};
  table["bar.warp.sync"] = {synchronizeWarp, InstructionClass::kBarrier, {"", "b32"}};
  for (const char* fence : {"membar.cta", "membar.gl", "membar.sys", "fence.acq_rel.cta",
                            "fence.acq_rel.gpu", "fence.acq_rel.sys", "fence.sc.cta",
                            "fence.sc.gpu", "fence.sc.sys"}) {
    table[fence] = {nothing, InstructionClass::kBarrier, {}};
  }
}

const OperationTable& operations() {
  static const OperationTable table = [] {
    OperationTable result;
    addFloatOperations(result);
    addIntegerOperations(result);
    addBitOperations(result);
    addConversions(result);
    addComparisons(result);
    addWarpOperations(result);
    return result;
  }();
  return table;
}

}  // namespace emulator
