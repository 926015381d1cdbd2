#include "report.h"

#include <cstring>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <vector>

#include "settings.h"

namespace emulator {

const char* const kClassNames[kClasses] = {
    "fusedFloat", "otherFloat",   "double",     "integer",     "predicate",
    "branch",     "sharedLoad",   "sharedStore", "globalLoad", "globalStore",
    "atomic",     "local",        "parameter",  "barrier",     "special"};

void InstructionCounts::add(const InstructionCounts& other) {
  warps += other.warps;
  threads += other.threads;
  requests += other.requests;
  sectors += other.sectors;
  idealSectors += other.idealSectors;
  bytes += other.bytes;
  wavefronts += other.wavefronts;
  conflicts += other.conflicts;
}

namespace {

struct Registry {
  std::mutex guard;
  std::map<std::pair<std::string, size_t>, std::shared_ptr<KernelCounts>> kernels;
  std::vector<std::string> faults;
};

Registry& registry() {
  static Registry* result = new Registry();  // outlives everything
  return *result;
}

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (static_cast<unsigned char>(c) >= 32) result += c;
  }
  return result + "\"";
}

/** Sums over a set of instructions. */
class Sums {
 public:
  void add(const InstructionNote& note, const InstructionCounts& counts) {
    const size_t kind = size_t(note.instructionClass);
    warps_[kind] += counts.warps;
    threads_ += counts.threads;
    total_ += counts.warps;
    if (kind == size_t(InstructionClass::kSharedLoad) ||
        kind == size_t(InstructionClass::kSharedStore)) {
      shared_.add(counts);
    } else if (kind == size_t(InstructionClass::kGlobalLoad)) {
      loads_.add(counts);
    } else if (kind == size_t(InstructionClass::kGlobalStore)) {
      stores_.add(counts);
    } else if (kind == size_t(InstructionClass::kAtomic)) {
      atomics_.add(counts);
    }
  }

  uint64_t total() const { return total_; }

  void write(std::ostream& out) const {
    out << "\"warpInstructions\": {\"total\": " << total_;
    for (size_t k = 0; k < kClasses; ++k) out << ", \"" << kClassNames[k] << "\": " << warps_[k];
    out << "}, \"threadInstructions\": " << threads_ << ", \"fusedFloatShare\": "
        << (total_ == 0 ? 0.0 : double(warps_[0]) / double(total_))
        << ", \"barriers\": " << warps_[size_t(InstructionClass::kBarrier)];
    writeGlobal(out, "globalLoads", loads_);
    writeGlobal(out, "globalStores", stores_);
    writeGlobal(out, "atomics", atomics_);
    out << ", \"shared\": {\"requests\": " << shared_.requests << ", \"bytes\": " << shared_.bytes
        << ", \"wavefronts\": " << shared_.wavefronts << ", \"conflicts\": " << shared_.conflicts
        << "}";
  }

 private:
  static void writeGlobal(std::ostream& out, const char* name, const InstructionCounts& counts) {
    out << ", \"" << name << "\": {\"requests\": " << counts.requests << ", \"bytes\": "
        << counts.bytes << ", \"sectors\": " << counts.sectors << ", \"idealSectors\": "
        << counts.idealSectors << ", \"sectorBytes\": " << 32 * counts.sectors << "}";
  }

  uint64_t warps_[kClasses] = {};
  uint64_t threads_ = 0;
  uint64_t total_ = 0;
  InstructionCounts loads_, stores_, atomics_, shared_;
};

