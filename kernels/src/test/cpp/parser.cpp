#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <map>

#include "syntax.h"
#include "text.h"

namespace emulator {

uint32_t typeSize(const std::string& type) {
  static const std::map<std::string, uint32_t> sizes = {
      {"b8", 1},  {"u8", 1},  {"s8", 1},  {"b16", 2}, {"u16", 2}, {"s16", 2}, {"b32", 4},
      {"u32", 4}, {"s32", 4}, {"f32", 4}, {"b64", 8}, {"u64", 8}, {"s64", 8}, {"f64", 8}};
  const auto found = sizes.find(type);
  return found == sizes.end() ? 0 : found->second;
}

uint64_t numberBits(const std::string& number, const std::string& type, uint32_t line) {
  const bool minus = number[0] == '-';
  const std::string digits = minus ? number.substr(1) : number;
  const auto wrong = [&] { return PtxError(line, "the number " + number + " as a ." + type); };
  char* end = nullptr;
  if (digits.size() == 10 && digits[0] == '0' && (digits[1] == 'f' || digits[1] == 'F')) {
    if (minus || (type != "f32" && type != "b32")) throw wrong();
    return std::strtoull(digits.c_str() + 2, nullptr, 16);
  }
  if (digits.size() == 18 && digits[0] == '0' && (digits[1] == 'd' || digits[1] == 'D')) {
    if (minus || (type != "f64" && type != "b64")) throw wrong();
    return std::strtoull(digits.c_str() + 2, nullptr, 16);
  }
  if (type == "f32" || type == "f64") throw wrong();  // nvcc writes floats by their bits
  std::string plain = digits;
  if (!plain.empty() && plain.back() == 'U') plain.pop_back();
  const uint64_t value = std::strtoull(plain.c_str(), &end, 0);
  if (end == plain.c_str() || *end != 0) throw wrong();
  return minus ? 0 - value : value;
}

namespace {

class Parser {
 public:
  explicit Parser(const std::string& text) : tokens_(tokenize(text)) {}

  ModuleSyntax module() {
    ModuleSyntax result;
    while (peek().kind != Token::kEnd) directive(result);
    if (result.version.empty()) throw PtxError(1, "no .version");
    return result;
  }

 private:
  const Token& peek(size_t ahead = 0) const {
    return tokens_[std::min(position_ + ahead, tokens_.size() - 1)];
  }
  const Token& next() {
    const Token& token = peek();
    if (token.kind == Token::kEnd) throw PtxError(token.line, "the text ends too early");
    ++position_;
    return token;
  }
  bool at(const char* text) const {
    return peek().kind != Token::kString && peek().text == text;
  }
  bool accept(const char* text) {
    if (!at(text)) return false;
    ++position_;
    return true;
  }
  void expect(const char* text) {
    if (!accept(text)) {
      throw PtxError(peek().line, std::string("found ") + peek().text + ", expected " + text);
    }
  }
  void skipLine() {
    const uint32_t line = peek().line;
    while (peek().kind != Token::kEnd && peek().line == line) ++position_;
  }
  [[noreturn]] void unknown(const std::string& what) const {
    throw PtxError(peek().line, "unknown " + what + " " + peek().text);
  }

  void directive(ModuleSyntax& module) {
    if (accept(".version")) {
      module.version = next().text;
    } else if (accept(".target")) {
      module.target = next().text;
      while (accept(",")) next();
    } else if (accept(".address_size")) {
      if (!accept("64")) throw PtxError(peek().line, "addresses must have 64 bits");
    } else if (at(".file") || at(".loc")) {
      skipLine();
    } else {
      declaration(module);
    }
  }

  void declaration(ModuleSyntax& module) {
    bool isExtern = false;
    while (at(".visible") || at(".extern") || at(".weak") || at(".common")) {
      isExtern |= at(".extern");
      next();
    }
    if (accept(".entry")) {
      module.kernels.push_back(kernel());
    } else if (at(".global") || at(".const") || at(".shared")) {
      for (Variable& v : variables(isExtern)) module.variables.push_back(std::move(v));
    } else if (at(".func")) {
      throw PtxError(peek().line, "a .func: device functions must be inlined");
    } else {
      unknown("directive");
    }
  }

  uint32_t number() {
    const Token& token = next();
    return static_cast<uint32_t>(numberBits(token.text, "u32", token.line));
  }

  /** From the space on: ".shared .align 16 .b8 name[1024], other;". */
  std::vector<Variable> variables(bool isExtern) {
    Variable pattern;
    pattern.space = next().text;
    pattern.isExtern = isExtern;
    typeOf(pattern);
    std::vector<Variable> result;
    do {
      Variable v = pattern;
      nameAndBounds(v);
      if (accept("=")) initializer(v);
      result.push_back(v);
    } while (accept(","));
    expect(";");
    return result;
  }

  void typeOf(Variable& v) {
    v.line = peek().line;
    bool aligned = false;
    if (accept(".align")) {
      v.alignment = number();
      aligned = true;
    }
    uint32_t lanes = 1;
    if (accept(".v2")) lanes = 2;
    if (accept(".v4")) lanes = 4;
    const std::string type = next().text;
    v.elementSize = type[0] == '.' ? typeSize(type.substr(1)) : 0;
    if (v.elementSize == 0) throw PtxError(v.line, "unknown type " + type);
    if (!aligned) v.alignment = v.elementSize * lanes;
    v.size = v.elementSize * lanes;
    if (accept(".ptr")) {  // attributes of parameters that are pointers
      while (at(".global") || at(".shared") || at(".const") || at(".local")) next();
      if (accept(".align")) number();
    }
  }

  void nameAndBounds(Variable& v) {
    v.name = next().text;
    while (accept("[")) {
      if (at("]")) {
        v.size = 0;
      } else {
        v.size *= number();
      }
      expect("]");
    }
  }

