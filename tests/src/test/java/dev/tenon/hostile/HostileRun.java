package dev.tenon.hostile;

import dev.tenon.formats.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Takes mutants of one container through {@link Journey}, in a JVM of its own.
 *
 * <p>Arguments: the project's folder, the container (h5, keras, onnx, pb, savedmodel), how many
 * mutants, the number of the first, an empty folder to work in. The exit code is 0 where nothing is
 * wrong. What was under work when the JVM crashed stands in the file {@code number} of the folder.
 */
final class HostileRun {
  private static final int MOST_SECONDS = 10;
  private static final int BYTES_EVERY = 10;
  private static final int TENSORFLOW_EVERY = 12;
  private static final long SEED = Long.getLong("tenon.seed", 20_261_124L);
  private static final int MOST_REPORTED = 400;

  private final String container;
  private final Path inbox;
  private final Path kept;
  private final GoodFiles good;
  private final Mutator blind = new RandomDamage();
  private final Mutator knowing;
  private final Map<Journey.End, Integer> ends = new EnumMap<>(Journey.End.class);
  private int failures;
  private double slowest;
  private int slowestNumber;

  private HostileRun(Path root, String container, Path work) throws IOException {
    this.container = container;
    this.kept = root.resolve("tests/target/hostile");
    this.inbox = Files.createDirectories(work.resolve("inbox"));
    this.good = new GoodFiles(root, container, Files.createDirectories(work.resolve("scratch")));
    this.knowing =
        switch (container) {
          case "h5" -> new Hdf5Damage();
          case "keras" -> new KerasDamage();
          case "onnx" -> new OnnxDamage();
          case "pb" -> new GraphDamage("GraphDef");
          case "savedmodel" -> new GraphDamage("SavedModel");
          default -> throw new IllegalArgumentException("container " + container);
        };
  }

  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[4]);
    if (!Path.of(System.getProperty("java.io.tmpdir")).startsWith(work)) {
      // What is left behind there is deleted: it must be nobody else's.
      throw new IllegalArgumentException("java.io.tmpdir must lie in " + work);
    }
    HostileRun run = new HostileRun(Path.of(args[0]), args[1], work);
    int count = Integer.parseInt(args[2]);
    int first = Integer.parseInt(args[3]);
    long start = System.nanoTime();
    try (FileChannel channel =
        FileChannel.open(
            work.resolve("number"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      MappedByteBuffer number = channel.map(FileChannel.MapMode.READ_WRITE, 0, Integer.BYTES);
      run.warmUp();
      for (int i = first; i < first + count; i++) {
        number.putInt(0, i);
        run.take(i);
      }
    }
    System.out.printf(
        "%s: %d mutants in %.0f s, %d faults, slowest %.1f s (number %d), ends %s%n",
        run.container,
        count,
        (System.nanoTime() - start) / 1e9,
        run.failures,
        run.slowest,
        run.slowestNumber,
        run.ends);
    System.out.flush();
    // Threads that hang in a mutant must not keep the JVM alive.
    Runtime.getRuntime().halt(run.failures == 0 ? 0 : 1);
  }

  /** Returns the mutant of a number: odd ones are made with knowledge of the format. */
  byte[] mutant(int number) throws IOException {
    Random random = new Random(SEED * 31 + number);
    boolean plain = number % 2 == 0 || !good.isStructure(number / 2);
    return (plain ? blind : knowing).mutate(good.of(number / 2), random);
  }

  /** Lets the engines load their native libraries, which no mutant's time should hold. */
  private void warmUp() throws IOException {
    Path file = inbox.resolve("mutant." + container);
    good.write(file, 0, good.of(0));
    Journey.End end = new Journey(file, false, true).take();
    if (end != Journey.End.RUN) {
      throw new IllegalStateException("the good file itself ends as " + end);
    }
  }

  private void take(int number) throws IOException, InterruptedException {
    byte[] bytes = mutant(number);
    Path file = inbox.resolve("mutant." + container);
    good.write(file, number / 2, bytes);
    boolean fromBytes = number % BYTES_EVERY == 3 && !Files.isDirectory(file);
    Journey journey = new Journey(file, fromBytes, number % TENSORFLOW_EVERY == 5);
    FutureTask<Journey.End> task = new FutureTask<>(journey::take);
    Thread thread = new Thread(task, "mutant " + number);
    thread.setDaemon(true);
    long start = System.nanoTime();
    thread.start();
    try {
      ends.merge(task.get(MOST_SECONDS, TimeUnit.SECONDS), 1, Integer::sum);
    } catch (ExecutionException e) {
      fail(number, e.getCause());
    } catch (TimeoutException e) {
      Throwable where = new Throwable("still running after " + MOST_SECONDS + " s");
      where.setStackTrace(thread.getStackTrace());
      fail(number, where);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (seconds > slowest) {
      slowest = seconds;
      slowestNumber = number;
    }
    leftovers(number);
  }

  private void leftovers(int number) throws IOException {
    // Tenon's own folder, which lives as long as the process, is looked into.
    for (Path folder :
        List.of(inbox, Path.of(System.getProperty("java.io.tmpdir")), TemporaryFolder.get())) {
      TreeSet<String> names = new TreeSet<>();
      try (Stream<Path> list = Files.list(folder)) {
        for (Path path : list.toList()) {
          String name = String.valueOf(path.getFileName());
          boolean mine = name.startsWith("mutant.");
          // The engines unpack their native libraries once, for the life of the JVM.
          boolean natives = name.contains("onnxruntime") || name.startsWith("javacpp");
          boolean ofProcess =
              name.startsWith("hsperfdata")
                  || name.equals("lock")
                  || path.equals(TemporaryFolder.get());
          if (!mine && !natives && !ofProcess) {
            names.add(name);
            Files.deleteIfExists(path);
          }
        }
      }
      if (!names.isEmpty()) {
        fail(number, new Throwable("files left behind in " + folder + ": " + names));
      }
    }
  }

  private void fail(int number, Throwable e) {
    failures++;
    if (failures > MOST_REPORTED) {
      return;
    }
    keep(number);
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    System.out.printf(
        "FAULT %s number %d, made of %s:%n%s%n",
        container, number, good.path(number / 2), shortened(text.toString()));
  }

  /** Keeps the file for whoever looks into it. */
  private void keep(int number) {
    Path mutant = inbox.resolve("mutant." + container);
    // The other files of a SavedModel are undamaged.
    Path file = Files.isDirectory(mutant) ? mutant.resolve("saved_model.pb") : mutant;
    try {
      Files.createDirectories(kept);
      Path copy = kept.resolve(number + "." + container);
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      System.out.println("kept as " + copy);
    } catch (IOException e) {
      System.out.println("could not be kept: " + e);
    }
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
