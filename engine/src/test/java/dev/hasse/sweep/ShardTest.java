package dev.hasse.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hasse.format.InputFileException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 31, 1000, 1021, Integer.MAX_VALUE})
  void shardsFollowEachOtherFromTheFirstToTheLastQuestion(long questions) {
    for (int of : new int[] {1, 2, 3, 7, 64, 1021, 4000}) {
      int next = 0;
      for (int number = 1; number <= of; number++) {
        Shard shard = new Shard(number, of);
        assertEquals(next, shard.first(questions));
        assertTrue(
            Math.abs(shard.count(questions) - (double) questions / of) < 1, () -> shard.toString());
        next = shard.end(questions);
      }
      assertEquals(questions, next);
    }
    assertEquals(Integer.MAX_VALUE, new Shard(999_999_999, 999_999_999).end(Integer.MAX_VALUE));
  }

  @Test
  void onlyShardsAreRead() {
    assertEquals(Optional.of(new Shard(2, 8)), Shard.parse("2/8"));
    assertEquals(Optional.of(Shard.WHOLE), Shard.parse("1/1"));
    for (String wrong :
        new String[] {"3/2", "0/4", "a/b", "1/0", "1", "", "1/2/3", "-1/2", "1/ 2"}) {
      assertEquals(Optional.empty(), Shard.parse(wrong), wrong);
    }
    assertThrows(IllegalArgumentException.class, () -> new Shard(3, 2));
  }

  @Test
  void aKeptPlanIsReadBack(@TempDir Path folder) throws Exception {
    for (KeptPlan plan :
        new KeptPlan[] {
          new KeptPlan("abc", 100, new Shard(2, 8), 0, "networks: []\n"),
          new KeptPlan("abc", 100, Shard.WHOLE, 64, "networks: []\n"),
          new KeptPlan("abc", 100, Shard.WHOLE, 0, "networks: []\n")
        }) {
      Files.deleteIfExists(KeptPlan.in(folder));
      plan.require(folder);
      assertEquals(plan, KeptPlan.read(folder));
      plan.require(folder);
      KeptPlan other = new KeptPlan("abc", 100, new Shard(3, 8), 0, plan.text());
      assertThrows(InputFileException.class, () -> other.require(folder));
      KeptPlan another = new KeptPlan("abd", 100, plan.shard(), plan.partitions(), plan.text());
      assertThrows(InputFileException.class, () -> another.require(folder));
      assertEquals(plan, KeptPlan.read(folder));
    }
  }

  @Test
  void damagedPlansAreRefused(@TempDir Path folder) throws Exception {
    for (String wrong :
        new String[] {
          "",
          "networks: []\n",
          "# fingerprint a\n# questions many\n",
          "# fingerprint a\n# shard 9/8\n",
          "# fingerprint a\n# partitions 99999999999\n",
          "# fingerprint a\n# partitions -1\n"
        }) {
      Files.writeString(KeptPlan.in(folder), wrong);
      assertThrows(InputFileException.class, () -> KeptPlan.read(folder), wrong);
    }
    Files.writeString(KeptPlan.in(folder), "# fingerprint a\nof: an earlier version\n");
    assertEquals(
        new KeptPlan("a", 0, Shard.WHOLE, 0, "of: an earlier version\n"), KeptPlan.read(folder));
  }
}
