package dev.hasse.sweep.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one right to write to a folder: the operating system's lock on its file {@code lock}, which
 * says who holds it. The system drops the lock when its process dies, however that happens, so what
 * a dead process has written there does not matter.
 */
final class StoreLock implements AutoCloseable {
  private static final String NAME = "lock";

  /** More than we ever write; a larger file is not ours. */
  private static final int LONGEST = 4096;

  /**
   * Folders that this process writes to. The system's locks are the process's: a second open of the
   * file here would get the lock again, and closing that second channel would drop the first one's
   * lock. So the file must not be touched, which only the whole process can know; hence the one
   * variable of its kind.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private StoreLock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /** Takes the lock of a folder that exists, or says who has it. */
  static StoreLock take(Path folder) throws StoreException {
    try {
      Path key = folder.toRealPath();
      if (!HELD_HERE.add(key)) {
        throw held(folder, "this process");
      }
      boolean taken = false;
      try {
        StoreLock lock = lock(folder, key);
        taken = true;
        return lock;
      } finally {
        if (!taken) {
          HELD_HERE.remove(key);
        }
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw Folder.unusable(folder, "cannot be written to", e);
    }
  }

  /** Refuses a folder that somebody writes to in this process. */
  static void requireNotHeldHere(Path folder) throws StoreException {
    try {
      if (HELD_HERE.contains(folder.toRealPath())) {
        throw held(folder, "this process");
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw Folder.unusable(folder, "cannot be read", e);
    }
  }

  /** Refuses a folder that another process writes to. */
  static StoreException heldElsewhere(Path folder) {
    return held(folder, holder(folder.resolve(NAME)));
  }

  private static StoreLock lock(Path folder, Path key) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      if (channel.tryLock() == null) {
        throw heldElsewhere(folder);
      }
      channel.truncate(0);
      ByteBuffer text = ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      locked = true;
      return new StoreLock(key, channel);
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }

  private static StoreException held(Path folder, String holder) {
    return new StoreException(
        folder,
        "is being written to by " + holder + "; wait until that ends or name another folder");
  }

  private static String self() {
    return "process "
        + ProcessHandle.current().pid()
        + " on "
        + host()
        + ", started "
        + ProcessHandle.current()
            .info()
            .startInstant()
            .orElseGet(Instant::now)
            .truncatedTo(ChronoUnit.SECONDS)
        + "\n";
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }

  private static String holder(Path file) {
    try {
      String text = Files.size(file) > LONGEST ? "" : Files.readString(file).strip();
      return text.isEmpty() || text.lines().count() > 1 ? "another process" : text;
    } catch (IOException e) {
      return "another process";
    }
  }

  @Override
  public void close() throws IOException {
    // The file stays: whoever removed it could remove a lock that somebody took meanwhile.
    try {
      channel.truncate(0);
    } finally {
      channel.close();
      HELD_HERE.remove(key);
    }
  }
}
