package dev.tenon;

import static dev.tenon.Tenon.input;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.training.EvaluateOptions.evaluate;
import static dev.tenon.training.FitOptions.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.tenon.losses.Losses;
import dev.tenon.metrics.Metrics;
import dev.tenon.model.SaveReport;
import dev.tenon.tensor.Tensor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user meets on a model: few names, and facets behind them. */
class ModelFacetsTest {
  private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}, {7, 8}};
  private static final float[][] Y = {{1}, {0}, {1}, {0}};

  @TempDir Path folder;

  private static Model model() {
    return Model.sequential(
        dense(3).name("hidden").activation("relu").inputShape(2), dense(1).name("scores"));
  }

  @Test
  @DisplayName("at most 45 names of methods, and Object only where metrics are given")
  void names() {
    TreeSet<String> names = new TreeSet<>();
    for (Method method : Model.class.getMethods()) {
      // The interfaces of overloads lie in the same package.
      if (method.getDeclaringClass().getPackage() == Model.class.getPackage()
          && !method.isSynthetic()) {
        names.add(method.getName());
        if (!method.getName().equals("compile")) {
          assertThat(Arrays.asList(method.getParameterTypes()))
              .as(method.toString())
              .doesNotContain(Object.class, Object[].class);
        }
      }
    }
    assertThat(names.size()).as(names.toString()).isLessThanOrEqualTo(45);
  }

  @Test
  @DisplayName("layers are found by path, position and glob, and are views with verbs")
  void layers() {
    try (Model model = model()) {
      assertThat(model.layers().names()).containsExactly("hidden", "scores");
      assertThat(model.layer(-1).name()).isEqualTo("scores");
      assertThat(model.layer("hidden").className()).isEqualTo("Dense");
      assertThat(model.layers().matching("h*")).containsOnlyKeys("hidden");
      assertThat(model.layer(0).weights()).containsOnlyKeys("kernel", "bias");
      assertThat(model.layer(0).countParams()).isEqualTo(9);
      assertThat(model.countParams()).isEqualTo(13);
      model.layer("hidden").freeze();
      assertThat(model.layer("hidden").trainable()).isFalse();
      model.layers().trainOnly("hidden");
      assertThat(model.layer("hidden").trainable()).isTrue();
      assertThat(model.layer("scores").trainable()).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.layer("hiden"))
          .withMessageContaining("'hidden'");
    }
  }

  @Test
  @DisplayName("a model may end at an inner layer, which shares its weights")
  void symbolic() {
    try (Model model = model();
        Model inner = Model.of(model.input(), model.layer("hidden").output())) {
      Tensor x = Tensor.of(X);
      Tensor expected = inner.predict(x);
      assertThat(expected.shape()).containsExactly(4, 3);
      assertThat(model.layer("hidden").outputFor(x)).isEqualTo(expected);
      assertThat(model.run(x, "hidden").get("hidden")).isEqualTo(expected);
      Tensor kernel = Tensor.of(new float[][] {{1, 0, 0}, {0, 1, 0}});
      model.layer(0).setWeights(Map.of("kernel", kernel));
      assertThat(inner.predict(x).toFloatArray())
          .containsExactly(1, 2, 0, 3, 4, 0, 5, 6, 0, 7, 8, 0);
      try (Model whole = Model.of(model.input(), model.output())) {
        assertThat(whole.predict(x)).isEqualTo(model.predict(x));
      }
    }
  }

  @Test
  @DisplayName("fit and evaluate take arrays, tensors and maps, with options or without")
  void forms() {
    try (Model model = model()) {
      model.compile("adam", "mse", "mae", Metrics.rootMeanSquaredError(), Losses.huber());
      model.fit(X, Y, fit().epochs(2).batchSize(2).verbose(0));
      Map<String, Double> measured = model.evaluate(X, Y);
      // Keras sorts what evaluate(return_dict=True) returns.
      assertThat(List.copyOf(measured.keySet()))
          .containsExactly("huber_loss", "loss", "mae", "root_mean_squared_error");
      assertThat(model.evaluate(Tensor.of(X), Tensor.of(Y), evaluate().batchSize(1)).get("loss"))
          .isCloseTo(measured.get("loss"), withinPercentage(1e-4));
      String input = model.inputs().get(0).name();
      assertThat(model.evaluate(Map.of(input, Tensor.of(X)), Map.of("scores", Tensor.of(Y))))
          .isEqualTo(measured);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> model.compile("adam", "mse", 3))
          .withMessageContaining("names, Metrics or Losses");
    }
  }

  @Test
  @DisplayName("names are paths of files, JSON describes the layers, save reports")
  void files() throws Exception {
    String file = folder.resolve("model.keras").toString();
    try (Model model = model()) {
      SaveReport report = model.save(file);
      assertThat(report.target()).isEqualTo(Path.of(file));
      assertThat(report.notes()).isEmpty();
      try (Model loaded = Model.load(file);
          Model untrained = Model.fromJson(model.toJson())) {
        assertThat(loaded.predict(X)).isDeepEqualTo(model.predict(X));
        assertThat(untrained.layers().names()).isEqualTo(List.of("hidden", "scores"));
      }
      assertThat(model.toString()).contains("(batch, 2)", "tensorflow");
    }
  }

  @Test
  @DisplayName("a Sequential begins empty and grows by add")
  void grows() {
    try (Model model = Model.sequential()) {
      model.add(dense(3).inputShape(2)).add(dense(1));
      assertThat(model.predict(X)).hasNumberOfRows(4);
    }
  }

  @Test
  @DisplayName("an input is added before the layers, and only once")
  void beginsWithAnInput() {
    try (Model model = Model.sequential();
        Model fed = Model.sequential(input(2))) {
      model.add(input(2));
      assertThatIllegalStateException().isThrownBy(() -> model.add(input(2)));
      assertThat(model.add(dense(3)).countParams()).isEqualTo(9);
      assertThat(fed.add(dense(3)).add(dense(1)).countParams()).isEqualTo(13);
      assertThatIllegalStateException().isThrownBy(() -> model.add(input(2)));
    }
  }
}
