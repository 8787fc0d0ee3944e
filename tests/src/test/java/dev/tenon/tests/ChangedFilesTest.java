package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.tenon.Model;
import dev.tenon.initializers.Initializers;
import dev.tenon.layers.Layers;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models whose files are changed after they were loaded, in every way and on both engines. */
class ChangedFilesTest {
  private static final int WIDTH = 32;

  /** A small model is read in one go, a large one in parts. */
  private static final int SMALL = 8;

  private static final int LARGE = 20_000;
  private static final Tensor ROW = Tensor.full(dev.tenon.tensor.DType.FLOAT32, 0.25, 1, WIDTH);
  private static final int THREADS = 8;

  private static final List<String> NAMES =
      List.of("m.h5", "m.keras", "m.onnx", "beside.onnx", "m.savedmodel", "m.pb");

  @TempDir static Path store;

  /** What happens to a file. */
  private enum Change {
    TRUNCATED,
    EMPTIED,
    OVERWRITTEN,
    GROWN,
    DELETED,
    REPLACED;

    void apply(Path file, Path other) throws IOException {
      switch (this) {
        case TRUNCATED -> cut(file, Files.size(file) / 2);
        case EMPTIED -> cut(file, 0);
        case OVERWRITTEN -> Files.write(file, Files.readAllBytes(other));
        case GROWN -> Files.write(file, new byte[100_000], StandardOpenOption.APPEND);
        case DELETED -> Files.delete(file);
        case REPLACED -> {
          Path beside = Files.copy(other, file.resolveSibling("new"));
          Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }

    private static void cut(Path file, long size) throws IOException {
      try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(size);
      }
    }
  }

  @BeforeAll
  static void save() throws IOException {
    for (int units : List.of(SMALL, LARGE)) {
      for (int seed = 1; seed <= 2; seed++) {
        Path folder = Files.createDirectories(folder(units, seed));
        try (Model model =
            Model.sequential(
                Layers.input(WIDTH),
                Dense.DEFAULTS
                    .units(units)
                    .kernelInitializer(Initializers.randomUniform(-0.5, 0.5, seed)),
                Dense.DEFAULTS
                    .units(3)
                    .kernelInitializer(Initializers.randomUniform(-0.5, 0.5, seed)))) {
          for (String name : NAMES) {
            if (!name.startsWith("beside")) {
              model.save(folder.resolve(name));
            }
          }
        }
        beside(folder);
      }
    }
  }

  private static Path folder(int units, int seed) {
    return store.resolve(units + "-" + seed);
  }

  /** Writes the ONNX model once more, with its weights in a file beside it. */
  private static void beside(Path folder) throws IOException {
    ModelProto.Builder model =
        ModelProto.parseFrom(Files.readAllBytes(folder.resolve("m.onnx"))).toBuilder();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.hasRawData()) {
        ByteString raw = tensor.getRawData();
        tensor.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
        tensor.addExternalDataBuilder().setKey("location").setValue("weights.bin");
        tensor.addExternalDataBuilder().setKey("offset").setValue(Integer.toString(data.size()));
        tensor.addExternalDataBuilder().setKey("length").setValue(Integer.toString(raw.size()));
        raw.writeTo(data);
      }
    }
    Files.write(folder.resolve("weights.bin"), data.toByteArray());
    Files.write(folder.resolve("beside.onnx"), model.build().toByteArray());
  }

  static Stream<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    for (String name : NAMES) {
      boolean stored = name.equals("m.savedmodel") || name.equals("m.pb");
      for (String engine : stored ? List.of("tensorflow") : List.of("tensorflow", "onnxruntime")) {
        for (int units : List.of(SMALL, LARGE)) {
          cases.add(Arguments.of(name, engine, units));
        }
      }
    }
    return cases.stream();
  }

  /** The files of a model. */
  private static List<String> files(String name) {
    return switch (name) {
      case "beside.onnx" -> List.of("beside.onnx", "weights.bin");
      case "m.savedmodel" ->
          List.of(
              "m.savedmodel/saved_model.pb",
              "m.savedmodel/variables/variables.index",
              "m.savedmodel/variables/variables.data-00000-of-00001");
      default -> List.of(name);
    };
  }

  @ParameterizedTest(name = "{0} on {1}, {2} units")
  @MethodSource("cases")
  @DisplayName("a loaded model gives its own answers whatever happens to its file")
  void answersStayRight(String name, String engine, int units, @TempDir Path work)
      throws Exception {
    Tensor expected;
    Map<String, Tensor> weights;
    try (Model model = Model.load(folder(units, 1).resolve(name)).on(engine)) {
      expected = model.predict(ROW);
      weights = Map.copyOf(model.weights());
    }
    for (Change change : Change.values()) {
      for (boolean answered : List.of(false, true)) {
        Path here = work.resolve(change + "-" + answered);
        copy(folder(units, 1), here, name);
        try (Model model = Model.load(here.resolve(name)).on(engine)) {
          if (answered) {
            assertThat(model.predict(ROW)).isEqualTo(expected);
          }
          for (String file : files(name)) {
            change.apply(here.resolve(file), folder(units, 2).resolve(file));
          }
          assertThat(model.predict(ROW)).as("%s, %s", change, answered).isEqualTo(expected);
          assertThat(model.weights()).as("%s, %s", change, answered).isEqualTo(weights);
          if (!files(name).get(0).contains("saved_model") && !name.endsWith(".pb")) {
            Path again = work.resolve(change + "-" + answered + "-" + name);
            model.save(again);
            try (Model saved = Model.load(again).on(engine)) {
              assertThat(saved.predict(ROW)).as("%s, saved", change).isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0} on {1}, {2} units")
  @MethodSource("cases")
  @DisplayName("eight threads are answered right while the file is changed under them")
  void serves(String name, String engine, int units, @TempDir Path work) throws Exception {
    copy(folder(units, 1), work, name);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Model model = Model.load(work.resolve(name)).on(engine)) {
      AtomicBoolean end = new AtomicBoolean();
      Tensor expected = model.predict(ROW);
      Callable<Integer> server =
          () -> {
            int answers = 0;
            while (!end.get()) {
              assertThat(model.predict(ROW)).isEqualTo(expected);
              answers++;
            }
            return answers;
          };
      List<Future<Integer>> servers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        servers.add(threads.submit(server));
      }
      for (Change change : Change.values()) {
        for (String file : files(name)) {
          Path source = folder(units, 1).resolve(file);
          Files.copy(source, work.resolve(file), StandardCopyOption.REPLACE_EXISTING);
          Thread.sleep(5);
          change.apply(work.resolve(file), folder(units, 2).resolve(file));
          Thread.sleep(5);
        }
      }
      end.set(true);
      for (Future<Integer> each : servers) {
        assertThat(each.get(1, TimeUnit.MINUTES)).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void copy(Path from, Path to, String name) throws IOException {
    for (String file : files(name)) {
      Path target = to.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(from.resolve(file), target);
    }
  }
}
