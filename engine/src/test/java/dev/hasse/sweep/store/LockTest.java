package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer a folder, and who else comes is told who it is. */
class LockTest {
  @TempDir private Path parent;

  @Test
  void anotherProcessIsNamedAndItsDeathFreesTheFolder() throws Exception {
    Path folder = parent.resolve("sweep");
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Process writer =
        ChildJava.start(
            ChildJava.command(temporary, EndlessWriter.class, folder, 1, 10, Integer.MAX_VALUE));
    try (BufferedReader said =
        new BufferedReader(
            new java.io.InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      assertEquals("from 0", said.readLine());
      for (int i = 0; i < 2; i++) {
        String writing = refusal(() -> ResultStore.open(folder));
        assertTrue(writing.startsWith(folder + ": is being written to by process "), writing);
        assertTrue(writing.contains("process " + writer.pid() + " on "), writing);
        assertTrue(writing.contains(", started 20"), writing);
        assertEquals(writing, refusal(() -> ResultStore.read(folder)));
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertTrue(Files.readString(folder.resolve("lock")).contains("process " + writer.pid()));
    ResultStore.read(folder).close();
    ResultStore.open(folder).close();
  }

  @Test
  void aSecondStoreOfThisProcessIsRefusedAndTakesNothingFromTheFirst() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    Path folder = parent.resolve("sweep");
    Path alias = parent.resolve("alias");
    try (ResultStore store = ResultStore.open(folder)) {
      Files.createSymbolicLink(alias, folder);
      for (Path name : new Path[] {folder, alias, parent.resolve("tmp/../sweep")}) {
        String sentence = name + ": is being written to by this process; ";
        assertTrue(refusal(() -> ResultStore.open(name)).startsWith(sentence));
        assertTrue(refusal(() -> ResultStore.read(name)).startsWith(sentence));
      }
      // Another process still sees the lock.
      Process other =
          ChildJava.start(ChildJava.command(temporary, EndlessWriter.class, folder, 1, 10, 1));
      String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(
          said.startsWith(
              "refused "
                  + folder
                  + ": is being written to by process "
                  + ProcessHandle.current().pid()),
          said);
      assertEquals(2, said.lines().count(), said);
      store.append(Rows.range(0, 2));
    }
    ResultStore.open(folder).close();
    assertEquals("", Files.readString(folder.resolve("lock")));
  }

  @Test
  void theLockIsHeldWithoutTheDatabasesOwn() throws Exception {
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    StoreLock lock = StoreLock.take(parent);
    refusal(() -> StoreLock.take(parent));
    Process other =
        ChildJava.start(ChildJava.command(temporary, EndlessWriter.class, parent, 1, 10, 1));
    String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.startsWith("refused " + parent + ": is being written to by process"), said);
    lock.close();
  }

  @Test
  void twoReadTogetherAndWhoWritesWaits() throws IOException {
    ResultStore.open(parent).close();
    try (ResultStore one = ResultStore.read(parent);
        ResultStore two = ResultStore.read(parent)) {
      assertEquals(one.answered(), two.answered());
      String refused = refusal(() -> ResultStore.open(parent));
      assertTrue(refused.startsWith(parent.toString()), refused);
    }
    ResultStore.open(parent).close();
  }

  private static String refusal(org.junit.jupiter.api.function.Executable open) {
    String message = assertThrows(StoreException.class, open).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
