// Device memory: allocations with a record of what was written.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

namespace emulator {

/** Zeroed memory that costs nothing until it is touched. */
template <class T>
class LazyArray {
 public:
  explicit LazyArray(size_t size);
  ~LazyArray();
  LazyArray(const LazyArray&) = delete;
  LazyArray& operator=(const LazyArray&) = delete;
  T* get() const { return data_; }

 private:
  T* data_;
};

/** Memory of the device that a program asked for and did not yet free. */
struct Allocation {
  Allocation(uint64_t base, uint64_t size)
      : base(base), size(size), data(size), written(size), stamps(size / 4 + 1) {}
  bool contains(uint64_t address, uint64_t bytes) const {
    return address >= base && bytes <= size && address - base <= size - bytes;
  }

  const uint64_t base;
  const uint64_t size;
  LazyArray<uint8_t> data;
  LazyArray<uint8_t> written;  // 1 for each byte that someone wrote
  LazyArray<uint64_t> stamps;  // launch and block that last wrote each word
};

/**
 * The memory of one device. Addresses are never used twice, and lie far apart, so that accesses
 * after the end and after the free are seen. They are no addresses of the host.
 */
class DeviceMemory {
 public:
  explicit DeviceMemory(uint64_t capacity) : capacity_(capacity) {}

  /** A new allocation at a multiple of 512, or 0 if there is no room. */
  uint64_t allocate(uint64_t bytes);
  /** False if no allocation begins there. */
  bool release(uint64_t address);
  /** The live allocation that holds the address, or null. The caller holds the guard. */
  const Allocation* find(uint64_t address) const;
  /** In words, for an address that no live allocation holds. The caller holds the guard. */
  std::string describe(uint64_t address) const;

  /** Until no kernel and no copy runs. */
  void waitForKernels() { const std::unique_lock<std::shared_mutex> lock(guard); }

  uint64_t capacity() const { return capacity_; }
  uint64_t used() const { return used_; }
  const std::map<uint64_t, std::unique_ptr<Allocation>>& live() const { return live_; }

  /** Shared by running kernels and copies, exclusive for allocate and release. */
  std::shared_mutex guard;

 private:
  const uint64_t capacity_;
  uint64_t used_ = 0;
  uint64_t next_ = 0x0000200000000000;
  std::map<uint64_t, std::unique_ptr<Allocation>> live_;
  std::map<uint64_t, uint64_t> freed_;
};

}  // namespace emulator
