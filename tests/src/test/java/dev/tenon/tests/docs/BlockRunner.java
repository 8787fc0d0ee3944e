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
      long start = System.nanoTime();
      byte[] printed = printed(name);
      System.out.printf("%s: %d ms%n", name, (System.nanoTime() - start) / 1_000_000);
      Files.write(Path.of(name + SUFFIX), printed);
    }
    System.exit(0);
  }

  /** Runs a program on a thread of its own, to which names of layers, seeds and policies belong. */
  private static byte[] printed(String name) throws InterruptedException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      Thread thread = new Thread(() -> main(name, out), name);
      thread.start();
      thread.join();
    } finally {
      System.setOut(before);
    }
    return printed.toByteArray();
  }

  private static void main(String name, PrintStream out) {
    try {
      Method main = Class.forName(name).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) new String[0]);
    } catch (InvocationTargetException e) {
      e.getCause().printStackTrace();
      out.println("fails with " + e.getCause());
    } catch (ReflectiveOperationException e) {
      e.printStackTrace();
      out.println("fails with " + e);
    }
  }
}
