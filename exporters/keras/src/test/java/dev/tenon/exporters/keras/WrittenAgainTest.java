package dev.tenon.exporters.keras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.importers.keras.KerasImporter;
import dev.tenon.saving.keras.KerasFormat;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every model that Keras saved, written again in the same format, against Keras' own file. */
final class WrittenAgainTest {
  /** Files with a part that Tenon says in other words, or leaves out. */
  private static final Set<String> OTHERWISE =
      Set.of(
          // An adapter is added to the kernel.
          "core/dense_lora.k3.h5",
          "core/dense_lora.k3.keras",
          // The slope of Keras' name is that of another function.
          "activation/names_tf_only.tf.h5",
          // What was counted has become the bounds.
          "preprocessing/discretization_adapted.tf.h5",
          // Each layer has its own of the policies.
          "policy/policy_map.k3.h5",
          "policy/policy_map.k3.keras",
          // Keras names neither operation there.
          "opnodes/patches.k3.keras");

  private static final Map<KerasFormat, Integer> COMPARED = new EnumMap<>(KerasFormat.class);
  private static final List<String> CONFIGURATIONS = new ArrayList<>();
  private static final List<String> WEIGHTS = new ArrayList<>();

  @BeforeAll
  static void write(@TempDir Path folder) throws IOException {
    GoldenModels.each(golden -> write(golden, folder));
  }

  private static void write(GoldenModels.Golden golden, Path folder) throws IOException {
    Path target = folder.resolve("model" + golden.format().suffix());
    if (OTHERWISE.contains(golden.name())
        || !GoldenModels.written(golden.model(), golden.format(), target)) {
      return;
    }
    COMPARED.merge(golden.format(), 1, Integer::sum);
    for (String place :
        Configurations.differences(
            KerasImporter.configuration(golden.file()).model(),
            KerasImporter.configuration(target).model())) {
      CONFIGURATIONS.add(golden.name() + ": " + place);
    }
    List<Map.Entry<String, List<Tensor>>> expected =
        WeightFiles.read(golden.file(), golden.format());
    List<Map.Entry<String, List<Tensor>>> found = WeightFiles.read(target, golden.format());
    if (!found.equals(expected)) {
      WEIGHTS.add(golden.name() + ": " + found + " in place of " + expected);
    }
  }

  @Test
  void configurationsAreThoseThatKerasWrote() {
    assertThat(CONFIGURATIONS).isEmpty();
  }

  @Test
  void weightsLieWhereKerasPutThemWithTheirBits() {
    assertThat(WEIGHTS).isEmpty();
  }

  @Test
  void mostModelsAreWrittenAsTheKindThatTheyCameIn() {
    assertThat(COMPARED.get(KerasFormat.KERAS)).isGreaterThan(380);
    assertThat(COMPARED.get(KerasFormat.KERAS3_H5)).isGreaterThan(200);
    assertThat(COMPARED.get(KerasFormat.TF_KERAS_H5)).isGreaterThan(280);
  }
}
