#include "executor.h"

#include <algorithm>
#include <cfenv>
#include <chrono>
#include <cstdlib>
#include <memory>

#include "device_memory.h"
#include "fault.h"
#include "report.h"

namespace emulator {
namespace {

/** Rounding to nearest with subnormal numbers, whatever the calling thread had set. */
class DefaultArithmetic {
 public:
  DefaultArithmetic() {
    std::fegetenv(&before_);
    std::fesetenv(FE_DFL_ENV);
  }
  ~DefaultArithmetic() { std::fesetenv(&before_); }

 private:
  std::fenv_t before_;
};

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

class Execution {
 public:
  explicit Execution(const Launch& launch)
      : launch_(launch), program_(*launch.program), code_(launch.program->code.data()) {
    threads_ = launch.block[0] * launch.block[1] * launch.block[2];
    const uint32_t warps = (threads_ + 31) / 32;
    block_.launch = &launch;
    block_.counts.resize(program_.code.size());
    block_.memos.resize(kMemos * program_.accesses.size());
    block_.allocations.resize(program_.accesses.size());
    issued_.resize(program_.code.size() + 1);
    active_.resize(program_.code.size() + 1);
    block_.shared.resize(program_.sharedBytes + launch.dynamicShared, program_.granuleShift);
    block_.local.resize(size_t(warps) * 32 * program_.localBytes);
    block_.localWritten.resize(block_.local.size());
    const size_t stride = program_.registerBytes + 64;  // registers have 128 or 256 bytes
    registers_.reset(static_cast<uint8_t*>(std::aligned_alloc(64, warps * stride)));
    std::fill_n(registers_.get(), warps * stride, uint8_t(0));
    predicates_.resize(size_t(warps) * program_.predicates);
    warps_.resize(warps);
    for (uint32_t w = 0; w < warps; ++w) {
      warps_[w].block = &block_;
      warps_[w].index = w;
      warps_[w].registers = registers_.get() + w * stride;
      warps_[w].predicates = predicates_.data() + size_t(w) * program_.predicates;
      warps_[w].predicates[1] = UINT32_MAX;
      fillConstants(warps_[w]);
    }
  }

  void run() {
    for (uint32_t z = 0; z < launch_.grid[2]; ++z) {
      for (uint32_t y = 0; y < launch_.grid[1]; ++y) {
        for (uint32_t x = 0; x < launch_.grid[0]; ++x) runBlock(x, y, z);
      }
    }
  }

  void addCounts(double seconds) {
    int64_t issued = 0;
    int64_t active = 0;
    for (size_t pc = 0; pc < program_.code.size(); ++pc) {
      issued += issued_[pc];
      active += active_[pc];
      block_.counts[pc].warps = uint64_t(issued);
      block_.counts[pc].threads += uint64_t(active);
    }
    KernelCounts& total = *program_.counts;
    const std::lock_guard<std::mutex> lock(total.guard);
    const uint64_t blocks = uint64_t(launch_.grid[0]) * launch_.grid[1] * launch_.grid[2];
    ++total.launches;
    total.blocks += blocks;
    total.threads += blocks * threads_;
    total.seconds += seconds;
    for (size_t pc = 0; pc < program_.code.size(); ++pc) {
      total.instructions[pc].add(block_.counts[pc]);
    }
    noteLaunch(launch_, block_.counts);
  }

 private:
  void fill(Warp& warp, uint32_t offset, uint32_t value) {
    std::fill_n(reinterpret_cast<uint32_t*>(warp.registers + offset), 32, value);
  }

  void fillConstants(Warp& warp) {
    for (const ConstantRegister& c : program_.constants) {
      if (c.wide) {
        std::fill_n(reinterpret_cast<uint64_t*>(warp.registers + c.offset), 32, c.bits);
      } else {
        fill(warp, c.offset, uint32_t(c.bits));
      }
    }
    for (const SpecialRegister& special : program_.specials) {
      auto* out = reinterpret_cast<uint32_t*>(warp.registers + special.offset);
      for (uint32_t i = 0; i < 32; ++i) out[i] = specialValue(special.kind, warp.index, i);
    }
  }

