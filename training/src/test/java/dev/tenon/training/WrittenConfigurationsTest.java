package dev.tenon.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.exporters.keras.config.CompileConfigWriter;
import dev.tenon.exporters.keras.config.OptimizerConfigWriter;
import dev.tenon.exporters.keras.config.SignatureCheck;
import dev.tenon.exporters.keras.plan.Diagnostics;
import dev.tenon.exporters.keras.plan.KerasContent;
import dev.tenon.internal.train.state.SavedCompile;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.KerasGeneration;
import dev.tenon.keras.signature.KerasSignatures;
import dev.tenon.keras.signature.SignatureKind;
import dev.tenon.losses.LossFunction;
import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metric;
import dev.tenon.metrics.Metrics;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What a file says of an optimizer, a loss and a metric is read as what was written, in every
 * dialect that can say it.
 */
final class WrittenConfigurationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<KerasFormat> FORMATS =
      List.of(
          KerasFormat.KERAS, KerasFormat.KERAS3_H5, KerasFormat.TF_KERAS_H5, KerasFormat.BOTH_H5);
  private static final List<String> OUTPUTS = List.of("out");

  private final List<String> read = new ArrayList<>();

  private static List<Optimizer> optimizers() {
    Set<String> wrapping = Set.of("LossScaleOptimizer", "MultiOptimizer");
    return KerasSignatures.of(KerasGeneration.KERAS_3).all(SignatureKind.OPTIMIZER).stream()
        .map(signature -> signature.name())
        .filter(name -> !wrapping.contains(name) && !name.equals("OptimizerMap"))
        .map(Optimizers::of)
        .toList();
  }

  /** Writes options and reads them again; null where the dialect cannot say them. */
  private static @Nullable CompileOptions again(CompileOptions options, KerasFormat format) {
    KerasContent.Training training =
        new KerasContent.Training(
            KerasGeneration.KERAS_3, SavedCompile.toConfig(options, OUTPUTS), Map.of(), Map.of());
    Diagnostics diagnostics = new Diagnostics();
    OptimizerConfigWriter optimizer = new OptimizerConfigWriter(training, format, false);
    ObjectNode written =
        new CompileConfigWriter(training.config(), optimizer, format, diagnostics).words();
    if (written == null) {
      return null;
    }
    new SignatureCheck(diagnostics).training(written, optimizer.readers());
    return diagnostics.refuses()
        ? null
        : SavedCompile.of(
            JSON.convertValue(written, new TypeReference<Map<String, Object>>() {}), OUTPUTS);
  }

  private static TensorType type() {
    return new TensorType(DType.FLOAT32, Shape.of(8, 4));
  }

  @Test
  void everyOptimizer() {
    assertThat(optimizers()).hasSize(14);
    for (KerasFormat format : FORMATS) {
      for (Optimizer optimizer : optimizers()) {
        CompileOptions again =
            again(CompileOptions.compile().optimizer(optimizer).loss("mse"), format);
        if (again != null) {
          assertThat(again.optimizer()).as(format.name()).isEqualTo(optimizer);
          read.add(format + " " + optimizer.className());
        }
      }
    }
    assertThat(read).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
  }

  @Test
  void everyLoss() {
    for (KerasFormat format : FORMATS) {
      for (LossFunction loss : Losses.all()) {
        CompileOptions again = again(CompileOptions.compile().loss(loss), format);
        if (again != null) {
          Object saved = again.losses().get(CompileOptions.ALL);
          assertThat(Losses.resolve(saved, type(), type())).as(format.name()).isEqualTo(loss);
          read.add(format + " " + loss.className());
        }
      }
    }
    assertThat(read).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
  }

  @Test
  void everyMetric() {
    for (KerasFormat format : FORMATS) {
      for (Metric metric : Metrics.all()) {
        CompileOptions again = again(CompileOptions.compile().loss("mse").metrics(metric), format);
        if (again != null) {
          List<Object> saved = again.metrics().values().iterator().next();
          assertThat(Metrics.resolve(saved.get(0), type(), type()))
              .as(format.name())
              .isEqualTo(metric);
          read.add(format + " " + metric.className());
        }
      }
    }
    assertThat(read).hasSizeGreaterThanOrEqualTo(120).doesNotHaveDuplicates();
  }
}