void writeKernel(std::ostream& out, KernelCounts& kernel) {
  const std::lock_guard<std::mutex> lock(kernel.guard);
  Sums sums;
  for (size_t pc = 0; pc < kernel.notes.size(); ++pc) {
    sums.add(kernel.notes[pc], kernel.instructions[pc]);
  }
  out << "    {\"name\": " << quoted(kernel.name) << ", \"launches\": " << kernel.launches
      << ", \"blocks\": " << kernel.blocks << ", \"threads\": " << kernel.threads
      << ", \"emulatedSeconds\": " << kernel.seconds << ", ";
  sums.write(out);
  std::vector<Sums> loops(kernel.loops.size());
  size_t hottest = loops.size();
  for (size_t k = 0; k < loops.size(); ++k) {
    for (const uint32_t pc : kernel.loops[k].body) {
      loops[k].add(kernel.notes[pc], kernel.instructions[pc]);
    }
    if (!kernel.loops[k].innermost) continue;
    if (hottest == loops.size() || loops[k].total() > loops[hottest].total()) hottest = k;
  }
  out << ", \"loops\": [";
  for (size_t k = 0; k < loops.size(); ++k) {
    const LoopNote& loop = kernel.loops[k];
    out << (k == 0 ? "" : ",") << "\n      {\"fromLine\": " << loop.firstLine
        << ", \"toLine\": " << loop.lastLine << ", \"depth\": " << loop.depth
        << ", \"innermost\": " << (loop.innermost ? "true" : "false")
        << ", \"hottest\": " << (k == hottest ? "true" : "false")
        << ", \"iterations\": " << kernel.instructions[loop.header].warps << ", ";
    loops[k].write(out);
    out << "}";
  }
  out << "]}";
}

}  // namespace

std::shared_ptr<KernelCounts> countsOf(const std::string& ptx, const Program& program) {
  const std::lock_guard<std::mutex> lock(registry().guard);
  auto& counts = registry().kernels[{program.name, std::hash<std::string>()(ptx)}];
  if (counts == nullptr) {
    counts = std::make_shared<KernelCounts>();
    counts->name = program.name;
    for (const Instruction& in : program.code) {
      counts->notes.push_back({in.line, in.instructionClass});
    }
    for (const Loop& loop : program.loops) {
      counts->loops.push_back(
          {loop.header, loop.body, loop.firstLine, loop.lastLine, loop.depth, loop.innermost});
    }
    counts->instructions.resize(program.code.size());
  }
  return counts;
}

void noteLaunch(const Launch& launch, const std::vector<InstructionCounts>& counts) {
  const std::string file = Settings::instance().value("HASSE_EMULATOR_LAUNCHES");
  if (file.empty()) return;
  const Program& program = *launch.program;
  Sums sums;
  for (size_t pc = 0; pc < counts.size(); ++pc) sums.add(program.counts->notes[pc], counts[pc]);
  std::ostringstream out;
  out << "{\"name\": " << quoted(program.name) << ", \"grid\": [" << launch.grid[0] << ", "
      << launch.grid[1] << ", " << launch.grid[2] << "], \"block\": " << launch.block[0]
      << ", \"words\": [";
  const char* separator = "";
  for (const Parameter& parameter : program.parameters) {
    if (parameter.size != 4) continue;
    int32_t word;
    std::memcpy(&word, launch.parameters.data() + parameter.offset, 4);
    out << separator << word;
    separator = ", ";
  }
  out << "], ";
  sums.write(out);
  const std::lock_guard<std::mutex> lock(registry().guard);
  std::ofstream(file, std::ios::app) << out.str() << "}\n";
}

void noteFault(const std::string& text) {
  const std::lock_guard<std::mutex> lock(registry().guard);
  registry().faults.push_back(text);
  const std::string file = Settings::instance().value("HASSE_EMULATOR_FAULTS");
  if (!file.empty()) std::ofstream(file, std::ios::app) << text << "\n";
}

void writeReport() {
  const std::string file = Settings::instance().value("HASSE_EMULATOR_REPORT");
  if (file.empty()) return;
  const std::lock_guard<std::mutex> lock(registry().guard);
  std::ostringstream out;
  out << "{\n  \"emulated\": true,\n  \"device\": " << quoted(Settings::instance().device().name)
      << ",\n  \"kernels\": [";
  bool first = true;
  for (const auto& entry : registry().kernels) {
    if (entry.second->launches == 0) continue;
    out << (first ? "\n" : ",\n");
    writeKernel(out, *entry.second);
    first = false;
  }
  out << "\n  ],\n  \"faults\": [";
  for (size_t k = 0; k < registry().faults.size(); ++k) {
    out << (k == 0 ? "\n    " : ",\n    ") << quoted(registry().faults[k]);
  }
  out << "\n  ]\n}\n";
  std::ofstream(file) << out.str();
}

}  // namespace emulator
