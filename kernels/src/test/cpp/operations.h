// The table of opcodes that work on registers alone.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "instruction.h"

namespace emulator {

/**
 * An opcode with its full name, such as "fma.rm.f64": what it does and the types of its operands,
 * destination first. "pred" is a predicate, anything else a register or an immediate of that type.
 */
struct Operation {
  Execute execute;
  InstructionClass instructionClass;
  std::vector<std::string> types;
};

using OperationTable = std::map<std::string, Operation>;

/** All of them. What is not here is unknown. */
const OperationTable& operations();

// Each adds its part of the table.
void addFloatOperations(OperationTable& table);
void addIntegerOperations(OperationTable& table);
void addBitOperations(OperationTable& table);
void addConversions(OperationTable& table);
void addComparisons(OperationTable& table);
void addWarpOperations(OperationTable& table);

}  // namespace emulator
