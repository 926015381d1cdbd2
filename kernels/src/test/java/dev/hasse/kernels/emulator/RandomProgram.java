package dev.hasse.kernels.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random program of branches, loops, breaks and returns on two registers, as PTX and as what one
 * thread computes. Every loop ends: its count is bounded.
 */
final class RandomProgram {
  private enum Flow {
    ON,
    BREAK,
    RETURN
  }

  /** A statement: writes its PTX, and runs on x = {first, second}. */
  private interface Statement {
    void write(StringBuilder ptx, String breakLabel);

    Flow run(int[] x);
  }

  private final Random random;
  private final Statement whole;
  private int labels;

  RandomProgram(long seed) {
    random = new Random(seed);
    whole = sequence(4, false);
  }

  /** The body of {@link Ptx#kernel}: stores what {@link #result} says of the thread's number. */
  String ptx() {
    StringBuilder text = new StringBuilder("mov.u32 %r1, %r10; add.u32 %r2, %r10, 99;\n");
    whole.write(text, "none");
    return text.append("st.global.u32 [%rd10], %r1;\n").toString();
  }

  int result(int thread) {
    int[] x = {thread, thread + 99};
    whole.run(x);
    return x[0];
  }

  private Statement sequence(int depth, boolean inLoop) {
    List<Statement> parts = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int k = 0; k < count; k++) {
      parts.add(update());
      parts.add(statement(depth, inLoop));
    }
    return new Statement() {
      @Override
      public void write(StringBuilder ptx, String breakLabel) {
        parts.forEach(part -> part.write(ptx, breakLabel));
      }

      @Override
      public Flow run(int[] x) {
        for (Statement part : parts) {
          Flow flow = part.run(x);
          if (flow != Flow.ON) {
            return flow;
          }
        }
        return Flow.ON;
      }
    };
  }

  private Statement statement(int depth, boolean inLoop) {
    int kind = depth == 0 ? 3 + random.nextInt(4) : random.nextInt(6);
    if (kind <= 1) {
      return branch(depth, inLoop);
    }
    if (kind == 2) {
      return loop(depth);
    }
    return kind == 3 ? leave(inLoop) : update();
  }

  private Statement update() {
    int factor = 2 * random.nextInt(50) + 3;
    int summand = random.nextInt(1000);
    boolean swap = random.nextBoolean();
    return new Statement() {
      @Override
      public void write(StringBuilder ptx, String breakLabel) {
        ptx.append("mad.lo.u32 %r1, %r1, " + factor + ", " + summand + ";\n");
        ptx.append("shr.u32 %r3, %r1, 3; xor.b32 %r1, %r1, %r3;\n");
        if (swap) {
          ptx.append("mov.u32 %r3, %r1; add.u32 %r1, %r2, 1; mov.u32 %r2, %r3;\n");
        }
      }

      @Override
      public Flow run(int[] x) {
        x[0] = x[0] * factor + summand;
        x[0] ^= x[0] >>> 3;
        if (swap) {
          int old = x[0];
          x[0] = x[1] + 1;
          x[1] = old;
        }
        return Flow.ON;
      }
    };
  }

  private Statement branch(int depth, boolean inLoop) {
    int bit = random.nextInt(10);
    Statement yes = sequence(depth - 1, inLoop);
    Statement no = random.nextBoolean() ? sequence(depth - 1, inLoop) : update();
    int label = labels++;
    return new Statement() {
      @Override
      public void write(StringBuilder ptx, String breakLabel) {
        ptx.append(test(bit)).append("@%p1 bra YES" + label + ";\n");
        no.write(ptx, breakLabel);
        ptx.append("bra.uni END" + label + ";\nYES" + label + ":\n");
        yes.write(ptx, breakLabel);
        ptx.append("END" + label + ":\n");
      }

      @Override
      public Flow run(int[] x) {
        return (x[0] >>> bit & 1) != 0 ? yes.run(x) : no.run(x);
      }
    };
  }

  /** At most as often as three bits of the first register say, counted in a register of its own. */
  private Statement loop(int depth) {
    int bit = random.nextInt(10);
    Statement body = sequence(depth - 1, true);
    int label = labels++;
    return new Statement() {
      @Override
      public void write(StringBuilder ptx, String breakLabel) {
        String counter = "%count" + label;
        ptx.append(".reg .b32 " + counter + ";\n");
        ptx.append("bfe.u32 " + counter + ", %r1, " + bit + ", 3;\nHEAD" + label + ":\n");
        ptx.append("setp.eq.u32 %p1, " + counter + ", 0;\n@%p1 bra OUT" + label + ";\n");
        ptx.append("sub.u32 " + counter + ", " + counter + ", 1;\n");
        body.write(ptx, "OUT" + label);
        ptx.append("bra HEAD" + label + ";\nOUT" + label + ":\n");
      }

      @Override
      public Flow run(int[] x) {
        for (int left = x[0] >>> bit & 7; left > 0; left--) {
          Flow flow = body.run(x);
          if (flow == Flow.RETURN) {
            return flow;
          }
          if (flow == Flow.BREAK) {
            break;
          }
        }
        return Flow.ON;
      }
    };
  }

  /** Breaks or returns if a bit is set. */
  private Statement leave(boolean inLoop) {
    int bit = random.nextInt(10);
    boolean breaks = inLoop && random.nextInt(4) != 0;
    return new Statement() {
      @Override
      public void write(StringBuilder ptx, String breakLabel) {
        ptx.append(test(bit));
        if (breaks) {
          ptx.append("@%p1 bra " + breakLabel + ";\n");
        } else {
          ptx.append("@%p1 st.global.u32 [%rd10], %r1;\n@%p1 ret;\n");
        }
      }

      @Override
      public Flow run(int[] x) {
        if ((x[0] >>> bit & 1) == 0) {
          return Flow.ON;
        }
        return breaks ? Flow.BREAK : Flow.RETURN;
      }
    };
  }

  private static String test(int bit) {
    return "and.b32 %r3, %r1, " + (1 << bit) + "; setp.ne.u32 %p1, %r3, 0;\n";
  }
}