  void initializer(Variable& v) {
    v.hasInitializer = true;
    const std::string type = v.elementSize == 1   ? "u8"
                             : v.elementSize == 2 ? "u16"
                             : v.elementSize == 4 ? "b32"
                                                  : "b64";
    do {
      if (accept("{") || accept("}") || accept(",")) continue;
      const uint32_t line = peek().line;
      std::string text = accept("-") ? "-" : "";
      text += next().text;
      if (!std::isdigit(static_cast<unsigned char>(text[text[0] == '-']))) {
        throw PtxError(line, "unknown initial value " + text);
      }
      const uint64_t bits = numberBits(text, type, line);
      for (uint32_t i = 0; i < v.elementSize; ++i) v.bytes.push_back(uint8_t(bits >> (8 * i)));
    } while (!at(";"));
    if (v.bytes.size() > v.size) throw PtxError(v.line, "too many initial values of " + v.name);
  }

  KernelSyntax kernel() {
    KernelSyntax result;
    result.line = peek().line;
    result.name = next().text;
    if (accept("(")) {
      while (!accept(")")) {
        if (!accept(".param")) unknown("parameter");
        Variable v;
        v.space = ".param";
        typeOf(v);
        nameAndBounds(v);
        result.parameters.push_back(v);
        accept(",");
      }
    }
    while (!at("{")) limits(result);
    body(result);
    return result;
  }

  void limits(KernelSyntax& kernel) {
    if (accept(".maxntid")) {
      uint32_t threads = number();
      while (accept(",")) threads *= number();
      kernel.maxThreads = threads;
    } else if (accept(".reqntid")) {
      kernel.requiredThreads[0] = number();
      kernel.requiredThreads[1] = accept(",") ? number() : 1;
      kernel.requiredThreads[2] = accept(",") ? number() : 1;
    } else if (accept(".minnctapersm") || accept(".maxnreg")) {
      number();
    } else {
      unknown("directive of a kernel");
    }
  }

  void body(KernelSyntax& kernel) {
    expect("{");
    scopes_.assign(1, {});
    while (!scopes_.empty()) {
      if (accept("{")) {
        scopes_.emplace_back();
      } else if (accept("}")) {
        scopes_.pop_back();
      } else if (at(".reg")) {
        registers(kernel);
      } else if (at(".shared") || at(".local")) {
        for (Variable& v : variables(false)) kernel.variables.push_back(std::move(v));
      } else if (at(".loc") || at(".file")) {
        skipLine();
      } else if (accept(".pragma")) {
        next();
        expect(";");
      } else if (peek(1).text == ":" && peek(1).kind == Token::kPunctuation) {
        kernel.labels.push_back({next().text, uint32_t(kernel.statements.size())});
        expect(":");
      } else if (peek().kind == Token::kWord && peek().text[0] == '.') {
        unknown("directive");
      } else {
        kernel.statements.push_back(statement());
      }
    }
  }

  void registers(KernelSyntax& kernel) {
    expect(".reg");
    const std::string type = next().text;
    do {
      const std::string name = next().text;
      if (accept("<")) {
        const uint32_t count = number();
        expect(">");
        for (uint32_t i = 0; i < count; ++i) declare(kernel, name + std::to_string(i), type);
      } else {
        declare(kernel, name, type);
      }
    } while (accept(","));
    expect(";");
  }

  void declare(KernelSyntax& kernel, const std::string& name, const std::string& type) {
    const std::string unique =
        scopes_.size() == 1 ? name : name + "@" + std::to_string(kernel.registers.size());
    scopes_.back()[name] = unique;
    kernel.registers.push_back({unique, type});
  }

  std::string resolve(const std::string& name) const {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      const auto found = scope->find(name);
      if (found != scope->end()) return found->second;
    }
    return name;
  }

  Statement statement() {
    Statement result;
    result.line = peek().line;
    if (accept("@")) {
      result.guardNegated = accept("!");
      result.guard = resolve(next().text);
    }
    if (peek().kind != Token::kWord) unknown("instruction");
    result.opcode = next().text;
    while (!accept(";")) {
      result.operands.push_back(operand());
      if (!at(";")) expect(",");
    }
    return result;
  }

  Operand operand() {
    Operand result;
    if (accept("{")) {
      result.kind = Operand::kVector;
      while (!accept("}")) {
        result.parts.push_back(operand());
        accept(",");
      }
      return result;
    }
    if (accept("[")) {
      result.kind = Operand::kAddress;
      result.text = resolve(next().text);
      while (!accept("]")) {
        const uint32_t line = peek().line;
        const bool minus = !accept("+") && accept("-");
        const bool alsoMinus = accept("-");
        const int64_t value = int64_t(numberBits(next().text, "s64", line));
        result.displacement += minus != alsoMinus ? -value : value;
      }
      return result;
    }
    result.negated = accept("!");
    const bool minus = accept("-");
    if (peek().kind != Token::kWord) unknown("operand");
    const std::string word = next().text;
    if (std::isdigit(static_cast<unsigned char>(word[0]))) {
      result.kind = Operand::kNumber;
      result.text = (minus ? "-" : "") + word;
      return result;
    }
    if (minus) throw PtxError(peek().line, "unknown operand -" + word);
    result.text = resolve(word);
    if (accept("|")) result.second = resolve(next().text);
    if (accept("+")) result.displacement = int64_t(numberBits(next().text, "s64", peek().line));
    return result;
  }

  std::vector<Token> tokens_;
  size_t position_ = 0;
  std::vector<std::map<std::string, std::string>> scopes_;
};

}  // namespace

ModuleSyntax parseModule(const std::string& text) { return Parser(text).module(); }

}  // namespace emulator
