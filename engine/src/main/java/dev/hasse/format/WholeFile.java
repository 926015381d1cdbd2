package dev.hasse.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under a temporary name beside its place, and
 * moved there by {@link #commit}. Use in try-with-resources; without commit an old file stays as it
 * was and nothing else is left, not even by a virtual machine that Ctrl-C ends.
 */
public final class WholeFile implements AutoCloseable {
  private final Path target;
  private final Path part;
  private final OutputStream out;

  private WholeFile(Path target, Path part) throws IOException {
    this.target = target;
    this.part = part;
    this.out = new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW));
  }

  /**
   * Begins to write or replace a file.
   *
   * @param file in a folder that exists; the target of a symbolic link is replaced, not the link
   * @throws IOException if the folder cannot be written to
   */
  public static WholeFile create(Path file) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    WholeFile whole = new WholeFile(target, part);
    part.toFile().deleteOnExit();
    return whole;
  }

  /** Writes a file's content to a stream that the caller closes. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes or replaces a file in one go.
   *
   * @throws IOException if the content fails or the folder cannot be written to
   */
  public static void write(Path file, Content content) throws IOException {
    try (WholeFile whole = create(file)) {
      content.writeTo(whole.out);
      whole.commit();
    }
  }

  /**
   * Why a file or folder cannot be written, for a message that names it: the exceptions of file
   * systems begin with a path, perhaps a temporary one, and some say nothing else.
   */
  public static String reason(IOException cause) {
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    return cause instanceof FileSystemException ? "it cannot be made there" : cause.getMessage();
  }

  /** Takes the content, buffered; may be closed before {@link #commit} and need not be. */
  public OutputStream stream() {
    return out;
  }

  /** The content is complete: it appears under its name. */
  public void commit() throws IOException {
    out.close();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    try {
      out.close();
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
