// PTX text as a list of tokens.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace emulator {

/** What is wrong with a PTX text, and where. */
class PtxError : public std::runtime_error {
 public:
  PtxError(uint32_t line, const std::string& what)
      : std::runtime_error("PTX line " + std::to_string(line) + ": " + what) {}
};

/** A word (names, opcodes, directives, numbers), a quoted string or one character of punctuation. */
struct Token {
  enum Kind { kWord, kString, kPunctuation, kEnd };
  Kind kind;
  std::string text;
  uint32_t line;
};

/** The tokens of a text, ended by one of kind kEnd. Comments are dropped. */
std::vector<Token> tokenize(const std::string& text);

}  // namespace emulator
