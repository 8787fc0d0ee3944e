package dev.tenon.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes many mutants of one kind in worker processes: one worker takes them until it dies, the next
 * goes on behind the mutant that killed it.
 *
 * <p>A death, ten seconds without an end, and an exception that is not documented are findings;
 * each names the seed and the number by which it can be made again.
 */
final class MutantRun {
  private static final Pattern FAULT = Pattern.compile("(?ms)^FAULT number (\\d+), (.*?)^END$");
  private static final int MOST_FINDINGS = 500;

  /** The system properties that a worker takes over. */
  private static final List<String> HANDED_ON =
      List.of("tenon.foreign", "tenon.operator", "tenon.workarounds.without");

  private static final Set<Integer> PLANNED_EXITS =
      Set.of(0, MutantWorker.HUNG, MutantWorker.STOPPED);

  /** A worker that takes no new mutant for so long is ended, with all its threads. */
  private static final long MOST_IDLE_SECONDS = 90;

  /**
   * One mutant that something is wrong with.
   *
   * @param number its number
   * @param text how it was made and what came of it
   */
  record Finding(int number, String text) {}

  /**
   * What came of a run.
   *
   * @param findings what is wrong
   * @param ends how many mutants ended how
   */
  record Report(
      long seed, int count, double seconds, List<Finding> findings, Map<String, Integer> ends) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (Finding finding : findings) {
        text.append("\n--- seed ").append(seed).append(", number ").append(finding.number);
        text.append(": ").append(finding.text);
      }
      return String.format(
          "seed %d: %d mutants in %.0f s, %d findings, ends %s%s",
          seed, count, seconds, findings.size(), ends, text);
    }
  }

  private final Class<? extends MutantKind> kind;
  private final Path root;
  private final Path work;
  private final long seed;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Integer> ends = new TreeMap<>();

  /**
   * Prepares a run.
   *
   * @param work an empty folder
   */
  MutantRun(Class<? extends MutantKind> kind, Path root, Path work, long seed) {
    this.kind = kind;
    this.root = root;
    this.work = work;
    this.seed = seed;
  }

  /** Takes the mutants from one number on. */
  Report take(int first, int count) throws IOException, InterruptedException {
    long start = System.nanoTime();
    int next = first;
    int workers = 0;
    while (next < first + count && findings.size() < MOST_FINDINGS) {
      next = work(workers++, next, first + count - next);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Report(seed, next - first, seconds, List.copyOf(findings), ends);
  }

  /** Starts one worker and returns the number of the mutant that the next one begins with. */
  private int work(int worker, int first, int count) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(work.resolve("worker" + worker));
    Path log = folder.resolve("log.txt");
    Process process = start(folder, log, first, count);
    Path numberFile = folder.resolve("number");
    int last = -1;
    long since = System.nanoTime();
    while (!process.waitFor(1, TimeUnit.SECONDS)) {
      int now = number(numberFile);
      if (now != last) {
        last = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(MOST_IDLE_SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    int exit = process.exitValue();
    String text = Files.readString(log, StandardCharsets.ISO_8859_1);
    if (!text.contains("READY")) {
      throw new IllegalStateException("the worker did not start:\n" + text);
    }
    Matcher fault = FAULT.matcher(text);
    while (fault.find()) {
      findings.add(new Finding(Integer.parseInt(fault.group(1)), fault.group(2)));
    }
    text.lines()
        .filter(line -> line.startsWith("DONE "))
        .forEach(line -> ends.merge(line.substring(5), 1, Integer::sum));
    int number = number(numberFile);
    if (!PLANNED_EXITS.contains(exit)) {
      findings.add(new Finding(number, death(folder, exit, number, text)));
    }
    delete(folder);
    return exit == 0 ? first + count : number + 1;
  }

  private Process start(Path folder, Path log, int first, int count) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "ulimit -c 0; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ErrorFile=" + folder.resolve("hs_err.log"),
            "-Djava.io.tmpdir=" + temporary,
            "-Dtenon.threads=1"));
    for (String name : HANDED_ON) {
      String value = System.getProperty(name);
      if (value != null) {
        command.add("-D" + name + "=" + value);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MutantWorker.class.getName());
    command.addAll(List.of(kind.getName(), root.toString(), folder.toString()));
    command.addAll(List.of(String.valueOf(seed), String.valueOf(first), String.valueOf(count)));
    ProcessBuilder builder = new ProcessBuilder(command);
    // Each thread's own arena would take 64 MiB of the address space.
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "2");
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private String death(Path folder, int exit, int number, String log) throws IOException {
    StringBuilder text = new StringBuilder("the process died with exit code " + exit);
    try {
      MutantKind.Setting setting = new MutantKind.Setting(root, folder, seed);
      text.append(", ")
          .append(
              kind.getDeclaredConstructor(MutantKind.Setting.class)
                  .newInstance(setting)
                  .describe(number));
    } catch (Exception e) {
      text.append(" (its description failed: ").append(e).append(')');
    }
    Path crash = folder.resolve("hs_err.log");
    if (Files.exists(crash)) {
      try (Stream<String> lines = Files.lines(crash, StandardCharsets.ISO_8859_1)) {
        lines
            .filter(
                line -> line.startsWith("# C ") || line.startsWith("C  [") || line.contains("SIG"))
            .limit(12)
            .forEach(line -> text.append('\n').append(line));
      }
    }
    List<String> lines = log.lines().toList();
    lines.subList(Math.max(0, lines.size() - 8), lines.size()).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .forEach(line -> text.append("\n  ").append(line, 0, Math.min(line.length(), 300)));
    return text.toString();
  }

  private static int number(Path file) throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    return bytes.length < Integer.BYTES ? -1 : ByteBuffer.wrap(bytes).getInt();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
