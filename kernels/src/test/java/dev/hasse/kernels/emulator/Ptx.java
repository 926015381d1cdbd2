package dev.hasse.kernels.emulator;

/** PTX texts for tests. */
final class Ptx {
  /** The line of the first line of a kernel's body in the text of {@link #kernel}. */
  static final int FIRST_LINE = 20;

  private Ptx() {}

  /**
   * A kernel of three pointers. When the body begins, %r10 is the thread's number in the grid,
   * %rd11, %rd12, %rd13 are the pointers and %rd10 the first one advanced by 4 bytes a thread; 10
   * registers below these are free, of the types pred, b16 (%h), b32 (%r, %f) and b64 (%rd, %d).
   */
  static String kernel(String name, String body) {
    return """
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
        // the body begins in the next line
        BODY
        ret;
        }
        """
        .replace("NAME", name)
        .replace("BODY\n", body);
  }
}
