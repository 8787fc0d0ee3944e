package dev.tenon.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** A Spark session of a test class, on executors in JVMs of their own. */
public final class LocalCluster {
  private LocalCluster() {}

  /**
   * Starts a session with executors of one thread each.
   *
   * @param executors their number
   */
  public static SparkSession of(int executors) {
    return start("local-cluster[" + executors + ",1,1024]");
  }

  /** Starts a session inside this JVM. */
  public static SparkSession inside(int threads) {
    return start("local[" + threads + "]");
  }

  private static SparkSession start(String master) {
    Path home = home();
    try {
      Files.createDirectories(home.resolve("jars"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SparkSession.builder()
        .master(master)
        .appName("tenon")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 4)
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3")
        .config("spark.executorEnv.ORT_DISABLE_TELEMETRY", "1")
        .config("spark.executor.memory", "1g")
        .config("spark.executor.defaultJavaOptions", compiler())
        .config("spark.sql.warehouse.dir", home.resolve("warehouse").toString())
        .getOrCreate();
  }

  /** Returns what this JVM was told of its compilers: executors live no longer than tests. */
  private static String compiler() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("-XX:Tiered"))
        .collect(Collectors.joining(" "));
  }

  /** Stops a session, and empties what its executors left. */
  public static void stop(SparkSession session) {
    session.stop();
    Path work = home().resolve("work");
    if (!Files.isDirectory(work)) {
      return;
    }
    try {
      Files.walkFileTree(
          work,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() {
    return Path.of(System.getenv("SPARK_HOME"));
  }
}
