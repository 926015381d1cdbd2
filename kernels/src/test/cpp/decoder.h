// From PTX as written to programs that run.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "instruction.h"
#include "syntax.h"

namespace emulator {

/**
 * Decodes a kernel. Throws PtxError for every opcode, modifier, operand or type that it does not
 * know: it never guesses.
 *
 * @param globals device addresses of the variables of the module
 */
Program decode(const ModuleSyntax& module, const KernelSyntax& kernel,
               const std::map<std::string, uint64_t>& globals);

/** Finds loops and where diverged lanes meet again: the immediate post-dominators. */
void analyzeFlow(Program& program);

}  // namespace emulator
