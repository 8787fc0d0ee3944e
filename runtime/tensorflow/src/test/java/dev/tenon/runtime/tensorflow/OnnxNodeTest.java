package dev.tenon.runtime.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.engine.Engine;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.runtime.Executable;
import dev.tenon.runtime.GraphEngine;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** ONNX's own operator tests, run with TensorFlow, with inputs fed and with inputs constant. */
class OnnxNodeTest {
  /**
   * The tests whose numbers are recorded with four digits, or are one draw of NumPy's, and those of
   * older operator sets, which need the steps that bring old models up to date.
   */
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "test_averagepool_2d_ceil_last_window_starts_on_pad|test_roialign_aligned_.*"
              + "|test_bernoulli.*|test_training_dropout(?!_zero).*|.*_opset13");

  /** What of a test is known when the model is compiled. */
  private enum Form {
    /** Nothing: every input is fed, the length of its first axis is open. */
    ALL_FED,
    /** All inputs but the first. */
    FIRST_FED,
    /** All inputs but the first, and all lengths. */
    LENGTHS_KNOWN
  }

  @Test
  void operatorsMeanWhatOnnxSays() throws Exception {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    Path root = Path.of(foreign, "onnx", "node");
    List<Path> folders;
    try (Stream<Path> all = Files.list(root)) {
      folders = all.filter(Files::isDirectory).sorted().toList();
    }
    Map<String, String> failures = new TreeMap<>();
    Map<String, Integer> counts = new TreeMap<>();
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      if (LEFT_OUT.matcher(name).matches()) {
        continue;
      }
      for (Form form : Form.values()) {
        String verdict = verdict(folder, form);
        counts.merge(verdict.replaceAll(":.*", ""), 1, Integer::sum);
        if (verdict.startsWith("fails")
            || verdict.startsWith("unread")
            || (form != Form.ALL_FED && verdict.startsWith("refused"))) {
          failures.put(name + " " + form, verdict);
        }
      }
    }
    assertThat(counts.get("ok")).isGreaterThan(2000);
    assertThat(failures).isEmpty();
  }

  private static String verdict(Path folder, Form form) {
    OnnxNodes test;
    try {
      test = OnnxNodes.read(folder, form != Form.ALL_FED, form != Form.LENGTHS_KNOWN);
    } catch (OnnxNodes.NotOurs | UnsupportedModelException e) {
      return "not ours: " + e.getMessage();
    } catch (Exception e) {
      return "unread: " + e;
    }
    try (Executable run =
        GraphEngine.of(Engine.TENSORFLOW).compile(test.graph(), new ParameterStore(), List.of())) {
      List<Tensor> found = run.run(test.inputs(), test.graph().outputs());
      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        String difference = difference(found.get(i), test.expected().get(i));
        if (!difference.isEmpty()) {
          wrong.add(difference);
        }
      }
      return wrong.isEmpty() ? "ok" : "fails: " + wrong;
    } catch (UnsupportedModelException e) {
      return "refused: " + e.getMessage();
    } catch (RuntimeException e) {
      return "fails: " + String.valueOf(e.getMessage()).lines().limit(3).toList();
    }
  }

  /** ONNX's own tolerance is 1e-3; this one is the 32-bit one of a single layer, or the type's. */
  private static String difference(Tensor found, Tensor expected) {
    if (found.dtype() != expected.dtype() || !Arrays.equals(found.shape(), expected.shape())) {
      return found.dtype()
          + found.shapeString()
          + " for "
          + expected.dtype()
          + expected.shapeString();
    }
    if (!expected.dtype().isFloating()) {
      return found.equals(expected) ? "" : "found " + found + " expected " + expected;
    }
    double tolerance =
        expected.dtype() == DType.FLOAT16 ? 2e-3 : expected.dtype() == DType.BFLOAT16 ? 2e-2 : 2e-6;
    double largest = 1e-6;
    for (double value : expected.toDoubleArray()) {
      largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    double worst = 0;
    for (int i = 0; i < expected.size(); i++) {
      double a = found.getDouble(i);
      double b = expected.getDouble(i);
      if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
        continue;
      }
      double distance = Math.abs(a - b);
      worst = Math.max(worst, Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance);
    }
    return worst <= tolerance * largest ? "" : "off by " + worst / largest;
  }
}
