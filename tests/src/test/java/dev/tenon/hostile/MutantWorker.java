package dev.tenon.hostile;

import dev.tenon.testing.ProcStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that takes mutants, and that may die of one; {@link MutantRun} starts it.
 *
 * <p>Arguments: the class of the {@link MutantKind}, the project's folder, an empty folder to work
 * in, the seed, the number of the first mutant, how many. The number under work stands in the file
 * {@code number} of the folder.
 */
final class MutantWorker {
  /** The exit code after a mutant that did not end in time: its thread cannot be stopped. */
  static final int HUNG = 77;

  /**
   * The exit code after a run that TensorFlow was stopped in: its native code may go on, and hold
   * memory and locks that the next mutant would wait for (docs/runs.md).
   */
  static final int STOPPED = 78;

  static final int MOST_SECONDS = 10;

  /** What mutants may take of the address space beside what the warm process has. */
  private static final long MORE_BYTES = 4L << 30;

  private final MutantKind kind;

  private MutantWorker(MutantKind kind) {
    this.kind = kind;
  }

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[2]);
    MutantKind.Setting setting =
        new MutantKind.Setting(Path.of(args[1]), work, Long.parseLong(args[3]));
    MutantKind kind =
        Class.forName(args[0])
            .asSubclass(MutantKind.class)
            .getDeclaredConstructor(MutantKind.Setting.class)
            .newInstance(setting);
    MutantWorker worker = new MutantWorker(kind);
    int first = Integer.parseInt(args[4]);
    int count = Integer.parseInt(args[5]);
    try (FileChannel channel =
        FileChannel.open(
            work.resolve("number"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      MappedByteBuffer number = channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES);
      kind.warmUp();
      limit();
      System.out.println("READY");
      for (int i = first; i < first + count; i++) {
        number.putInt(0, i);
        worker.take(i);
      }
      number.putInt(0, first + count);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Bounds the address space: a native allocation without end must fail here. */
  private static void limit() throws InterruptedException {
    if (!ProcStatus.isThere()) {
      return;
    }
    long bytes = ProcStatus.number("VmSize:") * 1024 + MORE_BYTES;
    String pid = String.valueOf(ProcessHandle.current().pid());
    try {
      Process process =
          new ProcessBuilder("prlimit", "--pid", pid, "--as=" + bytes).inheritIO().start();
      System.out.println("LIMIT " + bytes + " exit " + process.waitFor());
    } catch (IOException e) {
      System.out.println("LIMIT none: " + e.getMessage());
    }
  }

  private void take(int number) throws Exception {
    FutureTask<String> task = new FutureTask<>(() -> kind.take(number));
    Thread thread = new Thread(task, "mutant " + number);
    thread.setDaemon(true);
    long start = System.nanoTime();
    thread.start();
    try {
      String end = task.get(MOST_SECONDS, TimeUnit.SECONDS);
      System.out.println("DONE " + end);
      if (end.endsWith("_stopped")) {
        System.out.flush();
        Runtime.getRuntime().halt(STOPPED);
      }
    } catch (ExecutionException e) {
      fault(number, e.getCause());
    } catch (TimeoutException e) {
      Throwable where = new Throwable("still running after " + MOST_SECONDS + " s");
      where.setStackTrace(thread.getStackTrace());
      fault(number, where);
      System.out.flush();
      Runtime.getRuntime().halt(HUNG);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (seconds > 2) {
      System.out.printf("SLOW number %d took %.1f s%n", number, seconds);
    }
  }

  private void fault(int number, Throwable e) throws Exception {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    System.out.printf(
        "FAULT number %d, %s%n%s%nEND%n",
        number, kind.describe(number), shortened(text.toString()));
    System.out.flush();
  }

  /** Keeps the first lines of each stack in the chain of causes. */
  private static String shortened(String trace) {
    StringBuilder kept = new StringBuilder();
    int frames = 0;
    for (String line : trace.lines().toList()) {
      frames = line.startsWith("\tat ") ? frames + 1 : 0;
      if (frames <= 12) {
        kept.append(line, 0, Math.min(line.length(), 600)).append('\n');
      }
    }
    return kept.toString();
  }
}
