package dev.hasse.sweep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder or database that cannot be used is named, in one sentence that says what to do. */
class DamageTest {
  private static final String SMALL = "mount -t tmpfs -o size=6m tmpfs ";

  @TempDir private Path parent;

  @Test
  void damagedFilesAreNamed() throws IOException {
    Path whole = parent.resolve("whole");
    try (ResultStore store = ResultStore.open(whole)) {
      store.append(Rows.range(0, 3000));
    }
    byte[] bytes = Files.readAllBytes(Folder.database(whole));
    byte[] head = bytes.clone();
    Arrays.fill(head, 0, 64, (byte) 7);
    byte[] middle = bytes.clone();
    for (int i = 12_288; i < middle.length; i += 97) {
      middle[i] ^= 0x55;
    }
    List<byte[]> damaged =
        List.of(
            "no database".getBytes(StandardCharsets.UTF_8),
            new byte[0],
            Arrays.copyOf(bytes, 5000),
            Arrays.copyOf(bytes, bytes.length / 2),
            head,
            middle);
    for (int i = 0; i < damaged.size(); i++) {
      Path folder = Files.createDirectory(parent.resolve("damaged" + i));
      Files.write(Folder.database(folder), damaged.get(i));
      String reading = refusal(() -> ResultStore.read(folder));
      assertTrue(reading.startsWith(Folder.database(folder) + ": "), reading);
      assertTrue(reading.contains("put back a copy"), reading);
      String writing = refusal(() -> ResultStore.open(folder));
      assertTrue(writing.startsWith(Folder.database(folder) + ": "), writing);
      assertTrue(Arrays.equals(damaged.get(i), Files.readAllBytes(Folder.database(folder))));
    }
    try (ResultStore store = ResultStore.read(whole)) {
      assertEquals(3000, store.answered().cardinality());
    }
  }

  @Test
  void otherTablesAreNamed() throws Exception {
    try (var connection = Database.write(Folder.database(parent))) {
      Database.execute(connection, "CREATE TABLE mine (a INTEGER)");
    }
    assertTrue(refusal(() -> ResultStore.open(parent)).contains("without the tables of a sweep"));
    assertTrue(refusal(() -> ResultStore.read(parent)).contains("without the tables of a sweep"));
  }

  @Test
  void anotherVersionIsNamedAndStaysAsItIs() throws Exception {
    try (ResultStore store = ResultStore.open(parent)) {
      store.append(Rows.range(0, 5));
    }
    try (var connection = Database.write(Folder.database(parent))) {
      Database.execute(connection, "UPDATE about SET schema = 99");
    }
    String sentence = "has tables of version 99, expected " + Schema.VERSION + "; use the release";
    assertTrue(refusal(() -> ResultStore.open(parent)).contains(sentence));
    assertTrue(refusal(() -> ResultStore.read(parent)).contains(sentence));
    try (var connection = Database.write(Folder.database(parent))) {
      Database.execute(connection, "UPDATE about SET schema = " + Schema.VERSION);
    }
    try (ResultStore store = ResultStore.read(parent)) {
      assertEquals(5, store.answered().cardinality());
    }
  }

  @Test
  void placesThatAreNoFoldersAreNamed() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "text");
    assertTrue(refusal(() -> ResultStore.open(file)).contains("is a file, expected a folder"));
    assertTrue(refusal(() -> ResultStore.read(file)).contains("is a file, expected a folder"));
    Path inFile = file.resolve("sweep");
    assertTrue(refusal(() -> ResultStore.open(inFile)).startsWith(inFile + ": cannot be made"));
    Path none = parent.resolve("none");
    assertTrue(refusal(() -> ResultStore.read(none)).contains("no such folder"));
    assertFalse(Files.exists(none));
    assertTrue(refusal(() -> ResultStore.read(parent)).contains("holds no results.duckdb"));
    Path two = parent.resolve("one;two");
    assertTrue(refusal(() -> ResultStore.open(two)).contains("semicolon"));
    Files.createDirectory(Files.createDirectory(parent.resolve("d")).resolve("results.duckdb"));
    assertTrue(refusal(() -> ResultStore.open(parent.resolve("d"))).contains("directory"));
  }

  @Test
  void whatADeadMakerOfADatabaseLeftDoesNotMatter() throws IOException {
    Files.writeString(parent.resolve("results.duckdb.new"), "half a data");
    Files.writeString(parent.resolve("results.duckdb.new.wal"), "half a log");
    Files.writeString(parent.resolve("lock"), "process 1 on another host, started long ago\n");
    try (ResultStore store = ResultStore.open(parent)) {
      store.append(Rows.range(0, 2));
    }
    assertFalse(Files.exists(parent.resolve("results.duckdb.new")));
  }

  @Test
  void aMissingNativeLibraryIsSaidAndNothingIsWritten() throws Exception {
    Path folder = parent.resolve("sweep");
    Process process =
        ChildJava.start(
            ChildJava.command(parent.resolve("none"), EndlessWriter.class, folder, 1, 10, 1));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.startsWith("refused the results database cannot run here: "), said);
    assertTrue(said.contains("-Djava.io.tmpdir=DIR"), said);
    assertEquals(2, said.lines().count(), said);
    assertFalse(Files.exists(Folder.database(folder)));
  }

  @Test
  void aFullDiskKeepsWhatWasStored() throws Exception {
    String said = inPrivateMount("true", 400, 1000);
    List<String> lines = said.lines().toList();
    int stored = 0;
    for (String line : lines) {
      if (line.startsWith("stored ")) {
        stored = Integer.parseInt(line.substring(7));
      }
    }
    assertTrue(stored > 0, said);
    String refusal = lines.stream().filter(l -> l.startsWith("refused ")).findFirst().orElseThrow();
    assertTrue(refusal.contains("results.duckdb: cannot be written ("), refusal);
    assertTrue(refusal.contains("the disk is full; make room"), refusal);
    String reread = lines.get(lines.size() - 1);
    assertTrue(reread.startsWith("rows "), said);
    int rows = Integer.parseInt(reread.substring(5));
    assertTrue(rows >= stored, said);
  }

  @Test
  void aReadOnlyFolderIsNamed() throws Exception {
    String said = inPrivateMount("mount -o remount,ro $0", 10, 1);
    String last = said.lines().filter(line -> line.startsWith("refused ")).findFirst().orElse("");
    assertTrue(last.contains(": cannot be written to ("), said);
    assertTrue(last.contains("Read-only file system"), said);
    assertTrue(last.contains("name another folder"), said);
  }

  /** Runs the writer on a small file system of its own, which ends with it. */
  private String inPrivateMount(String then, int largest, int reopen) throws Exception {
    Path mount = Files.createDirectory(parent.resolve("mount"));
    Path temporary = Files.createDirectory(parent.resolve("tmp"));
    assumeTrue(mounts(mount), "no file systems can be mounted here");
    List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
    command.add(SMALL + "$0 && " + then + " && \"$@\"");
    command.add(mount.toString());
    command.addAll(ChildJava.command(temporary, EndlessWriter.class, mount, 5, largest, reopen));
    Process process = ChildJava.start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    return said;
  }

  private static boolean mounts(Path place) throws Exception {
    try {
      Process process = ChildJava.start(List.of("unshare", "-m", "sh", "-c", SMALL + place));
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private static String refusal(org.junit.jupiter.api.function.Executable open) {
    String message = assertThrows(StoreException.class, open).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
