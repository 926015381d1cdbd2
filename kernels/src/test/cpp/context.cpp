#include "context.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "decoder.h"
#include "fault.h"
#include "report.h"
#include "settings.h"
#include "text.h"

namespace emulator {
namespace {

thread_local Context* currentContext = nullptr;

/** The newest PTX that a driver assembles, as 10 * major + minor, by NVIDIA's release notes. */
int newestPtx(int driver) {
  const int major = driver / 1000;
  const int minor = driver % 1000 / 10;
  if (major >= 13) return 90 + minor;
  if (major == 12) {
    static const int versions[] = {80, 81, 82, 83, 84, 85, 85, 86, 87, 88};
    return versions[std::min(minor, 9)];
  }
  if (major == 11) return 70 + minor;
  return 63 + minor;
}

/** "6.3" as 63. */
int versionNumber(const std::string& text) {
  return std::atoi(text.c_str()) * 10 + std::atoi(text.c_str() + text.find('.') + 1);
}

/** "sm_75" as 75. */
int targetNumber(const std::string& text) {
  return text.compare(0, 3, "sm_") == 0 ? std::atoi(text.c_str() + 3) : 0;
}

void placeGlobals(Context& context, const ModuleSyntax& syntax, Module& module) {
  for (const Variable& v : syntax.variables) {
    if (v.space == ".shared") continue;
    if (v.isExtern) throw PtxError(v.line, "an extern variable: modules are not linked");
    const uint64_t address = context.memory->allocate(std::max<uint64_t>(v.size, 1));
    if (address == 0) throw std::bad_alloc();
    const Allocation& place = *context.memory->find(address);
    std::memset(place.written.get(), 1, place.size);  // variables begin as zero
    std::copy(v.bytes.begin(), v.bytes.end(), place.data.get());
    module.globals[v.name] = {address, v.size};
  }
}

}  // namespace

Driver& Driver::instance() {
  static Driver* driver = new Driver();  // outlives everything
  return *driver;
}

bool Driver::isLive(const Context* context) const {
  return std::any_of(contexts.begin(), contexts.end(),
                     [&](const auto& entry) { return entry.second.get() == context; });
}

Context* Driver::current() { return isLive(currentContext) ? currentContext : nullptr; }
void Driver::makeCurrent(Context* context) { currentContext = context; }

void Context::reportLeaks() {
  if (failed != kSuccess) return;
  std::set<uint64_t> ofModules;
  for (const auto& module : modules) {
    noteFault("leak: a module of " + std::to_string(module.second->functions.size()) +
              " kernels was not unloaded");
    for (const auto& global : module.second->globals) ofModules.insert(global.second.first);
  }
  for (const auto& [address, allocation] : memory->live()) {
    if (ofModules.count(address) != 0) continue;
    noteFault("leak: device memory of " + std::to_string(allocation->size) + " bytes at " +
              hexadecimal(address) + " was not freed");
  }
  for (const auto& [address, size] : hostMemory) {
    noteFault("leak: host memory of " + std::to_string(size) + " bytes at " +
              hexadecimal(reinterpret_cast<uint64_t>(address)) + " was not freed");
  }
  if (!streams.empty()) {
    noteFault("leak: " + std::to_string(streams.size()) + " streams were not destroyed");
  }
  if (!events.empty()) {
    noteFault("leak: " + std::to_string(events.size()) + " events were not destroyed");
  }
}

int loadModule(Context& context, const std::string& ptx, Module** result) {
  const DeviceDescription device = Settings::instance().device();
  auto module = std::make_unique<Module>();
  try {
    const ModuleSyntax syntax = parseModule(ptx);
    if (versionNumber(syntax.version) > newestPtx(device.driver)) {
      return explained(kUnsupportedPtx, "PTX .version " + syntax.version +
                                            " is too new for driver " +
                                            std::to_string(device.driver));
    }
    if (targetNumber(syntax.target) > 10 * device.major + device.minor) {
      return explained(kNoBinary, "PTX .target " + syntax.target + " is too new for a device of " +
                                      std::to_string(device.major) + "." +
                                      std::to_string(device.minor));
    }
    placeGlobals(context, syntax, *module);
    std::map<std::string, uint64_t> addresses;
    for (const auto& [name, place] : module->globals) addresses[name] = place.first;
    for (const KernelSyntax& kernel : syntax.kernels) {
      auto function = std::make_unique<Function>();
      function->module = module.get();
      function->program = decode(syntax, kernel, addresses);
      function->program.counts = countsOf(ptx, function->program);
      context.functions.insert(function.get());
      module->functions[kernel.name] = std::move(function);
    }
  } catch (const std::exception& error) {
    for (const auto& function : module->functions) context.functions.erase(function.second.get());
    for (const auto& global : module->globals) context.memory->release(global.second.first);
    const bool memory = dynamic_cast<const std::bad_alloc*>(&error) != nullptr;
    return explained(memory ? kOutOfMemory : kInvalidPtx, error.what());
  }
  *result = module.get();
  context.modules[module.get()] = std::move(module);
  return kSuccess;
}

}  // namespace emulator
