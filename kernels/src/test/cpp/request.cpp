#include "request.h"

#include <algorithm>
#include <cstring>

#include "device_memory.h"
#include "fault.h"
#include "lanes.h"

namespace emulator {
namespace {

template <class F>
inline void forLanes(uint32_t mask, F f) {
  if (mask == UINT32_MAX) {
    for (uint32_t i = 0; i < 32; ++i) f(i);
  } else {
    for (uint32_t rest = mask; rest != 0; rest &= rest - 1) f(uint32_t(__builtin_ctz(rest)));
  }
}

bool allWritten(const uint8_t* written, uint32_t size) {
  uint64_t eight = 0;
  switch (size) {
    case 16:
      std::memcpy(&eight, written + 8, 8);
      if (eight != 0x0101010101010101) return false;
      [[fallthrough]];
    case 8:
      std::memcpy(&eight, written, 8);
      return eight == 0x0101010101010101;
    case 4: {
      uint32_t four;
      std::memcpy(&four, written, 4);
      return four == 0x01010101;
    }
    default:
      for (uint32_t i = 0; i < size; ++i) {
        if (written[i] == 0) return false;
      }
      return true;
  }
}

/** The number of different values among the first count of sorted or unsorted ones; sorts them. */
uint32_t distinct(uint64_t* values, uint32_t count) {
  if (!std::is_sorted(values, values + count)) std::sort(values, values + count);
  return uint32_t(std::unique(values, values + count) - values);
}

/**
 * Wavefronts of a shared request: requests of 8 and 16 bytes a lane go by halves and quarters of
 * the warp; in each part every bank of 4 bytes gives one word a wavefront, to all who ask for it.
 */
void countBanks(const uint64_t* addresses, uint32_t mask, uint32_t size, AccessMemo& memo) {
  const uint32_t parts = size <= 4 ? 1 : size / 4;
  const uint32_t lanes = 32 / parts;
  const uint32_t words = size <= 4 ? 1 : size / 4;
  memo.wavefronts = 0;
  memo.conflicts = 0;
  for (uint32_t part = 0; part < parts; ++part) {
    uint64_t asked[32][32];
    uint32_t counts[32] = {};
    uint32_t most = 0;
    for (uint32_t i = part * lanes; i < (part + 1) * lanes; ++i) {
      if ((mask >> i & 1) == 0) continue;
      for (uint32_t k = 0; k < words; ++k) {
        const uint64_t word = addresses[i] / 4 + k;
        const uint32_t bank = word & 31;
        uint32_t j = 0;
        while (j < counts[bank] && asked[bank][j] != word) ++j;
        if (j == counts[bank]) {
          asked[bank][j] = word;
          most = std::max(most, ++counts[bank]);
        }
      }
    }
    memo.wavefronts += most;
    memo.conflicts += most > 1 ? most - 1 : 0;
  }
}

void countSectors(const uint64_t* addresses, uint32_t size, AccessMemo& memo) {
  uint64_t sectors[32];
  uint64_t starts[32];
  for (uint32_t i = 0; i < 32; ++i) {
    sectors[i] = addresses[i] / 32;  // aligned accesses of at most 16 bytes stay in one sector
    starts[i] = addresses[i];
  }
  memo.sectors = distinct(sectors, 32);
  memo.bytes = distinct(starts, 32) * size;
  memo.idealSectors = (memo.bytes + 31) / 32;
}

void groupLanes(const uint64_t* addresses, uint32_t mask, AccessMemo& memo) {
  memo.groups = 0;
  forLanes(mask, [&](uint32_t i) {
    uint32_t group = 0;
    while (group < memo.groups && addresses[memo.first[group]] != addresses[i]) ++group;
    if (group == memo.groups) {
      memo.first[memo.groups++] = uint8_t(i);
      memo.members[group] = 0;
    }
    memo.members[group] |= 1u << i;
  });
}

}  // namespace

Request::Request(Warp& warp, const Instruction& instruction, uint32_t mask)
    : warp_(warp),
      instruction_(instruction),
      access_(warp.block->launch->program->accesses[instruction.access]),
      mask_(mask),
      size_(access_.elementSize * access_.elements),
      space_(access_.space) {
  addresses();
  if (space_ == Space::kGeneric) resolveGeneric();
  uint64_t together = 0;
  for (uint32_t i = 0; i < 32; ++i) together |= addresses_[i];
  if ((together & (size_ - 1)) != 0) {
    forLanes(mask_, [&](uint32_t i) {
      if ((addresses_[i] & (size_ - 1)) != 0) {
        fail(kMisaligned, i, "is not aligned to " + std::to_string(size_) + " bytes");
      }
    });
  }
  if (space_ == Space::kGlobal) {
    locateGlobal();
  } else {
    locateWindow();
  }
  count();
}

void Request::fail(int code, uint32_t lane, const std::string& what) const {
  static const char* const names[] = {"global", "shared", "local", "parameter", "generic"};
  const char* verb = access_.isAtomic ? "atomic on " : access_.isStore ? "store to " : "load from ";
  throw threadFault(code, warp_, instruction_, lane,
                    verb + std::string(names[int(space_)]) + " address " +
                        hexadecimal(addresses_[lane]) + " of " + std::to_string(size_) +
                        " bytes " + what);
}

void Request::addresses() {
  const uint64_t displacement = uint64_t(access_.displacement);
  if (access_.address == kNone) {
    for (uint64_t& address : addresses_) address = displacement;
  } else if (access_.wideAddress) {
    const uint64_t* base = slots<uint64_t>(warp_, access_.address);
    for (uint32_t i = 0; i < 32; ++i) addresses_[i] = base[i] + displacement;
  } else {
    const uint32_t* base = slots<uint32_t>(warp_, access_.address);
    for (uint32_t i = 0; i < 32; ++i) addresses_[i] = base[i] + uint32_t(displacement);
    for (uint64_t& address : addresses_) address &= UINT32_MAX;
  }
  if (mask_ != UINT32_MAX) {
    const uint64_t first = addresses_[__builtin_ctz(mask_)];
    for (uint32_t i = 0; i < 32; ++i) {
      if ((mask_ >> i & 1) == 0) addresses_[i] = first;
    }
  }
}

void Request::resolveGeneric() {
  const auto spaceOf = [](uint64_t address) {
    if (address - kSharedWindow < kWindowSize) return Space::kShared;
    if (address - kLocalWindow < kWindowSize) return Space::kLocal;
    return Space::kGlobal;
  };
  const Space space = spaceOf(addresses_[__builtin_ctz(mask_)]);
  forLanes(mask_, [&](uint32_t i) {
    if (spaceOf(addresses_[i]) != space) {
      fail(kLaunchFailed, i, "mixes spaces in a warp, which this emulator does not do");
    }
  });
  space_ = space;
  const uint64_t window = space == Space::kShared  ? kSharedWindow
                          : space == Space::kLocal ? kLocalWindow
                                                   : 0;
  for (uint64_t& address : addresses_) address -= window;
}

void Request::locateGlobal() {
  uint64_t low = addresses_[0];
  uint64_t high = addresses_[0];
  for (uint32_t i = 1; i < 32; ++i) {
    low = std::min(low, addresses_[i]);
    high = std::max(high, addresses_[i]);
  }
  const Allocation*& last = warp_.block->allocations[instruction_.access];
  const Allocation* all = last;
  const DeviceMemory& memory = *warp_.block->launch->memory;
  if (all == nullptr || !all->contains(low, 1) || !all->contains(high, size_)) {
    all = memory.find(low);
    last = all;
  }
  const auto place = [&](uint32_t i, const Allocation& in) {
    const uint64_t offset = addresses_[i] - in.base;
    bytes_[i] = in.data.get() + offset;
    written_[i] = in.written.get() + offset;
    stamps_[i] = in.stamps.get() + offset / 4;
  };
  if (all != nullptr && all->contains(high, size_)) {
    for (uint32_t i = 0; i < 32; ++i) place(i, *all);
    return;
  }
  forLanes(mask_, [&](uint32_t i) {
    const Allocation* one = memory.find(addresses_[i]);
    if (one == nullptr) fail(kIllegalAddress, i, memory.describe(addresses_[i]));
    if (!one->contains(addresses_[i], size_)) {
      fail(kIllegalAddress, i, "goes beyond the end of the " + std::to_string(one->size) +
                                   " bytes at " + hexadecimal(one->base));
    }
    place(i, *one);
  });
}

void Request::locateWindow() {
  Block& block = *warp_.block;
  const Program& program = *block.launch->program;
  uint8_t* data = nullptr;
  uint64_t size = 0;
  switch (space_) {
    case Space::kShared:
      data = block.shared.data();
      size = block.shared.bytes();
      break;
    case Space::kLocal:
      data = block.local.data();
      size = program.localBytes;
      break;
    default:
      data = const_cast<uint8_t*>(block.launch->parameters.data());
      size = program.parameterBytes;
      break;
  }
  forLanes(mask_, [&](uint32_t i) {
    if (addresses_[i] > size || size_ > size - addresses_[i]) {
      fail(kIllegalAddress, i, "out of bounds: there are " + std::to_string(size) + " bytes");
    }
    uint64_t offset = addresses_[i];
    if (space_ == Space::kLocal) {
      offset += uint64_t(warp_.index * 32 + i) * size;
      written_[i] = block.localWritten.data() + offset;
    }
    bytes_[i] = data + offset;
  });
}

void Request::count() {
  if (space_ != Space::kGlobal && space_ != Space::kShared) return;
  const uint64_t base = addresses_[0];
  AccessMemo& memo =
      warp_.block->memos[kMemos * instruction_.access + (base / 16) % kMemos];
  memo_ = &memo;
  uint64_t different = (memo.mask ^ mask_) | (memo.base ^ (base & 127)) | (memo.space != space_);
  for (uint32_t i = 0; i < 32; ++i) different |= memo.deltas[i] ^ (addresses_[i] - base);
  if (different != 0) {
    memo.mask = mask_;
    memo.space = space_;
    memo.base = base & 127;
    for (uint32_t i = 0; i < 32; ++i) memo.deltas[i] = addresses_[i] - base;
    countSectors(addresses_, size_, memo);
    if (space_ == Space::kShared) {
      countBanks(addresses_, mask_, size_, memo);
      groupLanes(addresses_, mask_, memo);
    }
  }
  InstructionCounts& counts =
      warp_.block->counts[&instruction_ - warp_.block->launch->program->code.data()];
  ++counts.requests;
  counts.bytes += memo.bytes;
  if (space_ == Space::kGlobal) {
    counts.sectors += memo.sectors;
    counts.idealSectors += memo.idealSectors;
  } else {
    counts.wavefronts += memo.wavefronts;
    counts.conflicts += memo.conflicts;
  }
}

void Request::noteReads() {
  if (space_ == Space::kShared) return noteSharedReads();
  if (space_ == Space::kParameter) return;
  forLanes(mask_, [&](uint32_t i) {
    if (!allWritten(written_[i], size_)) fail(kLaunchFailed, i, "reads what nobody wrote");
  });
  if (space_ != Space::kGlobal || access_.isVolatile || access_.isAtomic) return;
  const uint64_t own = warp_.block->stamp;
  const uint32_t words = size_ < 4 ? 1 : size_ / 4;
  forLanes(mask_, [&](uint32_t i) {
    for (uint32_t k = 0; k < words; ++k) {
      const uint64_t stamp = stamps_[i][k];
      if (stamp >> 32 == own >> 32 && stamp != own) {
        fail(kLaunchFailed, i, "races with block " + std::to_string(uint32_t(stamp)) +
                                   " (counted along the grid), which wrote it in this launch");
      }
    }
  });
}

void Request::noteWrites(bool atomic) {
  if (space_ == Space::kShared) return noteSharedWrites(atomic);
  forLanes(mask_, [&](uint32_t i) { std::memset(written_[i], 1, size_); });
}

void Request::checkBlocks(uint32_t lane, const uint8_t* values) {
  if (space_ != Space::kGlobal || access_.isVolatile) return;
  const uint64_t own = warp_.block->stamp;
  const uint32_t words = size_ < 4 ? 1 : size_ / 4;
  for (uint32_t k = 0; k < words; ++k) {
    uint64_t& stamp = stamps_[lane][k];
    if (size_ >= 4 && stamp >> 32 == own >> 32 && stamp != own &&
        std::memcmp(bytes_[lane] + 4 * k, values + 4 * k, 4) != 0) {
      fail(kLaunchFailed, lane,
           "races with block " + std::to_string(uint32_t(stamp)) +
               " (counted along the grid), which wrote another value in this launch");
    }
    stamp = own;
  }
}

/** Lanes that read one address are looked at together where no write of this interval is near. */
void Request::noteSharedReads() {
  SharedMemory& shared = warp_.block->shared;
  const uint32_t granules = size_ >> shared.shift();
  for (uint32_t group = 0; group < memo_->groups; ++group) {
    const uint32_t lane = memo_->first[group];
    const uint32_t members = memo_->members[group];
    const uint32_t thread = warp_.index * 32 + lane;
    const uint32_t first = uint32_t(addresses_[lane] >> shared.shift());
    bool settled = true;
    for (uint32_t k = 0; k < granules; ++k) settled &= shared.isSettled(first + k);
    if (settled) {
      const bool many = (members & (members - 1)) != 0;
      for (uint32_t k = 0; k < granules; ++k) shared.noteRead(first + k, thread, warp_.epoch, many);
    } else {
      forLanes(members, [&](uint32_t i) { noteSharedRead(i); });
    }
  }
}

void Request::noteSharedRead(uint32_t lane) {
  SharedMemory& shared = warp_.block->shared;
  const uint32_t granules = size_ >> shared.shift();
  const uint32_t first = uint32_t(addresses_[lane] >> shared.shift());
  for (uint32_t k = 0; k < granules; ++k) {
    const auto verdict = shared.read(first + k, warp_.index * 32 + lane, warp_.epoch);
    if (verdict == SharedMemory::kFine) continue;
    fail(kLaunchFailed, lane,
         verdict == SharedMemory::kUnwritten
             ? "reads what nobody wrote"
             : "races with the write of thread " + std::to_string(shared.writer(first + k)) +
                   " of the block since the last barrier");
  }
}

void Request::noteSharedWrites(bool atomic) {
  SharedMemory& shared = warp_.block->shared;
  const uint32_t shift = shared.shift();
  const uint32_t granules = size_ >> shift;
  forLanes(mask_, [&](uint32_t i) {
    const uint32_t thread = warp_.index * 32 + i;
    const uint32_t first = uint32_t(addresses_[i] >> shift);
    for (uint32_t k = 0; k < granules; ++k) {
      if (atomic && !shared.written(first + k)) fail(kLaunchFailed, i, "reads what nobody wrote");
      const auto verdict = shared.write(first + k, thread, warp_.epoch, atomic);
      if (verdict == SharedMemory::kFine) continue;
      fail(kLaunchFailed, i,
           verdict == SharedMemory::kRaceWithWrite
               ? "races with the write of thread " + std::to_string(shared.writer(first + k)) +
                     " of the block since the last barrier"
               : "races with the read of thread " + std::to_string(shared.reader(first + k)) +
                     " of the block since the last barrier");
    }
  });
}

}  // namespace emulator
