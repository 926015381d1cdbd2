// Modules, functions and launches.
#include <algorithm>
#include <cstring>
#include <shared_mutex>

#include "api.h"
#include "executor.h"
#include "fault.h"
#include "report.h"

HASSE_API cuGetErrorString(int code, const char** text);

namespace emulator {
namespace {

constexpr int kErrorLogBuffer = 5;  // CU_JIT_ERROR_LOG_BUFFER
constexpr int kErrorLogSize = 6;    // CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES

int load(Context& context, void** result, const void* image) {
  if (image == nullptr) return kInvalidValue;
  const char* text = static_cast<const char*>(image);
  if (std::memcmp(text, "\177ELF", 4) == 0 || std::memcmp(text, "\120\355\125\272", 4) == 0) {
    return explained(kInvalidImage, "machine code: the emulator runs PTX text only");
  }
  Module* module = nullptr;
  const int code = loadModule(context, text, &module);
  *result = module;
  return code;
}

void writeErrorLog(int code, unsigned count, const int* options, void** values) {
  char* buffer = nullptr;
  size_t size = 0;
  size_t sizeAt = 0;
  for (unsigned k = 0; k < count; ++k) {
    if (options[k] == kErrorLogBuffer) buffer = static_cast<char*>(values[k]);
    if (options[k] == kErrorLogSize) {
      size = reinterpret_cast<uintptr_t>(values[k]) & UINT32_MAX;
      sizeAt = k;
    }
  }
  if (buffer == nullptr || size == 0) return;
  const char* text = "";
  if (code != kSuccess) cuGetErrorString(code, &text);
  std::strncpy(buffer, text, size);
  buffer[size - 1] = 0;
  values[sizeAt] = reinterpret_cast<void*>(std::strlen(buffer));
}

Function* functionOf(const Context& context, void* handle) {
  return context.functions.count(handle) == 0 ? nullptr : static_cast<Function*>(handle);
}

/** A code if the shape is more than device and kernel allow. */
int checkShape(const Function& function, const Launch& launch) {
  const Program& program = function.program;
  const uint64_t threads = uint64_t(launch.block[0]) * launch.block[1] * launch.block[2];
  const uint32_t* g = launch.grid;
  const uint32_t* b = launch.block;
  if (threads == 0 || g[0] == 0 || g[1] == 0 || g[2] == 0) {
    return explained(kInvalidValue, program.name + ": an empty grid or block");
  }
  if (threads > 1024 || b[0] > 1024 || b[1] > 1024 || b[2] > 64 || g[0] > 2147483647u ||
      g[1] > 65535 || g[2] > 65535) {
    return explained(kInvalidValue, program.name + ": a grid or block beyond the device's limits");
  }
  if (threads > program.maxThreads) {
    return explained(kOutOfResources, program.name + ": " + std::to_string(threads) +
                                          " threads, its .maxntid is " +
                                          std::to_string(program.maxThreads));
  }
  for (int k = 0; k < 3; ++k) {
    if (program.requiredThreads[k] != 0 && program.requiredThreads[k] != b[k]) {
      return explained(kInvalidValue, program.name + ": not the block that its .reqntid requires");
    }
  }
  const uint64_t shared = uint64_t(program.sharedBytes) + launch.dynamicShared;
  // Without a call of cuFuncSetAttribute there are 48 KiB, static and dynamic together.
  const uint64_t limit = function.dynamicLimit == 0
                             ? 48 << 10
                             : uint64_t(program.sharedBytes) + function.dynamicLimit;
  if (shared > limit) {
    return explained(kInvalidValue, program.name + ": " + std::to_string(shared) +
                                        " bytes of shared memory");
  }
  return kSuccess;
}

int setParameters(const Program& program, void** parameters, void** extra, Launch& launch) {
  launch.parameters.resize(program.parameterBytes + 16);
  if (parameters != nullptr) {
    for (size_t k = 0; k < program.parameters.size(); ++k) {
      if (parameters[k] == nullptr) return explained(kInvalidValue, "a null parameter");
      std::memcpy(launch.parameters.data() + program.parameters[k].offset, parameters[k],
                  program.parameters[k].size);
    }
    return kSuccess;
  }
  if (extra != nullptr || program.parameterBytes != 0) {
    return explained(kInvalidValue, program.name + ": parameters must come as kernelParams");
  }
  return kSuccess;
}

}  // namespace

HASSE_API cuModuleLoadData(void** module, const void* image) {
  HASSE_ENTER_CONTEXT();
  return load(*context, module, image);
}

HASSE_API cuModuleLoadDataEx(void** module, const void* image, unsigned count, int* options,
                             void** values) {
  HASSE_ENTER_CONTEXT();
  const int code = load(*context, module, image);
  writeErrorLog(code, count, options, values);
  return code;
}

HASSE_API cuModuleUnload(void* handle) {
  HASSE_ENTER_CONTEXT();
  const auto found = context->modules.find(static_cast<Module*>(handle));
  if (found == context->modules.end()) return kInvalidHandle;
  for (const auto& function : found->second->functions) {
    context->functions.erase(function.second.get());
  }
  context->memory->waitForKernels();
  for (const auto& global : found->second->globals) context->memory->release(global.second.first);
  context->modules.erase(found);
  return kSuccess;
}

HASSE_API cuModuleGetFunction(void** result, void* handle, const char* name) {
  HASSE_ENTER_CONTEXT();
  const auto module = context->modules.find(static_cast<Module*>(handle));
  if (module == context->modules.end()) return kInvalidHandle;
  const auto function = module->second->functions.find(name);
  if (function == module->second->functions.end()) {
    return explained(kNotFound, std::string("no kernel ") + name);
  }
  *result = function->second.get();
  return kSuccess;
}

HASSE_API cuModuleGetGlobal_v2(uint64_t* address, size_t* bytes, void* handle, const char* name) {
  HASSE_ENTER_CONTEXT();
  const auto module = context->modules.find(static_cast<Module*>(handle));
  if (module == context->modules.end()) return kInvalidHandle;
  const auto global = module->second->globals.find(name);
  if (global == module->second->globals.end()) {
    return explained(kNotFound, std::string("no variable ") + name);
  }
  if (address != nullptr) *address = global->second.first;
  if (bytes != nullptr) *bytes = global->second.second;
  return kSuccess;
}

HASSE_API cuFuncGetAttribute(int* value, int attribute, void* handle) {
  HASSE_ENTER_CONTEXT();
  const Function* function = functionOf(*context, handle);
  if (function == nullptr) return kInvalidHandle;
  switch (attribute) {
    case 0: *value = int(function->program.maxThreads); return kSuccess;
    case 1: *value = int(function->program.sharedBytes); return kSuccess;
    case 2: *value = 0; return kSuccess;
    case 3: *value = int(function->program.localBytes); return kSuccess;
    case 8: *value = int(function->dynamicLimit); return kSuccess;
    default:
      return explained(kNotSupported, "function attribute " + std::to_string(attribute) +
                                          ": only the assembler knows registers");
  }
}

HASSE_API cuFuncSetAttribute(void* handle, int attribute, int value) {
  HASSE_ENTER_CONTEXT();
  Function* function = functionOf(*context, handle);
  if (function == nullptr) return kInvalidHandle;
  if (attribute != 8 || value < 0) return explained(kNotSupported, "cuFuncSetAttribute");
  if (function->program.sharedBytes + uint64_t(value) > 232448) return kInvalidValue;
  function->dynamicLimit = uint32_t(value);
  return kSuccess;
}

HASSE_API cuLaunchKernel(void* handle, unsigned gridX, unsigned gridY, unsigned gridZ,
                         unsigned blockX, unsigned blockY, unsigned blockZ, unsigned shared,
                         void* stream, void** parameters, void** extra) {
  HASSE_ENTER_CONTEXT();
  const Function* function = functionOf(*context, handle);
  if (function == nullptr || !isStream(*context, stream)) return kInvalidHandle;
  const std::shared_ptr<DeviceMemory> memory = context->memory;
  Launch launch;
  launch.program = &function->program;
  launch.memory = memory.get();
  const uint32_t grid[3] = {gridX, gridY, gridZ};
  const uint32_t block[3] = {blockX, blockY, blockZ};
  std::copy_n(grid, 3, launch.grid);
  std::copy_n(block, 3, launch.block);
  launch.dynamicShared = shared;
  if (const int code = checkShape(*function, launch); code != kSuccess) return code;
  if (const int code = setParameters(function->program, parameters, extra, launch);
      code != kSuccess) {
    return code;
  }
  launch.sequence = ++Driver::instance().launches;
  std::shared_lock<std::shared_mutex> running(memory->guard);
  lock.unlock();
  try {
    execute(launch);
  } catch (const Fault& fault) {
    running.unlock();  // before the lock: who holds that may wait for us
    explained(fault.code, fault.what());
    noteFault(fault.what());
    lock.lock();
    if (Driver::instance().isLive(context)) context->failed = fault.code;
  }
  return kSuccess;  // as on a device, a fault shows at the next call
}

}  // namespace emulator
