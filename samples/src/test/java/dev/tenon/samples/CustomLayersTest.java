package dev.tenon.samples;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.loading.CustomLayers;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own layers, against Keras' recordings of the same classes in Python. */
final class CustomLayersTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/building");
  private static final CustomLayers MINE =
      CustomLayers.none()
          .with(new TransformerBlock(1, 1, 1, 0.1))
          .with(new MultiHeadSelfAttention(1, 8));

  private final Map<String, Tensor> golden = golden();

  @TempDir Path folder;

  private static Map<String, Tensor> golden() {
    try {
      return Npz.read(Source.of(GOLDENS.resolve("transformer.npz")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Model classifier(double rate) {
    return sequential(
        embedding(20, 8).inputShape(6),
        layer(new TransformerBlock(8, 2, 16, rate)).name("block"),
        globalAveragePooling1D(),
        dense(2, "softmax").name("scores"));
  }

  private void predictsAsKeras(Model model) {
    Tensor predicted = model.predict(golden.get("x"));
    assertThat(Difference.of(golden.get("predicted"), predicted).relative()).isLessThan(1e-5);
  }

  @Test
  void filesOfKerasAreRead() throws Exception {
    for (String file : List.of("transformer.keras", "transformer.h5")) {
      try (Model model = Model.load(GOLDENS.resolve(file), MINE)) {
        predictsAsKeras(model);
        predictsAsKeras(model.on("onnxruntime"));
        assertThat(model.weights().keySet())
            .contains("block/att/query_dense/kernel", "block/ffn/dense_1/kernel");
        assertThat(model.summary()).contains("block (TransformerBlock)", " Trainable params: 778 ");
      }
    }
  }

  @Test
  void filesThatAreWrittenHoldArgumentsAndLayersInside() throws Exception {
    for (String source : List.of("transformer.keras", "transformer.h5")) {
      for (String name : List.of("again.keras", "again.h5")) {
        Path file = folder.resolve(name);
        try (Model model = Model.load(GOLDENS.resolve(source), MINE)) {
          assertThat(model.save(file)).anyMatch(note -> note.contains("mine>TransformerBlock"));
        }
        try (Model model = Model.load(file, MINE)) {
          predictsAsKeras(model);
        }
      }
    }
  }

  @Test
  void aModelBuiltInJavaIsReadBack() throws Exception {
    for (String name : List.of("own.keras", "own.h5", "own.onnx")) {
      Path file = folder.resolve(name);
      try (Model model = classifier(0.1)) {
        Tensor before = model.predict(golden.get("x"));
        model.save(file);
        try (Model again = Model.load(file, MINE)) {
          assertThat(Difference.of(before, again.predict(golden.get("x"))).relative())
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void learnsAsKeras() throws Exception {
    try (Model recorded = Model.load(GOLDENS.resolve("transformer.keras"), MINE);
        Model model = classifier(0)) {
      model.setWeights(
          recorded.weights().entrySet().stream()
              .filter(entry -> !entry.getKey().contains("seed"))
              .collect(
                  java.util.stream.Collectors.toMap(
                      entry -> entry.getKey().replaceFirst("^embedding[^/]*", embeddingOf(model)),
                      Map.Entry::getValue)));
      model.compile(sgd(0.1), "categorical_crossentropy");
      double[] expected = golden.get("losses").toDoubleArray();
      for (double loss : expected) {
        assertThat(model.trainOnBatch(golden.get("x"), golden.get("y")).loss())
            .isCloseTo(loss, within(1e-5));
      }
    }
  }

  private static String embeddingOf(Model model) {
    return model.info().keras().model().layers().get(0).name();
  }

  @Test
  void dropoutInsideKnowsTraining() {
    try (Model model = classifier(0.5)) {
      assertThat(model.predict(golden.get("x"))).isEqualTo(model.predict(golden.get("x")));
      model.compile(sgd(0), "categorical_crossentropy");
      double first = model.trainOnBatch(golden.get("x"), golden.get("y")).loss();
      assertThat(model.trainOnBatch(golden.get("x"), golden.get("y")).loss()).isNotEqualTo(first);
    }
  }

  @Test
  void freezingReachesLayersInside() {
    try (Model model = classifier(0.1)) {
      LayerNode block = model.info().keras().model().layers().get(1);
      block.setTrainable(false);
      assertThat(block.state().built().scope().children().get("ffn").node().trainable()).isFalse();
      assertThat(model.summary())
          .contains(" Trainable params: 178 ", " Non-trainable params: 600 ");
    }
  }
}
