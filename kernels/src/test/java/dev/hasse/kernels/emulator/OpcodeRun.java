package dev.hasse.kernels.emulator;

import java.util.List;
import jcuda.driver.CUdeviceptr;

/** Runs one opcode on many operands: a kernel that loads them, applies it and stores the result. */
final class OpcodeRun {
  private final String opcode;
  private final String destination;
  private final List<String> sources;

  /**
   * @param opcode with its modifiers, without operands
   * @param destination type of the result, such as "f32"; "pred" gives 0 or 1
   * @param sources types of the operands
   */
  OpcodeRun(String opcode, String destination, List<String> sources) {
    this.opcode = opcode;
    this.destination = destination;
    this.sources = sources;
  }

  /** Bits of the results, zero-extended, of bits of the operands, one after the other. */
  long[] results(long[] operands) {
    int count = operands.length / sources.size();
    int threads = 64;
    int blocks = (count + threads - 1) / threads;
    long[] padded = java.util.Arrays.copyOf(operands, blocks * threads * sources.size());
    for (int i = operands.length; i < padded.length; i++) {
      padded[i] = operands[i % operands.length]; // nothing that traps
    }
    try (EmulatedDevice device = new EmulatedDevice(Ptx.kernel("opcode", body()))) {
      CUdeviceptr out = device.allocate(8L * blocks * threads);
      device.run("opcode", blocks, threads, out, device.upload(padded));
      return device.longs(out, count);
    }
  }

  private String body() {
    StringBuilder text = new StringBuilder();
    text.append("mul.wide.u32 %rd1, %r10, 8; add.u64 %rd1, %rd1, %rd11;\n");
    text.append("mul.wide.u32 %rd2, %r10, ").append(8 * sources.size());
    text.append("; add.u64 %rd2, %rd2, %rd12;\n");
    StringBuilder call = new StringBuilder(opcode).append(' ').append(register(destination, 0));
    for (int k = 0; k < sources.size(); k++) {
      String source = register(sources.get(k), k + 3);
      text.append("ld.global.").append(sources.get(k)).append(' ').append(source);
      text.append(", [%rd2+").append(8 * k).append("];\n");
      call.append(", ").append(source);
    }
    return text.append(call).append(";\n").append(store()).toString();
  }

  private String store() {
    String result = register(destination, 0);
    String widened =
        switch (register(destination, 0).substring(0, 2)) {
          case "%p" -> "selp.u32 %r9, 1, 0, " + result + "; cvt.u64.u32 %rd9, %r9;";
          case "%h" -> "cvt.u64.u" + destination.substring(1) + " %rd9, " + result + ";";
          case "%f" -> "mov.b32 %r9, " + result + "; cvt.u64.u32 %rd9, %r9;";
          case "%d" -> "mov.b64 %rd9, " + result + ";";
          default ->
              destination.endsWith("64")
                  ? "mov.b64 %rd9, " + result + ";"
                  : "cvt.u64.u32 %rd9, " + result + ";";
        };
    return widened + "\nst.global.b64 [%rd1], %rd9;\n";
  }

  private static String register(String type, int number) {
    String prefix =
        switch (type) {
          case "pred" -> "%p";
          case "f32" -> "%f";
          case "f64" -> "%d";
          case "b16", "u16", "s16", "b8", "u8", "s8" -> "%h";
          case "b64", "u64", "s64" -> "%rd";
          default -> "%r";
        };
    return prefix + number;
  }
}
