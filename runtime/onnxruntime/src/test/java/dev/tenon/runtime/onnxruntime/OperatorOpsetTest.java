package dev.tenon.runtime.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.exporters.onnx.OnnxExporter;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.op.NotInOnnx;
import dev.tenon.ir.op.Operators;
import dev.tenon.runtime.onnxruntime.OperatorSamples.Sample;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every operator in every opset, with ONNX Runtime as the judge of what is written. */
class OperatorOpsetTest {
  /** ONNX Runtime 1.29 has no kernels for what opset 22 made of these: it added a type. */
  private static final Set<String> NOT_SINCE_22 =
      Set.of(
          "MaxRoiPool",
          "Multinomial",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "RoiAlign");

  /** Those that an opset without them says in plainer operators; Col2Im needs 16 for its sums. */
  private static final Map<String, Integer> EXPANDED =
      Map.of(
          "AffineGrid", 13,
          "Col2Im", 16,
          "DFT", 13,
          "DeformConv", 13,
          "MaxRoiPool", 13,
          "MelWeightMatrix", 13,
          "RoiAlign", 13,
          "TensorScatter", 13);

  private static final Pattern NEEDED = Pattern.compile("needs? opset (\\d+)");

  /** Thousands of sessions, each with threads of its own, would mostly start threads. */
  @BeforeAll
  static void oneThread() {
    System.setProperty("tenon.threads", "1");
  }

  @AfterAll
  static void allThreads() {
    System.clearProperty("tenon.threads");
  }

  @Test
  void everyOperatorHasASample() {
    Set<String> sampled = new TreeSet<>();
    OperatorSamples.all().forEach(sample -> sampled.add(sample.operator().opType()));
    for (Class<? extends Operator> record : Operators.all()) {
      if (!record.isAnnotationPresent(NotInOnnx.class)) {
        assertThat(sampled).contains(record.getSimpleName());
      }
    }
  }

  @Test
  void samplesHaveAsManyInputsAndOutputsAsOnnxAllows() throws IOException {
    Path json =
        Path.of(System.getProperty("tenon.root"))
            .resolve("exporters/onnx/src/test/resources/onnx/operators.json");
    JsonNode schemas = new ObjectMapper().readTree(Files.readString(json)).get("operators");
    for (Sample sample : OperatorSamples.all()) {
      JsonNode schema = schemas.get(sample.operator().opType());
      if (schema != null) {
        assertThat(sample.operands().size())
            .as(sample.name())
            .isBetween(schema.get("inputs").get(0).asInt(), schema.get("inputs").get(1).asInt());
        assertThat(sample.graph().outputs().size())
            .as(sample.name())
            .isBetween(schema.get("outputs").get(0).asInt(), schema.get("outputs").get(1).asInt());
      }
    }
  }

  /** An older opset gives the numbers of the newest one, or is refused naming the opset. */
  @Test
  void everyOpsetGivesTheSameNumbers() {
    List<String> wrong = new ArrayList<>();
    Map<String, Map<String, Tensor>> newest = new HashMap<>();
    for (int opset = OnnxOptions.NEWEST_OPSET; opset >= OnnxOptions.OLDEST_OPSET; opset--) {
      for (Sample sample : OperatorSamples.all()) {
        String where = sample.name() + " at opset " + opset;
        if (opset >= 22 && NOT_SINCE_22.contains(sample.operator().opType())) {
          continue;
        }
        try (OnnxSession session =
            OnnxSession.of(
                where, OnnxExporter.export(sample.graph(), OnnxOptions.DEFAULTS.opset(opset)))) {
          Map<String, Tensor> results = session.run(sample.feeds());
          Map<String, Tensor> expected = newest.putIfAbsent(sample.name(), results);
          if (expected != null && !close(expected, results)) {
            wrong.add(where + " gives " + results + " in place of " + expected);
          }
        } catch (UnsupportedModelException e) {
          Matcher needed = NEEDED.matcher(e.getMessage());
          if (!needed.find() || Integer.parseInt(needed.group(1)) <= opset) {
            wrong.add(where + ": " + e.getMessage());
          }
        } catch (RuntimeException e) {
          wrong.add(where + ": " + e);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(newest.keySet())
        .containsAll(OperatorSamples.all().stream().map(Sample::name).toList());
  }

  @Test
  void plainerOperatorsGiveTheSameNumbers() {
    List<String> wrong = new ArrayList<>();
    Map<String, Map<String, Tensor>> newest = new HashMap<>();
    for (int opset = OnnxOptions.NEWEST_OPSET; opset >= OnnxOptions.OLDEST_OPSET; opset--) {
      for (Sample sample : OperatorSamples.all()) {
        if (opset < EXPANDED.getOrDefault(sample.operator().opType(), Integer.MAX_VALUE)) {
          continue;
        }
        String where = sample.name() + " at opset " + opset;
        OnnxOptions options = OnnxOptions.DEFAULTS.opset(opset);
        try (OnnxSession session =
            OnnxSession.of(
                where, OnnxExporter.export(sample.graph(), new ParameterStore(), options))) {
          Map<String, Tensor> results = session.run(sample.feeds());
          Map<String, Tensor> expected = newest.putIfAbsent(sample.name(), results);
          if (expected != null && !close(expected, results)) {
            wrong.add(where + " gives " + results + " in place of " + expected);
          }
        } catch (RuntimeException e) {
          wrong.add(where + ": " + e);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(newest.size()).isGreaterThanOrEqualTo(EXPANDED.size());
  }

  private static boolean close(Map<String, Tensor> expected, Map<String, Tensor> found) {
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      Tensor a = entry.getValue();
      Tensor b = found.get(entry.getKey());
      if (b == null || a.dtype() != b.dtype() || !a.shapeString().equals(b.shapeString())) {
        return false;
      }
      if (a.dtype() == DType.STRING && !a.equals(b)) {
        return false;
      }
      for (int i = 0; a.dtype() != DType.STRING && i < a.size(); i++) {
        double left = a.getDouble(i);
        double right = b.getDouble(i);
        if (Double.compare(left, right) != 0 && !(Math.abs(left - right) <= 2e-6)) {
          return false;
        }
      }
    }
    return true;
  }
}
