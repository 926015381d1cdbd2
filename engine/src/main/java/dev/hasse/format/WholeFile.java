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
import java.util.List;
import java.util.UUID;

/**
 * A file that appears whole or not at all: written under a temporary name beside its place, and
 * moved there by {@link #commit}. Use in try-with-resources; without commit an old file stays as it
 * was and nothing else is left, not even by a virtual machine that Ctrl-C ends.
 *
 * <p>A device or a pipe, such as {@code /dev/null}, is never replaced: it is written to as it is.
 * So is {@code /dev/stdout}, at its end, also where it leads to a file.
 */
public final class WholeFile implements AutoCloseable {
  private static final List<String> STREAMS =
      List.of("/dev/fd", "/dev/stdout", "/dev/stderr", "/proc");

  private final Path target;

  /** What is moved to the target; the target itself where that is a device or a pipe. */
  private final Path part;

  private final OutputStream sink;
  private final OutputStream out;

  private WholeFile(Path target, Path part, OutputStream sink) {
    this.target = target;
    this.part = part;
    this.sink = sink;
    this.out = new BufferedOutputStream(sink);
  }

  /**
   * Begins to write or replace a file.
   *
   * @param file in a folder that exists; the target of a symbolic link is replaced, not the link
   * @throws IOException if the folder, the device or the pipe cannot be written to
   */
  public static WholeFile create(Path file) throws IOException {
    if (isStream(file)) {
      return new WholeFile(
          file,
          file,
          Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      return new WholeFile(
          file, file, Files.newOutputStream(file, StandardOpenOption.WRITE)); // refuses a folder
    }
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    WholeFile whole =
        new WholeFile(target, part, Files.newOutputStream(part, StandardOpenOption.CREATE_NEW));
    part.toFile().deleteOnExit();
    return whole;
  }

  /** Whether a name is that of an open stream, behind which there may be a file of others. */
  private static boolean isStream(Path file) {
    Path place = file.toAbsolutePath().normalize();
    return STREAMS.stream().anyMatch(place::startsWith);
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
    if (!part.equals(target)) {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * What is still buffered without {@link #commit} is dropped: after a failed write it fails too.
   */
  @Override
  public void close() throws IOException {
    try {
      sink.close();
    } finally {
      if (!part.equals(target)) {
        Files.deleteIfExists(part);
      }
    }
  }
}
