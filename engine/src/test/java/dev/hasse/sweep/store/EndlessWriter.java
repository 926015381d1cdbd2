package dev.hasse.sweep.store;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A program that appends batches until it is killed or refused. For each batch that is stored it
 * prints the number that the next one begins with; what refuses it comes next, and then how many
 * rows can be read.
 */
final class EndlessWriter {
  private EndlessWriter() {}

  /** Takes the folder, the seed of the batches' sizes, the largest size and how often to reopen. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
    int largest = Integer.parseInt(arguments[2]);
    int reopen = Integer.parseInt(arguments[3]);
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      try {
        while (true) {
          try (ResultStore store = ResultStore.open(folder)) {
            int next = store.answered().length();
            say(out, "from " + next);
            for (int batch = 0; batch < reopen; batch++) {
              int size = 1 + random.nextInt(largest);
              store.append(Rows.range(next, next + size));
              next += size;
              say(out, "stored " + next);
            }
          }
        }
      } catch (StoreException e) {
        say(out, "refused " + e.getMessage());
        reread(folder, out);
      }
    }
  }

  private static void reread(Path folder, FileOutputStream out) throws IOException {
    try (ResultStore store = ResultStore.read(folder)) {
      say(out, "rows " + store.answered().cardinality());
    } catch (StoreException e) {
      say(out, "unread " + e.getMessage());
    }
  }

  private static void say(FileOutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
