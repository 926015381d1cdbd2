// Loads, stores and atomics.
#pragma once

#include <string>

#include "instruction.h"

namespace emulator {

/** Of a decoded access: instruction.access must index the program's accesses. */
void executeLoad(Warp& warp, const Instruction& instruction, uint32_t mask);
void executeStore(Warp& warp, const Instruction& instruction, uint32_t mask);

/** The execution of an atomic such as "add" on "u64", or null if there is none. */
Execute findAtomic(const std::string& operation, const std::string& type);

}  // namespace emulator
