import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.management.OperatingSystemMXBean;
import dev.tenon.Model;
import dev.tenon.spark.TenonModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Rows a second of TenonModel and of ONNX Runtime's Java library called by hand in mapPartitions, in turns.
 *
 * <p>Arguments: the number of executors of one thread, the number of pairs, and the number of rows. With one executor, by hand
 * comes in two forms: rows with all columns, as TenonModel gives them, and the arrays of the features alone. Each line has the
 * medians of wall time and of the processor time of the executors, and the median of the pairs' ratios. With two executors,
 * TenonModel reads Parquet files: one executor at a time, and both.
 */
public final class SparkSpeed {
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;

  private SparkSpeed() {}

  public static void main(String[] arguments) throws Exception {
    int executors = Integer.parseInt(arguments[0]);
    int pairs = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    Path folder = Files.createTempDirectory("tenon-spark-speed");
    Path cnn = folder.resolve("cnn.onnx");
    try (Model model = Model.load("samples/models/mnist_cnn.h5")) {
      model.save(cnn);
    }
    Path dense = folder.resolve("dense.onnx");
    try (Model model = dense()) {
      model.save(dense);
    }
    try (SparkSession spark = session(executors)) {
      spark.sparkContext().setLogLevel("ERROR");
      Dataset<Row> rows =
          spark
              .range(0, count, 1, 2)
              .selectExpr("id", "transform(sequence(0, 783), i -> cast((id * 31 + i * 7) % 256 / 255 as float)) features");
      if (executors == 2) {
        String table = folder.resolve("rows").toString();
        rows.write().parquet(table);
        List<String> parts = files(Path.of(table));
        for (Path file : List.of(dense, cnn)) {
          scale(spark, parts, file, pairs, count);
        }
        return;
      }
      rows = rows.cache();
      rows.count();
      for (Path file : List.of(dense, cnn)) {
        for (int batch : new int[] {32, 256}) {
          measure(spark, rows, file, batch, pairs, count);
        }
      }
    }
  }

