package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.conv2D;
import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.globalAveragePooling2D;
import static dev.tenon.testing.Protos.floats;
import static dev.tenon.testing.Protos.model;
import static dev.tenon.testing.Protos.node;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.layers.Layers;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of models that are not as usual, in a browser where one is at hand. */
final class PageTest {
  @TempDir private Path folder;

  /** The script says so at its very end. */
  private void assertOpens(Path page) throws IOException, InterruptedException {
    String document = Page.opened(page, folder);
    if (document != null) {
      assertThat(document).contains("data-ready=\"yes\"");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aNetworkThatMakesNaNHasAPage(double bias) throws IOException, InterruptedException {
    Path broken = folder.resolve("broken.keras");
    try (Model model = Model.load(Recorded.file("pictures.h5"))) {
      String path =
          model.weights().keySet().stream()
              .filter(name -> name.startsWith("conv2") && name.endsWith("bias"))
              .findFirst()
              .orElseThrow();
      model.setWeights(Map.of(path, Tensor.full(DType.FLOAT32, bias, 6)));
      model.save(broken);
    }
    Path input = folder.resolve("in.npz");
    Tensor images = Recorded.npz(Recorded.file("pictures.npz")).get("in0");
    dev.tenon.formats.npz.Npz.write(input, Map.of("in0", images));
    Path page = folder.resolve("page.html");
    assertThat(Ran.of("inspect", broken, "--input", input, "-o", page).code()).isZero();
    JsonNode data = Page.data(page);
    assertThat(data.at("/first_not_finite").asText()).isEqualTo("conv2");
    assertThat(data.at("/best/0/score").asText()).isEqualTo("NaN");
    assertThat(data.has("grad_cam")).as("a heat map of nothing").isFalse();
    assertOpens(page);
  }

  /** The last images are the mask's, and the scores know nothing of that. */
  @Test
  void gradCamIsOfTheLastImagesThatTheScoresSee() throws IOException {
    KerasTensor x = Layers.input("x", 9, 9, 3);
    KerasTensor seen = x.then(conv2D(4, 3).name("seen"));
    KerasTensor scores =
        seen.then(globalAveragePooling2D()).then(dense(3).activation("softmax").name("scores"));
    KerasTensor mask = seen.then(conv2D(2, 3).name("before")).then(conv2D(2, 1).name("mask"));
    Path heads = folder.resolve("heads.keras");
    try (Model model = Model.of(List.of(x), List.of(scores, mask))) {
      model.save(heads);
    }
    Path input = folder.resolve("in.npz");
    dev.tenon.formats.npz.Npz.write(input, Map.of("x", Tensor.full(DType.FLOAT32, 1, 1, 9, 9, 3)));
    Path page = folder.resolve("page.html");
    assertThat(Ran.of("inspect", heads, "--input", input, "-o", page).code()).isZero();
    assertThat(Page.data(page).at("/grad_cam/layer").asText()).isEqualTo("seen");
  }

  @Test
  void aGoodNetworkHasAPage() throws IOException, InterruptedException {
    Path page = folder.resolve("page.html");
    String digit = Checkout.root() + "/samples/images/digit_7.png";
    String model = Checkout.root() + "/samples/models/mnist_cnn.h5";
    assertThat(Ran.of("inspect", model, "--input", digit, "-o", page).code()).isZero();
    assertOpens(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a<!--<script>b", "x</script><script>throw 1</script>"})
  void namesThatHtmlTakesForSomethingHaveAPage(String name)
      throws IOException, InterruptedException {
    NodeProto odd = node("Relu", List.of("x"), List.of("h")).toBuilder().setName(name).build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 4))
            .addOutput(floats("y", -1, 4))
            .addNode(odd)
            .addNode(node("Tanh", List.of("h"), List.of("y")));
    byte[] bytes = model(graph, 13).build().toByteArray();
    Path file = Files.write(folder.resolve("odd.onnx"), bytes);
    Path page = folder.resolve("page.html");
    assertThat(Ran.of("inspect", file, "-o", page).code()).isZero();
    String html = Files.readString(page);
    assertThat(html.substring(html.indexOf("id=\"data\">"))).doesNotContain("<!--");
    assertThat(Page.data(page).at("/steps/0/path").asText()).isEqualTo(name);
    assertOpens(page);
  }

  @Test
  void aNameThatIsAPlaceOfThePageStaysAName() throws IOException, InterruptedException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(floats("x", -1, 4))
            .addOutput(floats("y", -1, 4))
            .addNode(node("Relu", List.of("x"), List.of("y")));
    byte[] bytes = model(graph, 13).setGraph(graph.setName("/*DATA*/")).build().toByteArray();
    Path file = Files.write(folder.resolve("odd.onnx"), bytes);
    Path page = folder.resolve("page.html");
    assertThat(Ran.of("inspect", file, "-o", page).code()).isZero();
    assertThat(Files.readString(page)).contains("<title>/*DATA*/ ");
    assertOpens(page);
  }
}
