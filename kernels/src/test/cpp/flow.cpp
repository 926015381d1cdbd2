// Control flow: post-dominators and natural loops of a program.
#include <algorithm>
#include <map>
#include <set>

#include "decoder.h"

namespace emulator {
namespace {

/** Dominators of a graph by the method of Cooper, Harvey and Kennedy (2001), "A simple, fast dominance algorithm". */
std::vector<uint32_t> dominators(uint32_t root, const std::vector<std::vector<uint32_t>>& next,
                                 const std::vector<std::vector<uint32_t>>& before) {
  const uint32_t count = uint32_t(next.size());
  std::vector<uint32_t> order(count, kNone);  // postorder numbers
  std::vector<uint32_t> reversed;
  std::vector<std::pair<uint32_t, uint32_t>> stack = {{root, 0}};
  std::vector<bool> seen(count);
  seen[root] = true;
  while (!stack.empty()) {
    auto& [node, edge] = stack.back();
    if (edge < next[node].size()) {
      const uint32_t successor = next[node][edge++];
      if (!seen[successor]) {
        seen[successor] = true;
        stack.push_back({successor, 0});
      }
    } else {
      order[node] = uint32_t(reversed.size());
      reversed.push_back(node);
      stack.pop_back();
    }
  }
  std::vector<uint32_t> result(count, kNone);
  result[root] = root;
  for (bool changed = true; changed;) {
    changed = false;
    for (auto node = reversed.rbegin(); node != reversed.rend(); ++node) {
      if (*node == root) continue;
      uint32_t best = kNone;
      for (uint32_t p : before[*node]) {
        if (result[p] == kNone) continue;
        if (best == kNone) {
          best = p;
          continue;
        }
        uint32_t other = p;
        while (best != other) {
          while (order[best] < order[other]) best = result[best];
          while (order[other] < order[best]) other = result[other];
        }
      }
      if (best != result[*node]) {
        result[*node] = best;
        changed = true;
      }
    }
  }
  return result;
}

bool dominates(uint32_t a, uint32_t b, const std::vector<uint32_t>& dominator) {
  while (b != kNone && b != a && dominator[b] != b) b = dominator[b];
  return a == b;
}

class Flow {
 public:
  explicit Flow(Program& program)
      : program_(program), exit_(uint32_t(program.code.size())), next_(exit_ + 1), before_(exit_ + 1) {
    for (uint32_t pc = 0; pc < exit_; ++pc) {
      const Instruction& in = program.code[pc];
      if (in.kind == Kind::kExit) {
        link(pc, exit_);
        if (in.guard != kNone) link(pc, pc + 1);
      } else if (in.kind == Kind::kBranch) {
        link(pc, in.extra);
        if (in.guard != kNone && in.extra != pc + 1) link(pc, pc + 1);
      } else {
        link(pc, pc + 1);
      }
    }
  }

  /**
   * A branch meets again where all its paths pass that do not return early: lanes that return are
   * taken off every level of divergence, and need no place to meet.
   */
  void reconvergence() {
    const std::vector<uint32_t> reached = dominators(0, next_, before_);
    uint32_t last = kNone;
    for (uint32_t pc = 0; pc < exit_; ++pc) {
      if (program_.code[pc].kind == Kind::kExit && reached[pc] != kNone) last = pc;
    }
    if (last == kNone) return;  // no path ends
    std::vector<std::vector<uint32_t>> next = next_;
    std::vector<std::vector<uint32_t>> before = before_;
    for (uint32_t pc = 0; pc < exit_; ++pc) {
      if (program_.code[pc].kind == Kind::kExit && pc != last) {
        next[pc].erase(std::find(next[pc].begin(), next[pc].end(), exit_));
      }
    }
    before[exit_] = {last};
    const std::vector<uint32_t> after = dominators(exit_, before, next);
    for (uint32_t pc = 0; pc < exit_; ++pc) {
      Instruction& in = program_.code[pc];
      if (in.kind != Kind::kBranch || in.guard == kNone) continue;
      const uint32_t meet = after[pc];
      if (meet == kNone || meet == exit_) continue;
      in.reconvergence = meet;
      if (meet > 0) program_.code[meet - 1].endsRun = true;
    }
  }

  void loops() {
    const std::vector<uint32_t> dominator = dominators(0, next_, before_);
    std::map<uint32_t, std::set<uint32_t>> bodies;
    for (uint32_t pc = 0; pc < exit_; ++pc) {
      if (dominator[pc] == kNone) continue;
      for (uint32_t header : next_[pc]) {
        if (header == exit_ || !dominates(header, pc, dominator)) continue;
        collect(pc, header, bodies[header]);
      }
    }
    for (const auto& [header, body] : bodies) {
      Loop loop{header, {body.begin(), body.end()}, 1, true, kNone, 0};
      for (const auto& [other, otherBody] : bodies) {
        if (other == header) continue;
        loop.depth += otherBody.count(header);
        if (body.count(other) != 0) loop.innermost = false;
      }
      for (uint32_t pc : loop.body) {
        loop.firstLine = std::min(loop.firstLine, program_.code[pc].line);
        loop.lastLine = std::max(loop.lastLine, program_.code[pc].line);
      }
      program_.loops.push_back(std::move(loop));
    }
  }

 private:
  void link(uint32_t from, uint32_t to) {
    next_[from].push_back(to);
    before_[to].push_back(from);
  }

  void collect(uint32_t from, uint32_t header, std::set<uint32_t>& body) const {
    body.insert(header);
    std::vector<uint32_t> todo = {from};
    while (!todo.empty()) {
      const uint32_t pc = todo.back();
      todo.pop_back();
      if (!body.insert(pc).second) continue;
      for (uint32_t p : before_[pc]) todo.push_back(p);
    }
  }

  Program& program_;
  const uint32_t exit_;
  std::vector<std::vector<uint32_t>> next_;
  std::vector<std::vector<uint32_t>> before_;
};

}  // namespace

void analyzeFlow(Program& program) {
  Flow flow(program);
  flow.reconvergence();
  flow.loops();
}

}  // namespace emulator
