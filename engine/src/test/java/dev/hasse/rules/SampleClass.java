package dev.hasse.rules;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A class for the rules to judge, compiled while the tests run: what is wrong with it stands next
 * to the rule it breaks, and libraries that engine does not have can be mentioned.
 *
 * @param breaks the name of the rule that it breaks; empty where it breaks none
 * @param declaration package below {@code sample}, name and superclass, as in {@code bound.Widen}
 * @param body the members; other samples are named in full
 */
record SampleClass(String breaks, String declaration, String body) {
  /** A library's class is called {@code Stub}; naming one is enough to have it. */
  private static final Pattern LIBRARY_CLASS = Pattern.compile("[a-z0-9.]+\\.Stub\\b");

  String name() {
    return "sample." + declaration.split(" ", 2)[0];
  }

  /** Compiles all samples, and the library classes they mention, into {@code folder}. */
  static void compile(List<SampleClass> samples, Path folder) throws IOException {
    Stream<JavaFileObject> stubs =
        samples.stream()
            .flatMap(sample -> LIBRARY_CLASS.matcher(sample.body).results())
            .map(found -> found.group())
            .distinct()
            .map(name -> source(name, name, ""));
    List<JavaFileObject> sources =
        Stream.concat(
                stubs,
                samples.stream().map(s -> source(s.name(), "sample." + s.declaration, s.body)))
            .toList();
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-d", folder.toString(), "-proc:none", "-cp", "", "-nowarn");
    if (!compiler.getTask(messages, null, null, options, null, sources).call()) {
      throw new IOException("the samples do not compile: " + messages);
    }
  }

  private static JavaFileObject source(String name, String declaration, String body) {
    int nameStart = name.lastIndexOf('.') + 1;
    String text =
        "package %s; public class %s { %s }"
            .formatted(name.substring(0, nameStart - 1), declaration.substring(nameStart), body);
    URI path = URI.create("string:///" + name.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(path, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
