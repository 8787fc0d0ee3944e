package dev.tenon.runtime.onnxruntime.compat;

import static dev.tenon.testing.Protos.graph;
import static dev.tenon.testing.Protos.integer;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static dev.tenon.testing.Protos.port;
import static dev.tenon.testing.Protos.unranked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tenon.error.RunStoppedException;
import dev.tenon.error.RunStoppedException.Reason;
import dev.tenon.formats.Source;
import dev.tenon.formats.onnx.OnnxFile;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.OnnxFileEngine;
import dev.tenon.runtime.onnxruntime.OnnxRuntimeEngine;
import dev.tenon.runtime.onnxruntime.OnnxSession;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators with operands that only the run knows: good ones give the bits that ONNX Runtime's own
 * API gives for the same file, and those that ended the process are an error of the run.
 */
final class GuardedOperandsTest {
  private static final Tensor NONE = Tensor.zeros(DType.FLOAT32, 0);

  @TempDir private Path folder;

  private static Tensor x(long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (i * 7 % 11 - 5) / 4f;
    }
    return Tensor.of(values, new long[] {size}).reshape(shape);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor number(long value) {
    return Tensor.scalar(DType.INT64, value);
  }

  private static Tensor factors(float... values) {
    return Tensor.of(values, values.length);
  }

  /** Operator, good operands, bad operands; nothing in place of one that is left out. */
  static Stream<Arguments> operators() {
    AttributeProto units = integer("hidden_size", 2);
    Tensor image = x(1, 1, 3, 3);
    return Stream.of(
        of("TopK", List.of(x(2, 3), longs(2)), List.of(x(0, 3), longs(2))),
        of("STFT", List.of(x(1, 16, 1), number(4), NONE, number(8)), frames(number(0), number(8))),
        of("STFT", List.of(x(1, 16, 1), number(4), NONE, number(8)), frames(number(4), number(0))),
        of("LSTM", recurrent(x(2, 1, 3), 4), recurrent(x(0, 1, 3), 4), units),
        of("LSTM", recurrent(x(2, 1, 3), 4), recurrent(x(2, 3), 4), units),
        of("GRU", recurrent(x(2, 1, 3), 3), recurrent(x(2, 0, 3), 3), units),
        of("RNN", recurrent(x(2, 1, 3), 1), recurrent(x(2, 3), 1), units),
        of(
            "InstanceNormalization",
            List.of(x(1, 2, 3), x(2), x(2)),
            List.of(x(1, 2, 0), x(2), x(2))),
        of("LpNormalization", List.of(x(2, 3)), List.of(x(2, 0))),
        of("DFT", List.of(x(1, 4, 1)), List.of(x(4))),
        of("GatherND", List.of(x(2, 2), longs(1)), List.of(x(2, 2), number(1))),
        of("Conv", List.of(image, x(1, 1, 2, 2)), List.of(image, x(1, 1, 0, 2))),
        of("ConvTranspose", List.of(image, x(1, 1, 2, 2)), List.of(x(1, 1, 0, 3), x(1, 1, 2, 2))),
        of(
            "Resize",
            List.of(image, NONE, factors(1, 1, 2, 2)),
            List.of(image, NONE, factors(1, 1, 2))),
        of(
            "Resize",
            List.of(image, NONE, NONE, longs(1, 1, 2, 5)),
            List.of(image, NONE, NONE, longs(4))),
        of("Unique", List.of(x(2, 3)), List.of(x(0, 3)), integer("axis", 0)));
  }

  private static List<Tensor> frames(Tensor step, Tensor length) {
    return List.of(x(1, 16, 1), step, NONE, length);
  }

  private static List<Tensor> recurrent(Tensor steps, int gates) {
    return List.of(steps, x(1, 2L * gates, 3), x(1, 2L * gates, 2));
  }

  private static Arguments of(
      String operator, List<Tensor> good, List<Tensor> bad, AttributeProto... attributes) {
    return Arguments.of(operator, good, bad, List.of(attributes));
  }