  private static List<String> files(Path table) throws IOException {
    try (Stream<Path> files = Files.list(table)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".parquet")).sorted().toList();
    }
  }

  /** One executor at work, with a half after the other, and both at once. */
  private static void scale(SparkSession spark, List<String> parts, Path file, int pairs, int count)
      throws IOException {
    TenonModel scorer =
        TenonModel.fromFile(file.toString()).setInputCol("features").setOutputCol("scores").setEngine("onnxruntime");
    Supplier<Dataset<?>> first = () -> scorer.transform(spark.read().parquet(parts.get(0)));
    Supplier<Dataset<?>> second = () -> scorer.transform(spark.read().parquet(parts.get(1)));
    Supplier<Dataset<?>> both = () -> scorer.transform(spark.read().parquet(parts.toArray(String[]::new)));
    run(both.get());
    run(both.get());
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double two = run(both.get())[0];
      double one = run(first.get())[0] + run(second.get())[0];
      two = (two + run(both.get())[0]) / 2;
      all.add(new double[] {one, two, one / two});
    }
    System.out.printf(
        Locale.ROOT,
        "%s, batch 32: one executor of one thread %,.0f rows/s, two %,.0f, ratio %.2f%n",
        file.getFileName(),
        count / median(all, 0),
        count / median(all, 1),
        median(all, 2));
  }

  private static Model dense() {
    return Model.sequential(
        dev.tenon.Tenon.dense(128).activation("relu").inputShape(FEATURES),
        dev.tenon.Tenon.dense(64).activation("relu"),
        dev.tenon.Tenon.dense(CLASSES).activation("softmax"));
  }

  private static void measure(
      SparkSession spark, Dataset<Row> rows, Path file, int batch, int pairs, int count)
      throws IOException {
    TenonModel scorer =
        TenonModel.fromFile(file.toString())
            .setInputCol("features")
            .setOutputCol("scores")
            .setBatchSize(batch)
            .setEngine("onnxruntime");
    byte[] bytes = Files.readAllBytes(file);
    boolean image = file.endsWith("cnn.onnx");
    String name = file.getFileName() + ", batch " + batch;
    compare(
        name + ", all columns",
        () -> scorer.transform(rows),
        () -> rows.mapPartitions(new ByHandRows(bytes, batch, image), Encoders.row(ByHandRows.SCHEMA)),
        pairs,
        count);
    compare(
        name + ", scores alone",
        () -> scorer.transform(rows).select("scores"),
        () ->
            rows.select("features")
                .as(spark.implicits().newFloatArrayEncoder())
                .mapPartitions(new ByHandArrays(bytes, batch, image), spark.implicits().newFloatArrayEncoder())
                .toDF(),
        pairs,
        count);
  }

  private static void compare(
      String name, Supplier<Dataset<?>> tenon, Supplier<Dataset<?>> hand, int pairs, int count) {
    run(tenon.get());
    run(hand.get());
    List<double[]> all = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double[] first = run((i % 2 == 0 ? tenon : hand).get());
      double[] second = run((i % 2 == 0 ? hand : tenon).get());
      double[] t = i % 2 == 0 ? first : second;
      double[] h = i % 2 == 0 ? second : first;
      all.add(new double[] {t[0], h[0], h[0] / t[0], t[1], h[1], h[1] / t[1]});
    }
    System.out.printf(
        Locale.ROOT,
        "%s: Tenon %,.0f rows/s, by hand %,.0f, ratio %.2f; per processor second %,.0f, %,.0f, ratio %.2f%n",
        name,
        count / median(all, 0),
        count / median(all, 1),
        median(all, 2),
        count / median(all, 3),
        count / median(all, 4),
        median(all, 5));
  }

  private static double median(List<double[]> all, int column) {
    double[] sorted = all.stream().mapToDouble(values -> values[column]).sorted().toArray();
    return sorted.length % 2 == 1
        ? sorted[sorted.length / 2]
        : (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
  }

  private static double[] run(Dataset<?> rows) {
    double before = processorTime(rows.sparkSession());
    long start = System.nanoTime();
    rows.write().format("noop").mode("overwrite").save();
    double wall = (System.nanoTime() - start) / 1e9;
    return new double[] {wall, processorTime(rows.sparkSession()) - before};
  }

  /** Returns the seconds of processor time of all executors, with every thread of theirs. */
  private static double processorTime(SparkSession spark) {
    Map<String, Double> byProcess = new HashMap<>();
    MapPartitionsFunction<Long, String> read =
        rows -> {
          Thread.sleep(50); // so that every executor gets one
          OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
          return List.of(ProcessHandle.current().pid() + " " + system.getProcessCpuTime() / 1e9).iterator();
        };
    for (String line : spark.range(0, 8, 1, 8).mapPartitions(read, Encoders.STRING()).collectAsList()) {
      byProcess.merge(line.split(" ")[0], Double.parseDouble(line.split(" ")[1]), Math::max);
    }
    return byProcess.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static SparkSession session(int executors) {
    return SparkSession.builder()
        .master("local-cluster[" + executors + ",1,1536]")
        .appName("speed")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "1536m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executorEnv.ORT_DISABLE_TELEMETRY", "1")
        .config("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "3")
        .getOrCreate();
  }

  /** A session for all tasks of an executor, with one thread, as a careful user makes it. */
  private static final class Sessions {
    private static final Map<Integer, OrtSession> ALL = new HashMap<>();

    static synchronized OrtSession of(byte[] model) throws OrtException {
      OrtSession known = ALL.get(model.length);
      if (known == null) {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        known = OrtEnvironment.getEnvironment().createSession(model, options);
        ALL.put(model.length, known);
      }
      return known;
    }
  }

  /** A batch by hand: a direct buffer that is used again and again. */
  private abstract static class ByHand<T, R> implements Iterator<R> {
    private final Iterator<T> source;
    private final OrtSession session;
    private final String input;
    private final boolean image;
    private final int size;
    private final FloatBuffer buffer;
    private final List<T> batch = new ArrayList<>();
    private float[][] scores = {};
    private int next;

    ByHand(Iterator<T> source, byte[] model, int size, boolean image) throws OrtException {
      this.source = source;
      this.session = Sessions.of(model);
      this.input = session.getInputNames().iterator().next();
      this.image = image;
      this.size = size;
      this.buffer = ByteBuffer.allocateDirect(4 * size * FEATURES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    abstract void put(T row, FloatBuffer target);

    abstract R result(T row, float[] scores);

    @Override
    public boolean hasNext() {
      return next < batch.size() || source.hasNext();
    }

    @Override
    public R next() {
      if (next == batch.size()) {
        compute();
      }
      return result(batch.get(next), scores[next++]);
    }

    private void compute() {
      batch.clear();
      next = 0;
      buffer.clear();
      while (batch.size() < size && source.hasNext()) {
        T row = source.next();
        batch.add(row);
        put(row, buffer);
      }
      buffer.flip();
      long[] shape = image ? new long[] {batch.size(), 28, 28, 1} : new long[] {batch.size(), FEATURES};
      try (OnnxTensor tensor = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, shape);
          OrtSession.Result results = session.run(Map.of(input, tensor))) {
        scores = (float[][]) results.get(0).getValue();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class ByHandRows implements MapPartitionsFunction<Row, Row> {
    static final StructType SCHEMA =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("scores", DataTypes.createArrayType(DataTypes.FloatType));

    private final byte[] model;
    private final int batch;
    private final boolean image;

    ByHandRows(byte[] model, int batch, boolean image) {
      this.model = model;
      this.batch = batch;
      this.image = image;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws OrtException {
      return new ByHand<>(rows, model, batch, image) {
        @Override
        void put(Row row, FloatBuffer target) {
          for (float value : row.<Float>getList(1)) {
            target.put(value);
          }
        }

        @Override
        Row result(Row row, float[] scores) {
          return RowFactory.create(row.get(0), row.get(1), scores);
        }
      };
    }
  }

  private static final class ByHandArrays implements MapPartitionsFunction<float[], float[]> {
    private final byte[] model;
    private final int batch;
    private final boolean image;

    ByHandArrays(byte[] model, int batch, boolean image) {
      this.model = model;
      this.batch = batch;
      this.image = image;
    }

    @Override
    public Iterator<float[]> call(Iterator<float[]> rows) throws OrtException {
      return new ByHand<>(rows, model, batch, image) {
        @Override
        void put(float[] row, FloatBuffer target) {
          target.put(row);
        }

        @Override
        float[] result(float[] row, float[] scores) {
          return scores;
        }
      };
    }
  }
}
