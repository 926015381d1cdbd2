#include "memory_operations.h"

#include <map>
#include <type_traits>

#include "lanes.h"
#include "request.h"

namespace emulator {
namespace {

/** Element bytes to a register, extended to its width. */
uint64_t extended(const uint8_t* from, uint32_t size, bool isSigned) {
  uint64_t value = 0;
  std::memcpy(&value, from, size);
  const uint32_t unused = 64 - 8 * size;
  return isSigned ? uint64_t(int64_t(value << unused) >> unused) : value;
}

template <class T>
void loadElement(Warp& warp, const Request& request, uint32_t destination, uint32_t offset) {
  T* out = slots<T>(warp, destination);
  for (uint32_t rest = request.lanes(); rest != 0; rest &= rest - 1) {
    const uint32_t i = __builtin_ctz(rest);
    std::memcpy(&out[i], request.bytes(i) + offset, sizeof(T));
  }
}

template <class F>
void forLanes(uint32_t mask, F f) {
  for (uint32_t rest = mask; rest != 0; rest &= rest - 1) f(uint32_t(__builtin_ctz(rest)));
}

}  // namespace

void executeLoad(Warp& warp, const Instruction& in, uint32_t mask) {
  const MemoryAccess& access = warp.block->launch->program->accesses[in.access];
  Request request(warp, in, mask);
  request.noteReads();
  for (uint32_t e = 0; e < access.elements; ++e) {
    const uint32_t offset = e * access.elementSize;
    const uint32_t destination = access.registers[e];
    if (destination == kNone) continue;  // the sink
    if (access.elementSize == 4 && !access.wideRegister[e]) {
      loadElement<uint32_t>(warp, request, destination, offset);
    } else if (access.elementSize == 8) {
      loadElement<uint64_t>(warp, request, destination, offset);
    } else {
      forLanes(mask, [&](uint32_t i) {
        const uint64_t value =
            extended(request.bytes(i) + offset, access.elementSize, access.isSigned);
        if (access.wideRegister[e]) {
          slots<uint64_t>(warp, destination)[i] = value;
        } else {
          slots<uint32_t>(warp, destination)[i] = uint32_t(value);
        }
      });
    }
  }
}

void executeStore(Warp& warp, const Instruction& in, uint32_t mask) {
  const MemoryAccess& access = warp.block->launch->program->accesses[in.access];
  Request request(warp, in, mask);
  request.noteWrites();
  forLanes(mask, [&](uint32_t i) {
    uint8_t values[16];
    for (uint32_t e = 0; e < access.elements; ++e) {
      const uint32_t stride = access.wideRegister[e] ? 8 : 4;
      std::memcpy(values + e * access.elementSize,
                  warp.registers + access.registers[e] + i * stride, access.elementSize);
    }
    request.checkBlocks(i, values);
    std::memcpy(request.bytes(i), values, access.elementSize * access.elements);
  });
}

namespace {

struct AtomicAdd {
  template <class T>
  static T apply(T old, T b, T) {
    return T(std::make_unsigned_t<T>(old) + std::make_unsigned_t<T>(b));
  }
};
struct AtomicExchange {
  template <class T>
  static T apply(T, T b, T) { return b; }
};
struct AtomicMinimum {
  template <class T>
  static T apply(T old, T b, T) { return b < old ? b : old; }
};
struct AtomicMaximum {
  template <class T>
  static T apply(T old, T b, T) { return b > old ? b : old; }
};
struct AtomicAnd {
  template <class T>
  static T apply(T old, T b, T) { return old & b; }
};
struct AtomicOr {
  template <class T>
  static T apply(T old, T b, T) { return old | b; }
};
struct AtomicXor {
  template <class T>
  static T apply(T old, T b, T) { return old ^ b; }
};
struct AtomicCompare {
  template <class T>
  static T apply(T old, T b, T c) { return old == b ? c : old; }
};

/** In lane order; kernels of other host threads may be at the same place. */
template <class T, class F>
void atomic(Warp& warp, const Instruction& in, uint32_t mask) {
  Request request(warp, in, mask);
  if (request.space() != Space::kShared) request.noteReads();
  request.noteWrites(true);
  const T* b = slots<T>(warp, in.b);
  const T* c = slots<T>(warp, in.c);
  forLanes(mask, [&](uint32_t i) {
    T* place = reinterpret_cast<T*>(request.bytes(i));
    T old = __atomic_load_n(place, __ATOMIC_SEQ_CST);
    while (!__atomic_compare_exchange_n(place, &old, F::apply(old, b[i], c[i]), false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
    }
    if (in.destination != kNone) slots<T>(warp, in.destination)[i] = old;
  });
}

template <class T>
void addAtomics(std::map<std::string, Execute>& table, const std::string& type, bool ordered) {
  if (ordered) {
    table["add." + type] = atomic<T, AtomicAdd>;
    table["min." + type] = atomic<T, AtomicMinimum>;
    table["max." + type] = atomic<T, AtomicMaximum>;
  } else {
    table["exch." + type] = atomic<T, AtomicExchange>;
    table["cas." + type] = atomic<T, AtomicCompare>;
    table["and." + type] = atomic<T, AtomicAnd>;
    table["or." + type] = atomic<T, AtomicOr>;
    table["xor." + type] = atomic<T, AtomicXor>;
  }
}

}  // namespace

Execute findAtomic(const std::string& operation, const std::string& type) {
  static const std::map<std::string, Execute> table = [] {
    std::map<std::string, Execute> result;
    addAtomics<uint32_t>(result, "u32", true);
    addAtomics<int32_t>(result, "s32", true);
    addAtomics<uint64_t>(result, "u64", true);
    addAtomics<int64_t>(result, "s64", true);
    addAtomics<uint32_t>(result, "b32", false);
    addAtomics<uint64_t>(result, "b64", false);
    return result;
  }();
  const auto found = table.find(operation + "." + type);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace emulator
