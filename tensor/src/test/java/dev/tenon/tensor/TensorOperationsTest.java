package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Operations give the values that NumPy gives, in Keras' element types; recorded by their script.
 */
final class TensorOperationsTest {
  private static final Path CASES = Checkout.file("tests/goldens/tensor/operations.jsonl.gz");

  /** Rounded once to the type, a result may be the other neighbour of what NumPy computes. */
  private static final double LAST_PLACE = 1.1;

  @Test
  void operationsGiveWhatNumPyGives() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> wrong = new ArrayList<>();
    Set<String> methods = new TreeSet<>();
    int count = 0;
    for (String line : lines()) {
      JsonNode row = json.readTree(line);
      methods.add(row.path("method").asText());
      count++;
      String difference = difference(row);
      if (!difference.isEmpty()) {
        wrong.add(what(row) + ": " + difference);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(methods).hasSizeGreaterThan(38);
    assertThat(count).isGreaterThan(1500);
  }

  private static String difference(JsonNode row) {
    Tensor expected = tensor(row.path("result"));
    Tensor received;
    try {
      received = computed(row);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return String.valueOf(e instanceof InvocationTargetException ? e.getCause() : e);
    }
    if (received.dtype() != expected.dtype()
        || !received.shapeString().equals(expected.shapeString())) {
      return "expected "
          + expected.dtype()
          + expected.shapeString()
          + ", received "
          + received.dtype()
          + received.shapeString();
    }
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.getDouble(i);
      double found = received.getDouble(i);
      boolean same =
          expected.dtype().isFloating()
              ? Double.compare(wanted + 0.0, found + 0.0) == 0
                  || Math.abs(wanted - found) <= LAST_PLACE * spacing(expected.dtype(), wanted)
              : expected.getLong(i) == received.getLong(i);
      if (!same) {
        return "element " + i + ": expected " + wanted + ", received " + found;
      }
    }
    return "";
  }

  /** Returns the distance of neighbouring numbers of a type; of sums in float64 that of some. */
  private static double spacing(DType type, double value) {
    return switch (type) {
      case FLOAT16 -> Math.max(Math.ulp((float) value) * 0x1p13, 0x1p-24);
      case FLOAT64 -> Math.max(16 * Math.ulp(value), 1e-15);
      default -> Math.ulp((float) value);
    };
  }

  private static Tensor computed(JsonNode row) throws ReflectiveOperationException {
    String method = row.path("method").asText();
    Tensor[] operands = stream(row.path("operands")).map(x -> tensor(x)).toArray(Tensor[]::new);
    int[] axes = stream(row.path("axes")).mapToInt(JsonNode::asInt).toArray();
    double[] numbers = stream(row.path("numbers")).mapToDouble(JsonNode::asDouble).toArray();
    long[] whole = stream(row.path("numbers")).mapToLong(JsonNode::asLong).toArray();
    return switch (method) {
      case "arangeLong" -> Tensor.arange(whole[0], whole[1], whole[2]);
      case "arange" -> Tensor.arange(DType.FLOAT64, numbers[0], numbers[1], numbers[2]);
      case "linspace" -> Tensor.linspace(DType.FLOAT64, numbers[0], numbers[1], (int) numbers[2]);
      case "eye" -> Tensor.eye((int) whole[0], (int) whole[1]);
      case "random" -> Tensor.random(whole[0], whole[1], whole[2]);
      case "randomNormal" -> Tensor.randomNormal(whole[0], whole[1], whole[2]);
      case "concat" -> Tensor.concat(axes[0], operands);
      case "stack" -> Tensor.stack(axes[0], operands);
      case "slice" -> operands[0].slice(row.path("index").asText());
      case "get" -> operands[0].get(IntStream.of(axes).asLongStream().toArray());
      case "take" -> operands[0].take(axes);
      case "transpose" -> operands[0].transpose(axes);
      case "squeeze" -> operands[0].squeeze(axes);
      default -> called(method, operands, axes, row);
    };
  }

  private static Tensor called(String method, Tensor[] operands, int[] axes, JsonNode row)
      throws ReflectiveOperationException {
    Tensor x = operands[0];
    if (row.has("keepdims")) {
      boolean keepdims = row.path("keepdims").asBoolean();
      if (method.startsWith("arg")) {
        return axes.length == 0
            ? call(x, method, new Class<?>[0])
            : call(x, method, new Class<?>[] {int.class, boolean.class}, axes[0], keepdims);
      }
      return keepdims
          ? call(x, method, new Class<?>[] {int[].class, boolean.class}, axes, true)
          : call(x, method, new Class<?>[] {int[].class}, axes);
    }
    if (row.has("long")) {
      return call(x, method, new Class<?>[] {long.class}, row.path("long").asLong());
    }
    if (row.has("double")) {
      return call(x, method, new Class<?>[] {double.class}, row.path("double").asDouble());
    }
    return operands.length == 1
        ? call(x, method, new Class<?>[0])
        : call(x, method, new Class<?>[] {Tensor.class}, operands[1]);
  }

  private static Tensor call(Tensor x, String method, Class<?>[] types, Object... arguments)
      throws ReflectiveOperationException {
    return (Tensor) Tensor.class.getMethod(method, types).invoke(x, arguments);
  }

  private static String what(JsonNode row) {
    StringBuilder text = new StringBuilder(row.path("method").asText());
    row.path("operands")
        .forEach(x -> text.append(' ').append(x.path("dtype").asText()).append(x.path("shape")));
    for (String key : new String[] {"axes", "keepdims", "index", "numbers", "long", "double"}) {
      text.append(row.has(key) ? " " + key + " " + row.path(key) : "");
    }
    return text.toString();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Tensor tensor(JsonNode array) {
    long[] shape = stream(array.path("shape")).mapToLong(JsonNode::asLong).toArray();
    byte[] bytes = Base64.getDecoder().decode(array.path("bytes").asText());
    return Tensor.of(DType.of(array.path("dtype").asText()), shape, ByteBuffer.wrap(bytes));
  }

  private static Iterable<String> lines() throws IOException {
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(CASES))) {
      return new String(packed.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