  uint32_t specialValue(SpecialKind kind, uint32_t warp, uint32_t lane) const {
    const uint32_t thread = warp * 32 + lane;
    const uint32_t* size = launch_.block;
    switch (kind) {
      case SpecialKind::kTidX: return thread % size[0];
      case SpecialKind::kTidY: return thread / size[0] % size[1];
      case SpecialKind::kTidZ: return thread / size[0] / size[1];
      case SpecialKind::kNtidX: return size[0];
      case SpecialKind::kNtidY: return size[1];
      case SpecialKind::kNtidZ: return size[2];
      case SpecialKind::kCtaidX: return block_.index[0];
      case SpecialKind::kCtaidY: return block_.index[1];
      case SpecialKind::kCtaidZ: return block_.index[2];
      case SpecialKind::kNctaidX: return launch_.grid[0];
      case SpecialKind::kNctaidY: return launch_.grid[1];
      case SpecialKind::kNctaidZ: return launch_.grid[2];
      case SpecialKind::kLane: return lane;
      case SpecialKind::kWarp: return warp;
      case SpecialKind::kWarps: return (threads_ + 31) / 32;
      case SpecialKind::kLaneMaskEq: return 1u << lane;
      case SpecialKind::kLaneMaskLt: return (1u << lane) - 1;
      case SpecialKind::kLaneMaskLe: return (2u << lane) - 1;
      case SpecialKind::kLaneMaskGt: return ~((2u << lane) - 1);
      case SpecialKind::kLaneMaskGe: return ~((1u << lane) - 1);
    }
    return 0;
  }

  void runBlock(uint32_t x, uint32_t y, uint32_t z) {
    block_.index[0] = x;
    block_.index[1] = y;
    block_.index[2] = z;
    const uint64_t linear = (uint64_t(z) * launch_.grid[1] + y) * launch_.grid[0] + x;
    block_.stamp = uint64_t(launch_.sequence) << 32 | uint32_t(linear);
    if (block_.shared.intervals() > 0xf0000000u) {
      block_.shared.resize(block_.shared.bytes(), program_.granuleShift);
    }
    block_.shared.beginBlock();
    std::fill(block_.localWritten.begin(), block_.localWritten.end(), uint8_t(0));
    for (Warp& warp : warps_) begin(warp);
    while (runToBarrier()) {
    }
  }

  void begin(Warp& warp) {
    const uint32_t left = threads_ - warp.index * 32;
    warp.live = left >= 32 ? UINT32_MAX : (1u << left) - 1;
    warp.epoch = 0;
    warp.barrier = kNone;
    warp.stack.assign(1, {0, kNone, warp.live});
    for (const SpecialRegister& special : program_.specials) {
      if (special.kind == SpecialKind::kCtaidX || special.kind == SpecialKind::kCtaidY ||
          special.kind == SpecialKind::kCtaidZ) {
        fill(warp, special.offset, specialValue(special.kind, warp.index, 0));
      }
    }
  }

  /** Runs every warp until it waits or ends. False if none waits: the block is done. */
  bool runToBarrier() {
    const Warp* waiting = nullptr;
    for (Warp& warp : warps_) {
      if (warp.live == 0) continue;
      warp.barrier = kNone;
      runWarp(warp);
      if (warp.barrier == kNone) continue;
      if (waiting != nullptr && waiting->barrier != warp.barrier) {
        throw threadFault(kLaunchFailed, warp, code_[warp.barrier], __builtin_ctz(warp.live),
                          "barrier divergence: warp " + std::to_string(waiting->index) +
                              " waits at PTX line " + std::to_string(code_[waiting->barrier].line));
      }
      waiting = &warp;
    }
    if (waiting == nullptr) return false;
    if (code_[waiting->barrier].reduction != Reduction::kNone) reduce(code_[waiting->barrier]);
    block_.shared.barrier();
    for (Warp& warp : warps_) warp.epoch = 0;
    return true;
  }

