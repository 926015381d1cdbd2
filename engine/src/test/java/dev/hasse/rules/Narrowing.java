package dev.hasse.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the places where a double becomes a float: the instruction {@code D2F}, and the calls that
 * do the same.
 *
 * <p>ArchUnit's model of a class has no instructions. This reads the class file again with the ASM
 * that ArchUnit carries inside, rather than searching the sources for casts, because {@code x +=
 * someDouble} narrows without one, and because a second ASM would be one more version to pin.
 */
final class Narrowing {
  private Narrowing() {}

  static Stream<String> complaints(JavaClass type) {
    return Stream.concat(
        instructions(type).stream(),
        Calls.accesses(
            type,
            target ->
                target.getName().equals("floatValue")
                    && Set.of("java.lang.Double", "java.lang.Number")
                        .contains(Calls.ownerOf(target))));
  }

  private static Set<String> instructions(JavaClass type) {
    Set<String> found = new TreeSet<>();
    try (InputStream bytes = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      new ClassReader(bytes).accept(new Finder(type.getName(), found), ClassReader.SKIP_FRAMES);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the class file of " + type.getName(), e);
    }
    return found;
  }

  private static final class Finder extends ClassVisitor {
    private final String className;
    private final Set<String> found;

    Finder(String className, Set<String> found) {
      super(Opcodes.ASM9);
      this.className = className;
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.D2F) {
            found.add(className + "." + method + " turns a double into a float");
          }
        }
      };
    }
  }
}
