#include "settings.h"

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace emulator {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    if (!part.empty()) result.push_back(part);
  }
  return result;
}

/** A setting that is not understood ends the process: a test must not run with another. */
[[noreturn]] void reject(const std::string& what) {
  std::fprintf(stderr, "PTX emulator: %s is not understood\n", what.c_str());
  std::abort();
}

long long number(const std::string& text) {
  char* end = nullptr;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  if (end == text.c_str() || *end != 0) reject(text);
  return value;
}

DeviceDescription describedDevice(const std::string& text) {
  DeviceDescription result;
  for (const std::string& part : split(text, ';')) {
    const size_t equals = part.find('=');
    if (equals == std::string::npos) reject(part);
    const std::string key = part.substr(0, equals);
    const std::string value = part.substr(equals + 1);
    if (key == "name") {
      result.name = value;
    } else if (key == "memory") {
      result.memory = uint64_t(number(value));
    } else if (key == "count") {
      result.count = int(number(value));
    } else if (key == "major") {
      result.major = int(number(value));
    } else if (key == "minor") {
      result.minor = int(number(value));
    } else if (key == "driver") {
      result.driver = int(number(value));
    } else if (key == "multiprocessors") {
      result.multiprocessors = int(number(value));
    } else {
      reject(part);
    }
  }
  return result;
}

std::vector<PlannedFailure> plannedFailures(const std::string& text) {
  std::vector<PlannedFailure> result;
  for (const std::string& part : split(text, ',')) {
    const size_t colon = part.find(':');
    const size_t equals = part.find('=');
    if (colon == std::string::npos || equals == std::string::npos || equals < colon) reject(part);
    result.push_back({part.substr(0, colon),
                      uint64_t(number(part.substr(colon + 1, equals - colon - 1))),
                      int(number(part.substr(equals + 1)))});
  }
  return result;
}

}  // namespace

Settings& Settings::instance() {
  static Settings* settings = new Settings();  // lives as long as the process
  return *settings;
}

Settings::Settings() { read(); }

void Settings::refresh() {
  const char* control = std::getenv("HASSE_EMULATOR_CONTROL");
  if (control == nullptr) return;
  std::ifstream file(control);
  std::ostringstream text;
  text << file.rdbuf();
  struct stat status = {};
  stat(control, &status);
  const std::string time = std::to_string(status.st_mtim.tv_sec) + "." +
                           std::to_string(status.st_mtim.tv_nsec) + "." +
                           std::to_string(status.st_ino);
  const std::lock_guard<std::mutex> lock(guard_);
  if (text.str() == controlText_ && time == controlTime_) return;
  controlText_ = text.str();
  controlTime_ = time;
  read();
}

void Settings::read() {
  values_.clear();
  for (const char* name : {"HASSE_EMULATOR_DEVICE", "HASSE_EMULATOR_FAIL", "HASSE_EMULATOR_REPORT",
                           "HASSE_EMULATOR_FAULTS", "HASSE_EMULATOR_LAUNCHES"}) {
    if (const char* value = std::getenv(name)) values_[name] = value;
  }
  for (const std::string& line : split(controlText_, '\n')) {
    const size_t equals = line.find('=');
    if (equals == std::string::npos) reject(line);
    values_[line.substr(0, equals)] = line.substr(equals + 1);
  }
  device_ = describedDevice(values_["HASSE_EMULATOR_DEVICE"]);
  failures_ = plannedFailures(values_["HASSE_EMULATOR_FAIL"]);
  calls_.clear();
  allCalls_ = 0;
}

DeviceDescription Settings::device() const {
  const std::lock_guard<std::mutex> lock(guard_);
  return device_;
}

int Settings::plannedFailure(const std::string& function) {
  const std::lock_guard<std::mutex> lock(guard_);
  if (failures_.empty()) return 0;
  const uint64_t call = ++calls_[function];
  ++allCalls_;
  for (const PlannedFailure& failure : failures_) {
    if (failure.function == "*" ? failure.call == allCalls_
                                : failure.function == function && failure.call == call) {
      return failure.code;
    }
  }
  return 0;
}

std::string Settings::value(const std::string& name) const {
  const std::lock_guard<std::mutex> lock(guard_);
  const auto found = values_.find(name);
  return found == values_.end() ? "" : found->second;
}

}  // namespace emulator
