// Contexts and what lives in them.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "device_memory.h"
#include "instruction.h"

namespace emulator {

// Codes of the driver that we return.
enum Code : int {
  kSuccess = 0,
  kInvalidValue = 1,
  kOutOfMemory = 2,
  kNotInitialized = 3,
  kInvalidDevice = 101,
  kInvalidImage = 200,
  kInvalidContext = 201,
  kNoBinary = 209,
  kInvalidPtx = 218,
  kUnsupportedPtx = 222,
  kInvalidHandle = 400,
  kNotFound = 500,
  kOutOfResources = 701,
  kNotSupported = 801
};

/** Notes in words why the next call that returns this code does; gives the code back. */
int explained(int code, const std::string& text);

struct Module;

struct Function {
  Module* module;
  Program program;
  uint32_t dynamicLimit = 0;  // bytes of dynamic shared memory, if a call raised it
};

struct Module {
  std::map<std::string, std::unique_ptr<Function>> functions;
  std::map<std::string, std::pair<uint64_t, uint64_t>> globals;  // address and size
};

/** The primary context of a device while someone retains it. */
class Context {
 public:
  Context(int device, uint64_t memory)
      : device(device), memory(std::make_shared<DeviceMemory>(memory)) {}

  /** What was left, as faults; nothing if a fault ended the context's work. */
  void reportLeaks();

  const int device;
  int retained = 1;
  const std::shared_ptr<DeviceMemory> memory;
  int failed = kSuccess;  // a fault: every later call returns it
  std::set<void*> streams;
  std::set<void*> events;
  std::map<Module*, std::unique_ptr<Module>> modules;
  std::set<void*> functions;
  std::map<void*, size_t> hostMemory;
};

/** All contexts of the process, behind one lock. */
struct Driver {
  static Driver& instance();

  std::recursive_mutex guard;
  bool initialized = false;
  std::map<int, std::unique_ptr<Context>> contexts;  // by device
  uint32_t launches = 0;

  /** The context that the calling thread made current, or null if it is none or gone. */
  Context* current();
  void makeCurrent(Context* context);
  bool isLive(const Context* context) const;
};

/** Loads PTX into a context; the code, and the module where it is 0. */
int loadModule(Context& context, const std::string& ptx, Module** module);

}  // namespace emulator
