package dev.hasse.kernels.emulator;

/** PTX texts for tests. */
final class Ptx {
  private static final String TEXT =
      """
      .version 6.3
      .target sm_75
      .address_size 64
      .extern .shared .align 16 .b8 dynamic[];
      .visible .entry NAME(.param .u64 a, .param .u64 b, .param .u64 c) {
      .reg .pred %p<10>; .reg .b16 %h<10>; .reg .b32 %r<20>; .reg .f32 %f<10>;
      .reg .b64 %rd<20>; .reg .f64 %d<10>;
      .shared .align 16 .b8 area[4096];
      .local .align 16 .b8 own[64];
      ld.param.u64 %rd11, [a];
      ld.param.u64 %rd12, [b];
      ld.param.u64 %rd13, [c];
      mov.u32 %r11, %ctaid.x;
      mov.u32 %r12, %ntid.x;
      mov.u32 %r13, %tid.x;
      mad.lo.u32 %r10, %r11, %r12, %r13;
      mul.wide.u32 %rd14, %r10, 4;
      add.u64 %rd10, %rd11, %rd14;
      mul.lo.u32 %r14, %r13, 4;
      mov.u32 %r15, area;
      add.u32 %r16, %r14, %r15;
      BODY
      ret;
      }
      """;

  /** The line of the first line of the body in the text of {@link #kernel}. */
  static final int FIRST_LINE = 1 + (int) TEXT.substring(0, TEXT.indexOf("BODY")).lines().count();

  private Ptx() {}

  /**
   * A kernel of three pointers. When the body begins, %r10 is the thread's number in the grid and
   * %r13 in the block, %rd11, %rd12, %rd13 are the pointers, %rd10 is the first one advanced by 4
   * bytes a thread, and %r16 the shared address area + 4 * thread. The registers 0 to 9 are free,
   * of the types pred (%p), b16 (%h), b32 (%r), f32 (%f), b64 (%rd) and f64 (%d).
   *
   * @param body lines that end with line feeds
   */
  static String kernel(String name, String body) {
    return TEXT.replace("NAME", name).replace("BODY\n", body);
  }
}
