// The addresses that one instruction of a warp asks for, checked and counted.
#pragma once

#include <cstdint>

#include "instruction.h"
#include "warp.h"

namespace emulator {

/**
 * One memory instruction of a warp. Constructing it resolves generic addresses, checks alignment
 * and bounds of every lane of the mask and counts sectors and bank conflicts; it throws a Fault.
 */
class Request {
 public:
  Request(Warp& warp, const Instruction& instruction, uint32_t mask);

  /** Checks, for every lane, that what it reads was written, and that nobody races with it. */
  void noteReads();
  /** Checks, for every lane, that nobody races with its write. The bytes become written. */
  void noteWrites(bool atomic = false);
  /**
   * Before a store to global memory: another block that wrote something else to these bytes in this
   * launch races with it.
   */
  void checkBlocks(uint32_t lane, const uint8_t* values);

  uint8_t* bytes(uint32_t lane) const { return bytes_[lane]; }
  Space space() const { return space_; }
  uint32_t lanes() const { return mask_; }

 private:
  [[noreturn]] void fail(int code, uint32_t lane, const std::string& what) const;
  void addresses();
  void resolveGeneric();
  void locateGlobal();
  void locateWindow();
  void count();
  void noteSharedReads();
  void noteSharedRead(uint32_t lane);
  void noteSharedWrites(bool atomic);

  Warp& warp_;
  const Instruction& instruction_;
  const MemoryAccess& access_;
  AccessMemo* memo_ = nullptr;  // of global and shared memory
  const uint32_t mask_;
  const uint32_t size_;  // bytes of a lane
  Space space_;
  uint64_t addresses_[32];  // offsets, in windows; idle lanes repeat the first
  uint8_t* bytes_[32];
  uint8_t* written_[32];
  uint64_t* stamps_[32];
};

}  // namespace emulator
