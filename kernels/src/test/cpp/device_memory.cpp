#include "device_memory.h"

#include <sys/mman.h>

#include <new>

#include "fault.h"

namespace emulator {

template <class T>
LazyArray<T>::LazyArray(size_t size) : data_(static_cast<T*>(std::calloc(size + 16, sizeof(T)))) {
  if (data_ == nullptr) throw std::bad_alloc();
}
template <class T>
LazyArray<T>::~LazyArray() {
  std::free(data_);
}
template class LazyArray<uint8_t>;
template class LazyArray<uint64_t>;

namespace {
constexpr uint64_t kAlignment = 512;
constexpr uint64_t kGap = 16 << 20;

uint64_t rounded(uint64_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }
}  // namespace

uint64_t DeviceMemory::allocate(uint64_t bytes) {
  const std::unique_lock<std::shared_mutex> lock(guard);
  if (bytes > capacity_ || rounded(bytes) > capacity_ - used_) return 0;
  const uint64_t base = next_;
  live_[base] = std::make_unique<Allocation>(base, bytes);
  next_ += rounded(bytes) + kGap;
  used_ += rounded(bytes);
  return base;
}

bool DeviceMemory::release(uint64_t address) {
  const std::unique_lock<std::shared_mutex> lock(guard);
  const auto found = live_.find(address);
  if (found == live_.end()) return false;
  used_ -= rounded(found->second->size);
  freed_[address] = found->second->size;
  live_.erase(found);
  return true;
}

const Allocation* DeviceMemory::find(uint64_t address) const {
  auto after = live_.upper_bound(address);
  if (after == live_.begin()) return nullptr;
  const Allocation* before = std::prev(after)->second.get();
  return address - before->base < before->size ? before : nullptr;
}

std::string DeviceMemory::describe(uint64_t address) const {
  const auto freed = freed_.upper_bound(address);
  if (freed != freed_.begin()) {
    const auto& [base, size] = *std::prev(freed);
    if (address - base < size) {
      return "in memory that was freed: byte " + std::to_string(address - base) + " of " +
             std::to_string(size) + " at " + hexadecimal(base);
    }
  }
  const auto live = live_.upper_bound(address);
  if (live != live_.begin()) {
    const Allocation& before = *std::prev(live)->second;
    if (address - before.base - before.size < kGap) {
      return "out of bounds: " + std::to_string(address - before.base - before.size) +
             " bytes after the end of the " + std::to_string(before.size) + " bytes at " +
             hexadecimal(before.base);
    }
  }
  if (live != live_.end() && live->first - address <= kGap) {
    return "out of bounds: " + std::to_string(live->first - address) + " bytes before the " +
           std::to_string(live->second->size) + " bytes at " + hexadecimal(live->first);
  }
  return "in no allocation";
}

}  // namespace emulator
