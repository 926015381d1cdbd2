// What every function of the driver begins with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>

#include "context.h"
#include "settings.h"

#define HASSE_API extern "C" __attribute__((visibility("default"))) int

namespace emulator {

using Lock = std::unique_lock<std::recursive_mutex>;

/** Planned failures and the state of the driver. */
inline int enter(const char* function, bool needsInit = true) {
  const int planned = Settings::instance().plannedFailure(function);
  if (planned != 0) return explained(planned, std::string("planned failure of ") + function);
  if (needsInit && !Driver::instance().initialized) return kNotInitialized;
  return kSuccess;
}

/** As enter, and sets the current context, which must be there and not failed. */
inline int enter(const char* function, Context*& context) {
  const int code = enter(function);
  if (code != kSuccess) return code;
  context = Driver::instance().current();
  if (context == nullptr) return explained(kInvalidContext, std::string(function) + ": no context");
  return context->failed;
}

// Begins a function: takes the lock and returns what enter says.
#define HASSE_ENTER()                                             \
  Lock lock(Driver::instance().guard);                            \
  if (const int code = enter(__func__); code != kSuccess) return code

#define HASSE_ENTER_CONTEXT()                                     \
  Lock lock(Driver::instance().guard);                            \
  Context* context = nullptr;                                     \
  if (const int code = enter(__func__, context); code != kSuccess) return code

inline bool isStream(const Context& context, void* stream) {
  // Null and the two special streams of the driver are always there.
  return reinterpret_cast<uintptr_t>(stream) <= 2 || context.streams.count(stream) != 0;
}

}  // namespace emulator
