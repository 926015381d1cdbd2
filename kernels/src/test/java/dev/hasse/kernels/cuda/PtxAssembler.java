package dev.hasse.kernels.cuda;

import dev.hasse.kernels.cuda.KernelEntry.Resources;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** The assembler inside JCuda, which needs neither a GPU nor a driver. */
final class PtxAssembler {
  private static final Pattern KERNEL =
      Pattern.compile(
          "Compiling entry function '(\\w+)' for '\\w+'(?s:(.*?)Used (\\d+) registers.*)");
  private static final Pattern EACH =
      Pattern.compile("(?s)Compiling entry function.*?Used [^\\n]*");
  private static final Pattern STACK =
      Pattern.compile(
          "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
  private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

  private PtxAssembler() {}

  /** Assembles a file; what each of its kernels takes. */
  static Map<String, Resources> assemble(PtxFile file, String architecture) {
    byte[] code = (file.text() + "\0").getBytes(StandardCharsets.US_ASCII);
    nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
    check(JNvPTXCompiler.nvPTXCompilerCreate(compiler, code.length, code), "create");
    try {
      String[] options = {"--gpu-name=" + architecture, "--verbose", "--warn-on-spills"};
      int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
      if (result != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
        throw new IllegalStateException(file.name() + ".ptx: " + errors(compiler));
      }
      return parse(information(compiler));
    } finally {
      check(JNvPTXCompiler.nvPTXCompilerDestroy(compiler), "destroy");
    }
  }

  private static String errors(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    check(JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, size), "size of errors");
    byte[] log = new byte[Math.toIntExact(size[0]) + 1];
    check(JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, log), "errors");
    return new String(log, StandardCharsets.US_ASCII).trim();
  }

  private static String information(nvPTXCompilerHandle compiler) {
    long[] size = new long[1];
    check(JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, size), "size of information");
    byte[] log = new byte[Math.toIntExact(size[0]) + 1];
    check(JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, log), "information");
    return new String(log, StandardCharsets.US_ASCII).trim();
  }

  private static Map<String, Resources> parse(String log) {
    Map<String, Resources> found = new TreeMap<>();
    for (MatchResult each : EACH.matcher(log).results().toList()) {
      Matcher kernel = KERNEL.matcher(each.group());
      Matcher stack = STACK.matcher(each.group());
      Matcher shared = SHARED.matcher(each.group());
      if (!kernel.find() || !stack.find()) {
        throw new IllegalStateException("the assembler's report has a new form: " + each.group());
      }
      found.put(
          kernel.group(1),
          new Resources(
              Integer.parseInt(kernel.group(3)),
              shared.find() ? Integer.parseInt(shared.group(1)) : 0,
              Integer.parseInt(stack.group(2)) + Integer.parseInt(stack.group(3)),
              Integer.parseInt(stack.group(1))));
    }
    return found;
  }

  private static void check(int result, String call) {
    if (result != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
      throw new IllegalStateException(call + ": " + nvPTXCompileResult.stringFor(result));
    }
  }
}
