package dev.tenon.tests.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the programs of pages one after the other and keeps what each prints in a file. */
final class BlockRunner {
  static final String SUFFIX = ".printed";

  private BlockRunner() {}

  /**
   * Runs the programs.
   *
   * @param args the names of their classes
   */
  public static void main(String[] args) throws Exception {
    for (String name : args) {
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      PrintStream before = System.out;
      long start = System.nanoTime();
      try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
        System.setOut(out);
        Method main = Class.forName(name).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
      } catch (InvocationTargetException e) {
        e.getCause().printStackTrace();
        printed.writeBytes(("fails with " + e.getCause() + "\n").getBytes(StandardCharsets.UTF_8));
      } finally {
        System.setOut(before);
      }
      System.out.printf("%s: %d ms%n", name, (System.nanoTime() - start) / 1_000_000);
      Files.write(Path.of(name + SUFFIX), printed.toByteArray());
    }
    System.exit(0);
  }
}