  @ParameterizedTest(name = "{0} of {2}")
  @MethodSource("operators")
  void goodOperandsGiveTheSameBitsAndBadOnesAnError(
      String operator, List<Tensor> good, List<Tensor> bad, List<AttributeProto> attributes)
      throws Exception {
    Path file = write(operator, good, attributes.toArray(AttributeProto[]::new));
    try (OnnxSession session = OnnxSession.open(file)) {
      assertThat(session.run(feeds(good)).get("y")).isEqualTo(plain(file, feeds(good)));
      assertThatThrownBy(() -> session.run(feeds(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("net.onnx");
      // The session survives it.
      assertThat(session.run(feeds(good)).get("y")).isEqualTo(plain(file, feeds(good)));
    }
  }

  /** Writes an operator whose operands get their shapes with the run. */
  private Path write(String operator, List<Tensor> operands, AttributeProto... attributes)
      throws IOException {
    GraphProto.Builder net = GraphProto.newBuilder();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i).equals(NONE)) {
        names.add("");
        continue;
      }
      String name = "i" + i;
      net.addInput(port(name, OnnxFile.dataType(operands.get(i).dtype()), -1));
      net.addInput(port(name + "_shape", DataType.INT64_VALUE, -1));
      net.addNode(
          node(
              "Reshape",
              List.of(name, name + "_shape"),
              List.of(name + "_shaped"),
              integer("allowzero", 1)));
      names.add(name + "_shaped");
    }
    boolean two = operator.equals("TopK");
    net.addNode(node(operator, names, two ? List.of("y", "at") : List.of("y"), attributes));
    net.addOutput(unranked("y", DataType.FLOAT_VALUE));
    return Files.write(folder.resolve("net.onnx"), model(net, 20).build().toByteArray());
  }

