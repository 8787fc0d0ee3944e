package dev.tenon;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.error.ModelException;
import dev.tenon.layers.base.LayerLike;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong arguments of public methods are answered with documented types and a sentence. */
final class WrongArgumentsTest {
  private static final Tensor ROW = Tensor.of(new float[] {1, 2}, 1, 2);

  /** What everybody calls; the others say with Java's own sentence which argument is null. */
  private static final Set<String> VERBS =
      Set.of(
          "load",
          "loadResource",
          "fromJson",
          "of",
          "sequential",
          "add",
          "on",
          "build",
          "predict",
          "predictOne",
          "predictOnBatch",
          "run",
          "compile",
          "fit",
          "evaluate",
          "trainOnBatch",
          "testOnBatch",
          "setWeights",
          "loadWeights",
          "save",
          "export",
          "summary");

  @TempDir static Path folder;

  private interface Call {
    void run() throws Exception;
  }

  private static Model model(String engine) {
    Model model = Model.sequential(input(2), dense(3));
    return model.on(engine);
  }

  /** Returns what is wrong with a failure; null where it is a documented one. */
  private static @Nullable String fault(Throwable failure) {
    boolean documented =
        failure instanceof IllegalArgumentException
            || failure instanceof IllegalStateException
            || failure instanceof NullPointerException
            || failure instanceof IOException
            || failure instanceof UncheckedIOException
            || failure instanceof ModelException;
    String message = String.valueOf(failure.getMessage());
    boolean sentence = message.contains(" ") && !message.startsWith("Cannot ");
    return documented && sentence ? null : failure.toString();
  }

  private static void refused(Map<String, Call> calls) {
    List<String> faults = new ArrayList<>();
    calls.forEach(
        (name, call) -> {
          try {
            call.run();
            faults.add(name + ": accepted");
          } catch (Throwable e) {
            String fault = fault(e);
            if (fault != null) {
              faults.add(name + ": " + fault);
            }
          }
        });
    assertThat(faults).isEmpty();
  }

