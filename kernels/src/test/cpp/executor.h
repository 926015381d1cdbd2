// Runs launches.
#pragma once

#include "warp.h"

namespace emulator {

/**
 * Runs all blocks of a launch, one after the other, and adds to the counts of the kernel. The
 * caller holds the guard of the memory. Throws a Fault.
 */
void execute(const Launch& launch);

}  // namespace emulator
