// What the environment says of the device and of failures.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace emulator {

struct DeviceDescription {
  std::string name = "Hasse PTX emulator";
  uint64_t memory = uint64_t(4) << 30;
  int count = 1;
  int major = 9;
  int minor = 0;
  int driver = 12060;
  int multiprocessors = 132;
};

/** The n-th call of a function returns a code. */
struct PlannedFailure {
  std::string function;  // "*": any
  uint64_t call;
  int code;
};

/**
 * Settings from HASSE_EMULATOR_DEVICE and HASSE_EMULATOR_FAIL, and from the file that
 * HASSE_EMULATOR_CONTROL names, whose lines NAME=VALUE win over the environment.
 */
class Settings {
 public:
  static Settings& instance();

  /** Reads the file again if it changed since; calls are then counted anew. */
  void refresh();
  DeviceDescription device() const;
  /** Counts a call; the code that it must return, or 0. */
  int plannedFailure(const std::string& function);
  /** Value of a variable, from the file or the environment; empty if not set. */
  std::string value(const std::string& name) const;

 private:
  Settings();
  void read();

  mutable std::mutex guard_;
  std::map<std::string, std::string> values_;
  std::string controlText_;
  std::string controlTime_;
  DeviceDescription device_;
  std::vector<PlannedFailure> failures_;
  std::map<std::string, uint64_t> calls_;
  uint64_t allCalls_ = 0;
};

}  // namespace emulator
