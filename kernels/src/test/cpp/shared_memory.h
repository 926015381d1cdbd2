// Shared memory of a block, with a record of who touched what since the last barrier.
#pragma once

#include <cstdint>
#include <vector>

namespace emulator {

/**
 * Bytes of shared memory and, for each granule of 1 to 8 bytes (the smallest access of the kernel),
 * its last write and its reads in the current interval between barriers.
 *
 * A stamp holds the interval, the warp's own count of bar.warp.sync, a kind and a thread. Two
 * accesses are ordered if their intervals differ, if one thread made both, or if one warp made both
 * and synchronised itself between them. Intervals are never used twice, neither by other blocks.
 */
class SharedMemory {
 public:
  enum Kind : uint32_t { kOne = 0, kManyInWarp = 1, kManyWarps = 2, kAtomic = 3 };

  void resize(uint32_t bytes, uint32_t granuleShift) {
    bytes_ = bytes;
    shift_ = granuleShift;
    if (data_.size() < bytes) data_.resize(bytes);
    const size_t granules = (bytes >> granuleShift) + 1;
    writes_.assign(granules, 0);
    reads_.assign(granules, 0);
    interval_ = 1;
    first_ = 1;
  }
  void beginBlock() { first_ = ++interval_; }
  void barrier() { ++interval_; }

  uint32_t bytes() const { return bytes_; }
  uint8_t* data() { return data_.data(); }
  uint32_t intervals() const { return interval_; }
  uint32_t shift() const { return shift_; }

  /** What is wrong with an access; kFine almost always. */
  enum Verdict { kFine, kUnwritten, kRaceWithWrite, kRaceWithRead };

  Verdict read(uint32_t granule, uint32_t thread, uint32_t epoch) {
    const uint64_t write = writes_[granule];
    if ((write >> 32) < first_) return kUnwritten;
    if (!ordered(write, thread, epoch)) return kRaceWithWrite;
    noteRead(granule, thread, epoch, false);
    return kFine;
  }

  /** Whether it was written in this block, and before the last barrier: every read is fine. */
  bool isSettled(uint32_t granule) const {
    const uint32_t interval = uint32_t(writes_[granule] >> 32);
    return interval >= first_ && interval != interval_;
  }

  /** Notes a read by a thread, or by several of its warp, that is known to be fine. */
  void noteRead(uint32_t granule, uint32_t thread, uint32_t epoch, bool many) {
    uint64_t& read = reads_[granule];
    const uint32_t kind = many ? kManyInWarp : kOne;
    if ((read >> 32) != interval_) {
      read = stamp(thread, epoch, kind);
    } else if (kindOf(read) == kManyWarps) {
      return;
    } else if (threadOf(read) >> 5 != thread >> 5) {
      read = stamp(thread, epoch, kManyWarps);
    } else if (epochOf(read) < epoch) {
      read = stamp(thread, epoch, kind);  // what the warp read before is ordered before this
    } else if (many || threadOf(read) != thread) {
      read = stamp(thread, epoch, kManyInWarp);
    }
  }

  Verdict write(uint32_t granule, uint32_t thread, uint32_t epoch, bool atomic = false) {
    const uint64_t write = writes_[granule];
    if (!ordered(write, thread, epoch) && !(atomic && kindOf(write) == kAtomic)) {
      return kRaceWithWrite;
    }
    if (!orderedAfterReads(reads_[granule], thread, epoch)) return kRaceWithRead;
    writes_[granule] = stamp(thread, epoch, atomic ? kAtomic : kOne);
    return kFine;
  }

  bool written(uint32_t granule) const { return (writes_[granule] >> 32) >= first_; }
  uint32_t writer(uint32_t granule) const { return threadOf(writes_[granule]); }
  uint32_t reader(uint32_t granule) const { return threadOf(reads_[granule]); }

 private:
  static uint32_t threadOf(uint64_t stamp) { return stamp & 0x7ff; }
  static uint32_t kindOf(uint64_t stamp) { return (stamp >> 11) & 3; }
  static uint32_t epochOf(uint64_t stamp) { return (stamp >> 13) & 0x7ffff; }
  uint64_t stamp(uint32_t thread, uint32_t epoch, uint32_t kind) const {
    return uint64_t(interval_) << 32 | uint64_t(epoch & 0x7ffff) << 13 | kind << 11 | thread;
  }
  bool ordered(uint64_t stamp, uint32_t thread, uint32_t epoch) const {
    if ((stamp >> 32) != interval_ || threadOf(stamp) == thread) return true;
    return threadOf(stamp) >> 5 == thread >> 5 && epochOf(stamp) < epoch;
  }
  bool orderedAfterReads(uint64_t stamp, uint32_t thread, uint32_t epoch) const {
    if ((stamp >> 32) != interval_) return true;
    if (kindOf(stamp) == kOne) return ordered(stamp, thread, epoch);
    return kindOf(stamp) == kManyInWarp && threadOf(stamp) >> 5 == thread >> 5 &&
           epochOf(stamp) < epoch;
  }
  uint32_t bytes_ = 0;
  uint32_t shift_ = 2;
  uint32_t interval_ = 1;
  uint32_t first_ = 1;  // first interval of this block
  std::vector<uint8_t> data_;
  std::vector<uint64_t> writes_;
  std::vector<uint64_t> reads_;
};

}  // namespace emulator