  void reduce(const Instruction& in) {
    uint32_t yes = 0;
    uint32_t all = 0;
    for (const Warp& warp : warps_) {
      const uint32_t p = in.negated ? ~warp.predicates[in.a] : warp.predicates[in.a];
      yes += uint32_t(__builtin_popcount(p & warp.live));
      all += uint32_t(__builtin_popcount(warp.live));
    }
    for (Warp& warp : warps_) {
      if (in.reduction == Reduction::kCount) {
        auto* out = reinterpret_cast<uint32_t*>(warp.registers + in.destination);
        for (uint32_t i = 0; i < 32; ++i) out[i] = (warp.live >> i & 1) != 0 ? yes : out[i];
      } else {
        const bool result = in.reduction == Reduction::kAll ? yes == all : yes != 0;
        uint32_t& p = warp.predicates[in.destination];
        p = (p & ~warp.live) | (result ? warp.live : 0);
      }
    }
  }

  void runWarp(Warp& warp) {
    while (!warp.stack.empty()) {
      StackEntry& top = warp.stack.back();
      if (top.mask == 0 || top.pc == top.reconvergence) {
        warp.stack.pop_back();
        continue;
      }
      const uint32_t mask = top.mask;
      const uint32_t start = top.pc;
      uint32_t pc = start;
      uint32_t active = mask;
      for (;;) {
        const Instruction& in = code_[pc];
        active = mask;
        if (in.guard != kNone) {
          const uint32_t p = warp.predicates[in.guard];
          active &= in.guardNegated ? ~p : p;
        }
        if (in.kind != Kind::kPlain) break;
        if (active != mask) {
          block_.counts[pc].threads -= uint64_t(__builtin_popcount(mask & ~active));
        }
        if (active != 0) in.execute(warp, in, active);
        ++pc;
        if (in.endsRun) break;
      }
      const bool control = pc == start || !code_[pc - 1].endsRun;
      const uint32_t end = control ? pc + 1 : pc;
      ++issued_[start];
      --issued_[end];
      const int64_t lanes = __builtin_popcount(mask);
      active_[start] += lanes;
      active_[end] -= lanes;
      top.pc = pc;
      if (control && !runControl(warp, code_[pc], mask, active)) return;
    }
    warp.live = 0;
  }

  /** False if the warp waits at a barrier. */
  bool runControl(Warp& warp, const Instruction& in, uint32_t mask, uint32_t active) {
    StackEntry& top = warp.stack.back();
    const uint32_t after = top.pc + 1;
    switch (in.kind) {
      case Kind::kExit:
        warp.live &= ~active;
        for (StackEntry& entry : warp.stack) entry.mask &= ~active;
        top.pc = after;
        return true;
      case Kind::kBarrier:
        if (active != warp.live) {
          const uint32_t absent = warp.live & ~active;
          throw threadFault(kLaunchFailed, warp, in, __builtin_ctz(absent),
                            "barrier divergence: threads of the warp wait, but not this one");
        }
        warp.barrier = top.pc;
        top.pc = after;
        return false;
      default: branch(warp, in, mask, active); return true;
    }
  }

  void branch(Warp& warp, const Instruction& in, uint32_t mask, uint32_t taken) {
    StackEntry& top = warp.stack.back();
    const uint32_t after = top.pc + 1;
    const uint32_t others = mask & ~taken;
    if (others == 0) {
      top.pc = in.extra;
    } else if (taken == 0) {
      top.pc = after;
    } else {
      const uint32_t meet = in.reconvergence;
      if (meet == kNone) {
        top.mask = 0;  // they meet no more
      } else {
        top.pc = meet;
      }
      if (after != meet) warp.stack.push_back({after, meet, others});
      if (in.extra != meet) warp.stack.push_back({in.extra, meet, taken});
    }
  }

  const Launch& launch_;
  const Program& program_;
  const Instruction* const code_;
  uint32_t threads_ = 0;
  Block block_;
  std::unique_ptr<uint8_t, Free> registers_;
  std::vector<uint32_t> predicates_;
  std::vector<Warp> warps_;
  // Differences: runs of instructions begin and end here.
  std::vector<int64_t> issued_;
  std::vector<int64_t> active_;
};

}  // namespace

void execute(const Launch& launch) {
  const DefaultArithmetic arithmetic;
  const auto start = std::chrono::steady_clock::now();
  Execution execution(launch);
  execution.run();
  execution.addCounts(
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

}  // namespace emulator
