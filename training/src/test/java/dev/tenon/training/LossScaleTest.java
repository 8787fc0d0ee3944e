package dev.tenon.training;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.dropout;
import static dev.tenon.layers.Layers.gru;
import static dev.tenon.layers.Layers.layerNormalization;
import static dev.tenon.layers.TensorLayers.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.DtypePolicies;
import dev.tenon.Model;
import dev.tenon.callbacks.Callbacks;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.layers.base.DTypePolicyMap;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.optimizers.LossScaleOptimizer;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Distances;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The global dtype policy, and the scaling of losses that one in float16 brings with it. */
final class LossScaleTest {
  private static final Path FOLDER = Checkout.file("tests/goldens/training");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Two sums in float16, each with eleven bits, in another order. */
  private static final double TOLERANCE = 6e-3;

  private static final String MIXED = "mixed_float16";

  @TempDir Path folder;

  private static Model layers() {
    return Model.sequential(
        input(6, 4),
        layerNormalization(),
        gru(3),
        dense(2).dtype("float32"),
        dropout(0.5),
        dense(2));
  }

  @Test
  void layersTakeTheGlobalPolicyOfTheThread() throws Exception {
    for (JsonNode row : JSON.readTree(FOLDER.resolve("policies.json").toFile())) {
      String policy = row.get("policy").asText();
      try (Model model = DtypePolicies.with(policy, LossScaleTest::layers)) {
        List<String> found =
            model.info().keras().model().graph().layers().stream()
                .map(layer -> layer.dtypePolicy().name())
                .toList();
        List<String> expected = new ArrayList<>();
        row.get("layers").forEach(name -> expected.add(name.asText()));
        assertThat(found).as(policy).isEqualTo(expected);
        List<String> types =
            model.weights().entrySet().stream()
                .filter(weight -> !weight.getKey().contains("seed"))
                .map(weight -> weight.getValue().dtype().numpyName())
                .toList();
        List<String> stored = new ArrayList<>();
        row.get("weights").forEach(name -> stored.add(name.asText()));
        assertThat(types).as(policy).isEqualTo(stored);
        assertThat(model.outputs().get(0).dtype().numpyName())
            .isEqualTo(row.get("output").asText());
      }
    }
    assertThat(DtypePolicies.dtypePolicy()).isEqualTo("float32");
    DtypePolicies.setDtypePolicy(MIXED);
    try {
      List<String> other = new ArrayList<>();
      Thread thread = new Thread(() -> other.add(DtypePolicies.dtypePolicy()));
      thread.start();
      thread.join();
      assertThat(other).containsExactly("float32");
    } finally {
      DtypePolicies.setDtypePolicy("float32");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> DtypePolicies.setDtypePolicy("float15"));
  }