  @Test
  void shapesAndAxesOfTensors() {
    Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("negative length", () -> Tensor.zeros(DType.FLOAT32, -1, 2));
    calls.put("two negative lengths", () -> Tensor.zeros(DType.FLOAT32, -1, -2));
    calls.put("huge shape", () -> Tensor.zeros(DType.FLOAT32, 1L << 40, 1L << 40));
    calls.put("one huge axis", () -> Tensor.zeros(DType.FLOAT64, Long.MAX_VALUE));
    calls.put("huge strings", () -> Tensor.full(DType.FLOAT64, 1, 1L << 31));
    calls.put("shape of other values", () -> Tensor.of(new float[] {1}, 2));
    calls.put("reshape", () -> tensor.reshape(4));
    calls.put("reshape to negative", () -> tensor.reshape(-2, -3));
    calls.put("reshape overflows", () -> tensor.reshape(1L << 32, 1L << 32, -1));
    calls.put("dim", () -> tensor.dim(2));
    calls.put("expandDims", () -> tensor.expandDims(9));
    calls.put("slice axis", () -> tensor.slice(5, 0, 1));
    calls.put("slice start", () -> tensor.slice(0, -9, 1));
    calls.put("slice end", () -> tensor.slice(0, 0, 1L << 40));
    calls.put("slice backwards", () -> tensor.slice(0, 2, 1));
    calls.put("get", () -> tensor.get(7));
    calls.put("get of a scalar", () -> Tensor.scalar(DType.FLOAT32, 1).get(0));
    calls.put("transpose short", () -> tensor.transpose(0));
    calls.put("transpose twice", () -> tensor.transpose(0, 0));
    calls.put("transpose outside", () -> tensor.transpose(0, 5));
    calls.put("argMax", () -> tensor.argMax(4));
    calls.put("getFloat", () -> tensor.getFloat(6));
    calls.put("getFloat huge", () -> tensor.getFloat(1L << 40));
    calls.put("getString of numbers", () -> tensor.getString(0));
    calls.put("writer", () -> new Tensor.Writer(DType.FLOAT32, -1));
    calls.put("ragged rows", () -> Tensor.of(new float[][] {{1}, {1, 2}}));
    refused(calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void whatIsFedToAModel(String engine) {
    try (Model model = model(engine)) {
      Map<String, Call> calls = new LinkedHashMap<>();
      calls.put("other length", () -> model.predict(Tensor.of(new float[3], 1, 3)));
      calls.put("other rank", () -> model.predict(Tensor.of(new float[2], 1, 1, 2)));
      calls.put("scalar", () -> model.predict(Tensor.scalar(DType.FLOAT32, 1)));
      calls.put("strings", () -> model.predict(Tensor.ofStrings(new String[] {"a", "b"}, 1, 2)));
      calls.put("no input", () -> model.predict(Map.of()));
      calls.put("other input", () -> model.predict(Map.of("x", ROW)));
      calls.put("unknown output", () -> model.run(fed(model, ROW), List.of("nothing")));
      calls.put("unknown layer", () -> model.layer("nothing"));
      calls.put("unknown weights", () -> model.setWeights(Map.of("nothing", ROW)));
      calls.put("batch size 0", () -> model.predict(ROW, 0));
      calls.put("batch size -1", () -> model.predict(ROW, -1));
      calls.put("unknown engine", () -> model.on("nothing"));
      calls.put("cut", () -> model.edit().cut("nothing"));
      calls.put("ragged rows", () -> model.predict(new float[][] {{1}, {1, 2}}));
      calls.put("a name without suffix", () -> model.save(folder.resolve("model")));
      calls.put("a folder that is none", () -> model.save(folder.resolve("no/such/model.keras")));
      refused(calls);
    }
  }

  private static Map<String, Tensor> fed(Model model, Tensor tensor) {
    return Map.of(model.inputs().get(0).name(), tensor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tensorflow", "onnxruntime"})
  void aClosedModel(String engine) {
    Model model = model(engine);
    Map<String, Tensor> fed = fed(model, ROW);
    model.close();
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("predict", () -> model.predict(ROW));
    calls.put("predict a map", () -> model.predict(fed));
    calls.put("fit", () -> model.trainOnBatch(ROW, ROW));
    refused(calls);
  }

  @Test
  void huge() {
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("units", () -> model(dense(Integer.MAX_VALUE)).predict(ROW));
    calls.put("negative units", () -> model(dense(-1)).predict(ROW));
    calls.put("no units", () -> model(dense(0)).predict(ROW));
    refused(calls);
  }

  private static Model model(LayerLike layer) {
    return Model.sequential(input(2), layer);
  }

  static Stream<Method> methodsOfModel() {
    return Arrays.stream(Model.class.getMethods())
        .filter(method -> method.getDeclaringClass().getPackageName().equals("dev.tenon"))
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .filter(method -> VERBS.contains(method.getName()))
        .filter(
            method -> Arrays.stream(method.getParameterTypes()).anyMatch(p -> !p.isPrimitive()));
  }

  @ParameterizedTest
  @MethodSource("methodsOfModel")
  void nullIsNamed(Method method) throws Exception {
    List<String> faults = new ArrayList<>();
    for (String engine : List.of("tensorflow", "onnxruntime")) {
      for (int at = 0; at < method.getParameterCount(); at++) {
        boolean nullable =
            method.getAnnotatedParameterTypes()[at].isAnnotationPresent(Nullable.class);
        if (!method.getParameterTypes()[at].isPrimitive() && !nullable) {
          try (Model model = model(engine)) {
            model.compile("sgd", "mse");
            Object owner = Modifier.isStatic(method.getModifiers()) ? null : model;
            method.invoke(owner, arguments(method, at));
            faults.add("argument " + at + ": accepted");
          } catch (InvocationTargetException e) {
            String fault = fault(e.getCause());
            if (fault != null) {
              faults.add("argument " + at + ": " + fault);
            }
          }
        }
      }
    }
    assertThat(faults).as(method.toString()).isEmpty();
  }

  private static @Nullable Object[] arguments(Method method, int missing) throws IOException {
    @Nullable Object[] arguments = new Object[method.getParameterCount()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = i == missing ? null : sample(method.getParameterTypes()[i]);
    }
    return arguments;
  }

  private static @Nullable Object sample(Class<?> type) throws IOException {
    if (type == int.class) {
      return 1;
    }
    if (type == Tensor.class) {
      return ROW;
    }
    if (type == String.class) {
      return "dense";
    }
    if (type == Path.class) {
      return Files.createTempDirectory(folder, "target").resolve("model.keras");
    }
    if (type == Map.class) {
      return Map.of();
    }
    if (type == List.class) {
      return List.of();
    }
    return type.isArray() ? Array.newInstance(type.getComponentType(), 0) : null;
  }
}
