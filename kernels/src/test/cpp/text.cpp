#include "text.h"

#include <cctype>

namespace emulator {
namespace {

bool isWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '%' || c == '.';
}

}  // namespace

std::vector<Token> tokenize(const std::string& text) {
  std::vector<Token> tokens;
  uint32_t line = 1;
  size_t i = 0;
  const size_t end = text.size();
  while (i < end) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
      ++i;
    } else if (std::isspace(static_cast<unsigned char>(c))) {
      ++i;
    } else if (text.compare(i, 2, "//") == 0) {
      while (i < end && text[i] != '\n') ++i;
    } else if (text.compare(i, 2, "/*") == 0) {
      const size_t close = text.find("*/", i + 2);
      if (close == std::string::npos) throw PtxError(line, "a comment that does not end");
      for (; i < close + 2; ++i) line += text[i] == '\n';
    } else if (c == '"') {
      const size_t close = text.find('"', i + 1);
      if (close == std::string::npos) throw PtxError(line, "a string that does not end");
      tokens.push_back({Token::kString, text.substr(i + 1, close - i - 1), line});
      i = close + 1;
    } else if (isWordCharacter(c)) {
      size_t start = i;
      // "::" belongs to a word (L1::evict_last), a single colon ends a label.
      while (i < end && (isWordCharacter(text[i]) || text.compare(i, 2, "::") == 0)) {
        i += text[i] == ':' ? 2 : 1;
      }
      tokens.push_back({Token::kWord, text.substr(start, i - start), line});
    } else {
      tokens.push_back({Token::kPunctuation, std::string(1, c), line});
      ++i;
    }
  }
  tokens.push_back({Token::kEnd, "end of text", line});
  return tokens;
}

}  // namespace emulator
