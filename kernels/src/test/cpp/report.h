// The counts and faults of a process, written as JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "instruction.h"
#include "warp.h"

namespace emulator {

/** The counts of a kernel of a PTX text: the same object whenever the text is loaded again. */
std::shared_ptr<KernelCounts> countsOf(const std::string& ptx, const Program& program);

/** Appends a launch with its own counts to the file HASSE_EMULATOR_LAUNCHES, if one is named. */
void noteLaunch(const Launch& launch, const std::vector<InstructionCounts>& counts);

/** Notes a fault for the report, and appends it to the file HASSE_EMULATOR_FAULTS. */
void noteFault(const std::string& text);

/** Writes the file HASSE_EMULATOR_REPORT, if one is named. */
void writeReport();

}  // namespace emulator
