package dev.hasse.format.vnnlib;

import dev.hasse.format.InputFile;
import dev.hasse.format.InputFileException;
import java.io.IOException;
import java.io.InputStream;

/** The tokens of a VNN-LIB file: parentheses and words; {@code ;} starts a comment. */
final class Tokens implements AutoCloseable {
  private static final int LONGEST_WORD = 10_000;

  private final InputFile file;
  private final InputStream in;
  private int line = 1;
  private int pending;

  private Tokens(InputFile file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static Tokens open(InputFile file) throws InputFileException {
    Tokens tokens = new Tokens(file, file.open());
    tokens.pending = tokens.read();
    return tokens;
  }

  /** The next token, "(" or ")" or a word; empty at the end of the file. */
  String next() throws InputFileException {
    skipBlanksAndComments();
    if (pending < 0) {
      return "";
    }
    if (pending == '(' || pending == ')') {
      String parenthesis = Character.toString(pending);
      pending = read();
      return parenthesis;
    }
    return word();
  }

  /** The line of the token that {@link #next} returned last. */
  int line() {
    return line;
  }

  InputFileException error(int atLine, String problem) {
    return file.error("line " + atLine, problem);
  }

  @Override
  public void close() throws InputFileException {
    try {
      in.close();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }

  private String word() throws InputFileException {
    StringBuilder word = new StringBuilder();
    while (pending > ' ' && pending != '(' && pending != ')' && pending != ';') {
      if (pending > '~') {
        throw error(line, "byte 0x%02X is not ASCII text".formatted(pending));
      }
      if (word.length() == LONGEST_WORD) {
        throw error(line, "a word of more than " + LONGEST_WORD + " characters");
      }
      word.append((char) pending);
      pending = read();
    }
    return word.toString();
  }

  private void skipBlanksAndComments() throws InputFileException {
    boolean comment = false;
    while (pending == ';' || (comment && pending >= 0) || (pending >= 0 && pending <= ' ')) {
      comment = pending != '\n' && (comment || pending == ';');
      if (pending == '\n') {
        line++;
      }
      pending = read();
    }
  }

  private int read() throws InputFileException {
    try {
      return in.read();
    } catch (IOException e) {
      throw file.unreadable(e);
    }
  }
}
