package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.cli.Ran;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Manifests;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the command writes as ONNX runs on ONNX Runtime as anybody opens it, with every optimisation
 * and nothing of Tenon in between, and gives what Keras gave.
 */
final class PlainOnnxRuntimeTest {
  /** What is said of layers that cut or hash strings, and of a file that says too little. */
  private static final Pattern NO_ONNX =
      Pattern.compile("hashes strings|replaces parts of strings|cuts strings|lost its tensors");

  /** Outputs, so that none stops being compared unseen. */
  private static final int LEAST = 2500;

  private static final double BFLOAT16_BOUND = 0.1;
  private static final long STACK = 256L << 20;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final List<String> wrong = new ArrayList<>();
  private int compared;

  @TempDir private Path folder;

  @Test
  void everyLayerRunsOnIt() throws Exception {
    Path goldens = Checkout.file("tests/goldens/layers");
    // One kind of file a model: what is written of the others is the same.
    Map<String, JsonNode> rows = new LinkedHashMap<>();
    for (JsonNode row : Manifests.read(goldens.resolve("manifest.jsonl"))) {
      String file = row.get("file").asText();
      rows.put(file.substring(0, file.lastIndexOf('.')), row);
    }
    // ONNX Runtime uses more of the stack than a thread of Java has where the class path is long.
    Thread thread =
        new Thread(null, () -> rows.values().forEach(row -> check(goldens, row)), "plain", STACK);
    thread.start();
    thread.join();
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(LEAST);
  }

  private void check(Path goldens, JsonNode row) {
    String file = row.get("file").asText();
    Path written = folder.resolve("model.onnx");
    Ran ran = Ran.of("convert", goldens.resolve(file), written);
    if (ran.code() != 0) {
      if (!NO_ONNX.matcher(ran.err()).find()) {
        wrong.add(file + " is not written: " + ran.err());
      }
      return;
    }
    try (Source source = Source.of(goldens.resolve(row.get("golden").asText()));
        OrtSession session = environment.createSession(written.toString())) {
      compare(file, session, Npz.read(source), row.get("tolerance").asDouble());
    } catch (OrtException | IOException e) {
      wrong.add(file + ": " + e.getMessage());
    }
  }

  private void compare(
      String file, OrtSession session, Map<String, Tensor> golden, double tolerance)
      throws OrtException {
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try {
      for (String name : session.getInputNames()) {
        TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
        Tensor given = named(golden, "in", name, feeds.size());
        // What a stateful layer remembers is zero in a first run.
        feeds.put(
            name,
            feed(given == null ? Tensor.zeros(DType.FLOAT32, info.getShape()) : given, info.type));
      }
      try (OrtSession.Result result = session.run(feeds)) {
        int at = 0;
        for (String name : session.getOutputNames()) {
          Tensor expected = named(golden, "out", name, at);
          OnnxTensor found = (OnnxTensor) result.get(at++);
          if (expected != null && expected.dtype() != DType.STRING) {
            compare(file + " " + name, found, expected, tolerance);
          }
        }
      }
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  private void compare(String what, OnnxTensor found, Tensor expected, double tolerance) {
    DType type = dtype(found.getInfo().type);
    ByteBuffer bytes = found.getByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    Tensor actual = Tensor.of(type, found.getInfo().getShape(), bytes);
    Difference difference = Difference.of(expected, actual);
    compared++;
    if (!(difference.relative() <= (type == DType.BFLOAT16 ? BFLOAT16_BOUND : tolerance))) {
      wrong.add(what + " differs: " + difference);
    }
  }

  private static Tensor named(Map<String, Tensor> golden, String kind, String name, int at) {
    return golden.getOrDefault(kind + ":" + name, golden.get(kind + at));
  }

  private OnnxTensor feed(Tensor given, OnnxJavaType type) throws OrtException {
    if (type == OnnxJavaType.STRING) {
      return OnnxTensor.createTensor(environment, given.toStringArray(), given.shape());
    }
    ByteBuffer bytes = given.cast(dtype(type)).bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    direct.put(bytes).flip();
    return OnnxTensor.createTensor(environment, direct, given.shape(), type);
  }

  private static DType dtype(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> DType.FLOAT32;
      case DOUBLE -> DType.FLOAT64;
      case FLOAT16 -> DType.FLOAT16;
      case BFLOAT16 -> DType.BFLOAT16;
      case INT8 -> DType.INT8;
      case INT16 -> DType.INT16;
      case INT32 -> DType.INT32;
      case INT64 -> DType.INT64;
      case UINT8 -> DType.UINT8;
      case BOOL -> DType.BOOL;
      default -> throw new IllegalArgumentException("no golden has values of " + type);
    };
  }
}