  @Test
  void layersTakeTheirPolicyOfAMap() throws Exception {
    DTypePolicyMap policies =
        DTypePolicyMap.of("bfloat16").put("first", "float32").put("block_.*", "mixed_bfloat16");
    JsonNode rows = JSON.readTree(FOLDER.resolve("policy_map.json").toFile());
    KerasTensor x = input(4);
    KerasTensor y = x;
    List<KerasTensor> outputs = new ArrayList<>();
    for (JsonNode row : rows) {
      y = dense(3).name(row.get("name").asText()).dtype(policies).apply(y);
      outputs.add(y);
    }
    try (Model model = Model.of(List.of(x), outputs)) {
      Path file = folder.resolve("map.keras");
      model.save(file);
      try (Model again = Model.load(file)) {
        for (int i = 0; i < rows.size(); i++) {
          String name = rows.get(i).get("name").asText();
          for (Model each : List.of(model, again)) {
            assertThat(each.weights().get(name + "/kernel").dtype().numpyName())
                .isEqualTo(rows.get(i).get("stored").asText());
            assertThat(each.outputs().get(i).dtype().numpyName())
                .isEqualTo(rows.get(i).get("output").asText());
          }
        }
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policies.put(".*_1", "float32").get("block_1"))
        .withMessageContaining("[block_.*, .*_1]");
  }

  private static Model scaled(Map<String, Tensor> recorded) {
    Model model =
        DtypePolicies.with(
            MIXED,
            () ->
                Model.sequential(input(5), dense(6).activation("tanh"), dense(2).dtype("float32")));
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model.weights().keySet().forEach(path -> weights.put(path, recorded.get("w" + weights.size())));
    model.setWeights(weights);
    return model;
  }

  private static Map<String, Tensor> recorded() throws IOException {
    try (Source source = Source.of(FOLDER.resolve("scaled_float16.npz"))) {
      return Npz.read(source);
    }
  }

  /** The first steps overflow in float16 and are left out; then the scale grows again. */
  @Test
  void tenStepsOfKeras() throws IOException {
    Map<String, Tensor> recorded = recorded();
    try (Model model = scaled(recorded)) {
      Optimizer optimizer =
          Optimizers.lossScaleOptimizer(Optimizers.sgd(0.1))
              .initialScale(Math.pow(2, 20))
              .dynamicGrowthSteps(3);
      model.compile(optimizer, "mse");
      double before = Double.NaN;
      int leftOut = 0;
      for (int step = 0; step < 10; step++) {
        double loss = model.trainOnBatch(recorded.get("x"), recorded.get("y")).loss();
        Distances.near(recorded.get("losses").getDouble(step), loss, TOLERANCE, "loss " + step);
        leftOut += loss == before ? 1 : 0;
        before = loss;
      }
      assertThat(leftOut).isPositive();
      int number = 0;
      for (Map.Entry<String, Tensor> weight : model.weights().entrySet()) {
        Tensor after = recorded.get("after" + number++);
        Distances.near(after, weight.getValue(), TOLERANCE, weight.getKey());
      }
      Path file = folder.resolve("scaled.keras");
      model.save(file);
      try (Model again = Model.load(file)) {
        assertThat(again.trainOnBatch(recorded.get("x"), recorded.get("y")).loss())
            .isEqualTo(model.trainOnBatch(recorded.get("x"), recorded.get("y")).loss());
      }
    }
  }

  @Test
  void aModelInFloat16GetsOneByItself() throws IOException {
    Map<String, Tensor> recorded = recorded();
    try (Model model = scaled(recorded)) {
      model.compile("sgd", "mse");
      model.trainOnBatch(recorded.get("x"), recorded.get("y"));
      // Keras: ten variables of the two optimizers, and what compile was called with.
      assertThat(model.summary()).contains("Optimizer params: 6 (");
      Path file = folder.resolve("wrapped.keras");
      model.save(file);
      try (Model again = DtypePolicies.with(MIXED, () -> load(file))) {
        again.trainOnBatch(recorded.get("x"), recorded.get("y"));
        assertThat(again.summary()).contains("Optimizer params: 6 (");
      }
      try (Model plain = load(file)) {
        assertThat(plain.summary()).contains("Optimizer params: 2 (");
      }
      model.compile(CompileOptions.compile().optimizer("sgd").loss("mse").autoScaleLoss(false));
      model.trainOnBatch(recorded.get("x"), recorded.get("y"));
      assertThat(model.summary()).contains("Optimizer params: 2 (");
    }
  }

  private static JsonNode optimizer(Path file) throws IOException {
    try (ZipFile archive = new ZipFile(file.toFile());
        InputStream in = archive.getInputStream(archive.getEntry("config.json"))) {
      return JSON.readTree(in).at("/compile_config/optimizer");
    }
  }

  @Test
  void keptAsKerasWroteIt() throws IOException {
    Path recorded = FOLDER.resolve("runs/loss_scale_adam.keras");
    Path again = folder.resolve("again.keras");
    try (Model model = Model.load(recorded)) {
      model.save(again);
    }
    assertThat(optimizer(again)).isEqualTo(optimizer(recorded));
  }

  /** A file without a loss scale gets one around its optimizer, which goes on with its state. */
  @Test
  void theStateOfAPlainOptimizerIsTaken() throws IOException {
    Map<String, Tensor> recorded = recorded();
    Path plain = folder.resolve("plain.keras");
    try (Model model =
        Model.sequential(input(5), dense(6).activation("tanh"), dense(2).dtype("float32"))) {
      model.compile("adam", "mse");
      for (int step = 0; step < 3; step++) {
        model.trainOnBatch(recorded.get("x"), recorded.get("y"));
      }
      model.save(plain);
    }
    List<Long> steps = new ArrayList<>();
    try (Model scaled = DtypePolicies.with(MIXED, () -> load(plain))) {
      scaled.fit(
          recorded.get("x"),
          recorded.get("y"),
          FitOptions.fit()
              .verbose(0)
              .callbacks(
                  List.of(
                      Callbacks.lambdaCallback()
                          .onTrainBegin(fit -> steps.add(fit.iterations())))));
      assertThat(scaled.summary()).contains("Optimizer params: 106 (");
    }
    assertThat(steps).containsExactly(3L);
  }

  private static Model load(Path file) {
    try {
      return Model.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void configurationsOfBothGenerations() {
    LossScaleOptimizer optimizer =
        Optimizers.lossScaleOptimizer(Optimizers.adam(0.01)).initialScale(4).dynamicGrowthSteps(7);
    Map<String, Object> config = Optimizers.toConfig(optimizer);
    assertThat(config)
        .containsOnlyKeys("name", "inner_optimizer", "initial_scale", "dynamic_growth_steps");
    assertThat(Optimizers.of("LossScaleOptimizer", config)).isEqualTo(optimizer);
    // tf_keras also has one whose scale stays the same.
    Map<String, Object> fixed = new LinkedHashMap<>(config);
    fixed.put("dynamic", false);
    assertThat(Optimizers.of("LossScaleOptimizer", fixed).options().lossScaleFactor()).isEqualTo(4);
  }
}
