package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.activation;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command compare takes for a difference. */
final class CompareTest {
  private static final int FINDINGS = 1;

  @TempDir private Path folder;

  private Path saved(String name, Model model) throws IOException {
    Path file = folder.resolve(name);
    try (model) {
      model.save(file);
    }
    return file;
  }

  @Test
  void unrelatedNetsDiffer() throws IOException {
    Path other =
        saved("other.keras", Model.sequential(flatten().inputShape(12, 12, 2), dense(3, "tanh")));
    Ran ran = Ran.of("compare", Recorded.file("pictures.h5"), other);
    assertThat(ran.code()).as(ran.out()).isEqualTo(FINDINGS);
    assertThat(ran.out())
        .contains("only in the first model: conv1, norm1")
        .contains("only in the second model: flatten")
        .contains("first to diverge: scores (matched with dense");
  }

  /** Values of both signs along the last axis: column 0 positive, column 1 negative, and so on. */
  private static Tensor alternating(Tensor like) {
    int columns = (int) like.shape()[like.shape().length - 1];
    float[] values = like.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = (i % columns % 2 == 0 ? 0.25f : -0.25f) * (1 + i % 3);
    }
    return Tensor.of(values, like.shape());
  }

  /** Two exporters: one shows the sum before the ReLU, and its second layer has other weights. */
  @Test
  void aStepMoreDoesNotTakeTheCounterpartOfItsNeighbour() throws IOException {
    Model first =
        Model.sequential(
            dense(4).name("p").inputShape(3),
            activation("relu").name("q"),
            dense(4).name("r"),
            dense(2).name("o"));
    Model second =
        Model.sequential(
            dense(4).activation("relu").name("s").inputShape(3),
            dense(4).name("t"),
            dense(2).name("o"));
    // Drawn weights can leave all of p's outputs positive: then s equals p, and q is free for t.
    Map<String, Tensor> weights = new LinkedHashMap<>();
    first.weights().forEach((path, tensor) -> weights.put(path, alternating(tensor)));
    first.setWeights(weights);
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    weights.forEach(
        (path, tensor) ->
            renamed.put(path.replaceFirst("^p", "s").replaceFirst("^r", "t"), tensor));
    renamed.put("t/bias", Tensor.full(DType.FLOAT32, 0.5, 4));
    second.setWeights(renamed);
    Path one = saved("one.keras", first);
    Path two = saved("two.keras", second);
    Ran ran = Ran.of("compare", one, two);
    assertThat(ran.out()).contains("first to diverge: r (matched with t)", "first model: p\n");
    assertThat(Ran.of("compare", two, one).out()).contains("first to diverge: t (matched with r)");
  }

  /** The outputs are zeros in both: only the shape of what is inside tells them apart. */
  private Path zeros(String name, int units) throws IOException {
    Model model = Model.sequential(dense(units).name("hidden").inputShape(4), dense(2).name("out"));
    String kernel =
        model.weights().keySet().stream()
            .filter(path -> path.startsWith("out") && path.endsWith("kernel"))
            .findFirst()
            .orElseThrow();
    model.setWeights(Map.of(kernel, Tensor.zeros(DType.FLOAT32, units, 2)));
    return saved(name, model);
  }

  @Test
  void aValueOfTheSameNameAndAnotherShapeDiffers() throws IOException {
    Ran ran = Ran.of("compare", zeros("a.keras", 5), zeros("b.keras", 7));
    assertThat(ran.code()).as(ran.out()).isEqualTo(FINDINGS);
    assertThat(ran.out()).contains("first to diverge: hidden: shape (1, 7), expected (1, 5)");
  }

  @Test
  void anOutputThatOneModelLacksIsADifference() throws IOException {
    KerasTensor x = Layers.input("x", 4);
    KerasTensor a = x.then(dense(2).name("a"));
    Path one = saved("one.keras", Model.of(List.of(x), List.of(a)));
    Path two = folder.resolve("two.keras");
    try (Model first = Model.load(one);
        Model second = Model.of(List.of(x), List.of(a, x.then(dense(3).name("b"))))) {
      second.setWeights(first.weights());
      second.save(two);
    }
    for (Ran ran : List.of(Ran.of("compare", one, two), Ran.of("compare", two, one))) {
      assertThat(ran.code()).as(ran.out()).isEqualTo(FINDINGS);
      assertThat(ran.out()).contains("output 'b' has no counterpart").doesNotContain("diverge");
    }
  }

  @Test
  void fewNamesWithoutCounterpartArePrintedAndAllOnDemand() throws IOException {
    Path onnx = folder.resolve("pictures.onnx");
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      model.save(onnx);
    }
    Ran few = Ran.of("compare", Recorded.file("pictures.h5"), onnx);
    assertThat(few.code()).as(few.out()).isZero();
    assertThat(few.out()).contains("only in the first model: conv1");
    Path deep =
        saved(
            "deep.keras",
            Model.sequential(
                java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(dense(9).name("start").inputShape(4)),
                        java.util.stream.IntStream.range(10, 30).mapToObj(i -> dense(i)))
                    .toArray(dev.tenon.layers.base.LayerLike[]::new)));
    Path flat = saved("flat.keras", Model.sequential(dense(3).name("only").inputShape(4)));
    assertThat(Ran.of("compare", deep, flat).out()).contains("more (--all names them)");
    assertThat(Ran.of("compare", deep, flat, "--all").out()).doesNotContain("--all names them");
  }

  /** A sound of eight numbers is shorter than the model's windows. */
  @Test
  void whereRandomNumbersDoNotSuitAnInputIsAskedFor() {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    for (String name : List.of("silero_vad_16k_op15", "silero_vad_op18_ifless")) {
      Path file = Path.of(foreign, "onnx/models/" + name + ".onnx");
      Ran ran = Ran.of("compare", file, file);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err())
          .startsWith("tenon: " + name + ".onnx: the run failed: ")
          .contains("Pad reflect")
          .contains("give a real input with --input");
    }
  }

  /** Files that tf2onnx and Keras 3 wrote of one network, with the weights of ImageNet. */
  @Test
  void filesOfTwoToolsAreTheSame() {
    String foreign = System.getProperty("tenon.foreign");
    assumeTrue(foreign != null, "system property tenon.foreign is not set");
    Path keras = Path.of(foreign, "keras/squeezenet/squeezenet_v1_1_imagenet.keras3.h5");
    Path onnx = Path.of(foreign, "onnx/models/squeezenet_v1_1_imagenet.tf2onnx15.onnx");
    String photo = Checkout.root() + "/samples/photos/panda.jpg";
    for (Ran ran :
        List.of(
            Ran.of("compare", keras, onnx, "--input", photo, "--preprocess", "caffe"),
            Ran.of("compare", onnx, keras, "--input", photo, "--preprocess", "caffe"))) {
      assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
      // 26 convolutions and as many more of poolings, joins and activations.
      assertThat(Integer.parseInt(ran.out().split(" values compared", 2)[0]))
          .as(ran.out())
          .isGreaterThanOrEqualTo(40);
      assertThat(ran.out()).contains(" values compared, 0 differ, ");
    }
  }
}