  private static Map<String, Tensor> feeds(List<Tensor> operands) {
    Map<String, Tensor> feeds = new LinkedHashMap<>();
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      if (!operand.equals(NONE)) {
        feeds.put("i" + i, operand.reshape(operand.size()));
        feeds.put("i" + i + "_shape", longs(operand.shape()));
      }
    }
    return feeds;
  }

  /** Returns what ONNX Runtime gives without Tenon. */
  private static Tensor plain(Path file, Map<String, Tensor> feeds) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try (OrtSession session = environment.createSession(file.toString())) {
      for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
        inputs.put(feed.getKey(), copied(environment, feed.getValue()));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        OnnxTensor y = (OnnxTensor) result.get(0);
        DType type = y.getInfo().type == OnnxJavaType.FLOAT ? DType.FLOAT32 : DType.INT64;
        return Tensor.of(type, y.getInfo().getShape(), y.getByteBuffer());
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor copied(OrtEnvironment environment, Tensor tensor) throws OrtException {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(tensor.bytes().remaining()).order(ByteOrder.nativeOrder());
    bytes.put(tensor.bytes()).rewind();
    OnnxJavaType type =
        switch (tensor.dtype()) {
          case FLOAT32 -> OnnxJavaType.FLOAT;
          case INT64 -> OnnxJavaType.INT64;
          case BOOL -> OnnxJavaType.BOOL;
          default -> throw new IllegalArgumentException(tensor.dtype().numpyName());
        };
    return OnnxTensor.createTensor(environment, bytes, tensor.shape(), type);
  }

  /** A diagonal beyond all rows means the same as the nearest one; 32 bits do not hold it. */
  @Test
  void aDiagonalThatIsFarAway() throws Exception {
    Path file = write("Trilu", List.of(x(3, 3), number(1)), integer("upper", 1));
    try (OnnxSession session = OnnxSession.open(file)) {
      for (long k : new long[] {-1, 0, 1, 3}) {
        Map<String, Tensor> feeds = feeds(List.of(x(3, 3), number(k)));
        assertThat(session.run(feeds).get("y")).isEqualTo(plain(file, feeds));
      }
      assertThat(session.run(feeds(List.of(x(3, 3), number(1L << 32)))).get("y"))
          .isEqualTo(Tensor.zeros(DType.FLOAT32, 3, 3));
      assertThat(session.run(feeds(List.of(x(3, 3), number(-1L << 32)))).get("y"))
          .isEqualTo(x(3, 3));
    }
  }

  /** Operator, good operands, and operands of which the result has more elements than 100. */
  static Stream<Arguments> sizes() {
    return Stream.of(
        of("ConstantOfShape", List.of(longs(2, 3)), List.of(longs(1L << 20, 1L << 30))),
        of("Expand", List.of(x(1, 3), longs(2, 3)), List.of(x(1, 3), longs(50, 3))),
        of("Tile", List.of(x(2, 3), longs(2, 1)), List.of(x(2, 3), longs(1L << 40, 1))),
        of(
            "Resize",
            List.of(x(1, 1, 2, 2), NONE, factors(1, 1, 2, 2)),
            List.of(x(1, 1, 2, 2), NONE, factors(1, 1, 1e6f, 1e6f))));
  }

  @ParameterizedTest(name = "{0} of {2}")
  @MethodSource("sizes")
  void resultsThatAreTooLargeStopTheRun(
      String operator, List<Tensor> good, List<Tensor> large, List<AttributeProto> attributes)
      throws Exception {
    Path file = write(operator, good, attributes.toArray(AttributeProto[]::new));
    stops(Reason.ELEMENTS, RunLimits.DEFAULTS.elements(100), file, feeds(good), feeds(large));
  }

  private static void stops(
      Reason reason,
      RunLimits limits,
      Path file,
      Map<String, Tensor> good,
      Map<String, Tensor> beyond)
      throws Exception {
    try (Source source = Source.of(file)) {
      OnnxFileEngine.Opened opened = new OnnxRuntimeEngine().open(source, List.of(), limits);
      try (Executable run = opened.executable()) {
        assertThat(run.run(good, opened.outputs(), Deadline.NONE).get(0))
            .isEqualTo(plain(file, good));
        assertThatThrownBy(() -> run.run(beyond, opened.outputs(), Deadline.NONE))
            .isInstanceOfSatisfying(
                RunStoppedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
      }
    }
  }

  /** A loop that doubles: ONNX Runtime's own result up to the limit, and no turn beyond it. */
  @Test
  void loopsOfTooManyTurnsStopTheRun() throws Exception {
    GraphProto body =
        GraphProto.newBuilder()
            .setName("body")
            .addInput(port("turn", DataType.INT64_VALUE))
            .addInput(port("more", DataType.BOOL_VALUE))
            .addInput(port("state", DataType.FLOAT_VALUE, -1))
            .addNode(node("Identity", List.of("more"), List.of("go")))
            .addNode(node("Add", List.of("state", "state"), List.of("next")))
            .addOutput(port("go", DataType.BOOL_VALUE))
            .addOutput(port("next", DataType.FLOAT_VALUE, -1))
            .build();
    NodeProto loop = node("Loop", List.of("turns", "", "x"), List.of("y"), graph("body", body));
    GraphProto.Builder net =
        GraphProto.newBuilder()
            .addInput(port("turns", DataType.INT64_VALUE))
            .addInput(port("x", DataType.FLOAT_VALUE, -1))
            .addNode(loop)
            .addOutput(port("y", DataType.FLOAT_VALUE, -1));
    Path file = Files.write(folder.resolve("net.onnx"), model(net, 20).build().toByteArray());
    RunLimits limits = RunLimits.DEFAULTS.loopTurns(10);
    stops(Reason.LOOP_TURNS, limits, file, turns(10), turns(11));
    stops(Reason.LOOP_TURNS, limits, file, turns(0), turns(Long.MAX_VALUE));
  }

  private static Map<String, Tensor> turns(long count) {
    return Map.of("turns", number(count), "x", x(3));
  }
}
