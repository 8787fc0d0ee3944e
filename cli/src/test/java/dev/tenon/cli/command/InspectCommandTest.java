package dev.tenon.cli.command;

import static dev.tenon.layers.Layers.dense;
import static dev.tenon.layers.Layers.flatten;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.image.Images;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.testing.Recorded;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands inspect, compare, diff and plot. */
final class InspectCommandTest {
  private static final String MODEL = Checkout.root() + "/samples/models/mnist_cnn.h5";
  private static final String DIGIT = Checkout.root() + "/samples/images/digit_7.png";

  @TempDir private Path folder;

  @Test
  void thePageHoldsEverything() throws IOException {
    Path page = folder.resolve("report.html");
    assertThat(Ran.of("inspect", MODEL, "--input", DIGIT, "-o", page).code()).isZero();
    String html = Files.readString(page);
    assertThat(html).doesNotContain("http://www.w3.org/1999/xlink").doesNotContain("src=\"http");
    String text = html.substring(html.indexOf("id=\"data\">") + 10);
    JsonNode data = new ObjectMapper().readTree(text.substring(0, text.indexOf("</script>")));
    assertThat(data.get("steps")).hasSize(12);
    assertThat(data.at("/best/0/label").asText()).isEqualTo("class 7");
    assertThat(data.at("/grad_cam/layer").asText()).isEqualTo("pool2");
    assertThat(data.at("/steps/1/maps").asText()).startsWith("data:image/png;base64,");
    assertThat(data.at("/steps/1/weights/0/histogram")).hasSize(30);
  }

  @Test
  void thePageOfAnOnnxFileHasTheSame() throws IOException {
    Path onnx = folder.resolve("digits.onnx");
    try (Model model = Model.load(Path.of(MODEL))) {
      model.save(onnx);
    }
    Path page = folder.resolve("report.html");
    assertThat(Ran.of("inspect", onnx, "--input", DIGIT, "-o", page).code()).isZero();
    String html = Files.readString(page);
    String text = html.substring(html.indexOf("id=\"data\">") + 10);
    JsonNode data = new ObjectMapper().readTree(text.substring(0, text.indexOf("</script>")));
    assertThat(data.at("/best/0/label").asText()).isEqualTo("class 7");
    assertThat(data.at("/grad_cam/image").asText()).startsWith("data:image/png;base64,");
    JsonNode first = null;
    for (JsonNode step : data.get("steps")) {
      first = first == null && step.get("kind").asText().equals("Conv") ? step : first;
    }
    assertThat(first).isNotNull();
    assertThat(first.get("flops").asLong()).isPositive();
    // The channels are the second axis: as many maps as filters.
    assertThat(first.get("maps_all").asLong()).isEqualTo(first.at("/outputs/0/shape/1").asLong());
  }

  /** Caffe's networks are fed blue, green and red without their means: nothing for the eye. */
  @Test
  void thePageShowsAnImageAsItWasBeforePreprocessing() throws IOException {
    float[] pixels = new float[8 * 8 * 3];
    for (int i = 0; i < pixels.length; i += 3) {
      pixels[i + (i / 3 % 8 < 4 ? 0 : 2)] = 200;
    }
    Path image = folder.resolve("red_and_blue.png");
    Images.save(image, Tensor.of(pixels, 8, 8, 3), false);
    Path file = folder.resolve("colors.keras");
    try (Model model = Model.sequential(flatten().inputShape(8, 8, 3), dense(4))) {
      model.save(file);
    }
    Path page = folder.resolve("colors.html");
    Ran.done("inspect", file, "--input", image, "--preprocess", "caffe", "-o", page);
    String html = Files.readString(page);
    String text = html.substring(html.indexOf("id=\"data\">") + 10);
    JsonNode data = new ObjectMapper().readTree(text.substring(0, text.indexOf("</script>")));
    String shown = data.get("input_images").properties().iterator().next().getValue().asText();
    byte[] png = Base64.getDecoder().decode(shown.substring(shown.indexOf(',') + 1));
    BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(decoded.getRGB(0, 0) & 0xffffff).isEqualTo(0xff0000);
    assertThat(decoded.getRGB(7, 0) & 0xffffff).isEqualTo(0x0000ff);
    // The picture itself beside it, not stretched to its own range.
    String photo =
        data.at("/photos").properties().iterator().next().getValue().get("image").asText();
    byte[] whole = Base64.getDecoder().decode(photo.substring(photo.indexOf(',') + 1));
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(whole));
    assertThat(read.getRGB(0, 0) & 0xffffff).isEqualTo(0xc80000);
    assertThat(read.getRGB(7, 0) & 0xffffff).isEqualTo(0x0000c8);
  }

  @Test
  void figuresAndValuesAreWritten() throws IOException {
    Path npz = folder.resolve("layers.npz");
    assertThat(Ran.of("inspect", MODEL, "--input", DIGIT, "-o", npz).code()).isZero();
    assertThat(Recorded.npz(npz)).hasSize(12).containsKeys("conv1", "digit");
    JsonNode json =
        new ObjectMapper().readTree(Ran.of("inspect", MODEL, "--input", DIGIT, "--json").out());
    assertThat(json.at("/steps/1/path").asText()).isEqualTo("conv1");
    assertThat(json.at("/totals/parameters").asLong()).isEqualTo(13002);
    Ran table = Ran.of("inspect", MODEL, "--input", DIGIT);
    assertThat(table.out()).contains("conv2 (Conv2D)").contains("class 7: ");
  }

  @Test
  void comparingNamesTheFirstThatDiverges() throws IOException {
    Path onnx = folder.resolve("same.onnx");
    Path other = folder.resolve("other.keras");
    try (Model model = Model.load(Path.of(MODEL))) {
      model.save(onnx);
      Map<String, Tensor> weights = model.weights();
      String path =
          weights.keySet().stream()
              .filter(name -> name.startsWith("norm2"))
              .findFirst()
              .orElseThrow();
      model.setWeights(Map.of(path, weights.get(path).scale(1.01, 0)));
      model.save(other);
    }
    Ran same = Ran.of("compare", MODEL, onnx, "--input", DIGIT);
    assertThat(same.code()).as(same.out()).isZero();
    Ran differs = Ran.of("compare", MODEL, other, "--input", DIGIT);
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.out()).contains("first to diverge: norm2 by ");
    Ran diff = Ran.of("diff", MODEL, other);
    assertThat(diff.code()).isEqualTo(1);
    assertThat(diff.out()).contains("norm2/").contains("1 of weights");
    assertThat(Ran.of("diff", MODEL, MODEL).code()).isZero();
    assertThat(Ran.of("diff", MODEL, onnx).err()).contains("tenon compare");
  }

  @Test
  void plotsAreWritten() throws IOException {
    for (String name : new String[] {"m.svg", "m.png", "m.dot"}) {
      assertThat(Ran.of("plot", MODEL, "-o", folder.resolve(name)).code()).isZero();
    }
    assertThat(Files.readString(folder.resolve("m.svg"))).contains("conv1").endsWith("</svg>\n");
    assertThat(ImageIO.read(folder.resolve("m.png").toFile()).getWidth()).isGreaterThan(200);
    assertThat(Files.readString(folder.resolve("m.dot"))).contains("n0 -> n1;");
  }

  @Test
  void badInputIsASentence() throws IOException {
    Path torn = folder.resolve("torn.png");
    byte[] whole = Files.readAllBytes(Path.of(DIGIT));
    Files.write(torn, java.util.Arrays.copyOf(whole, whole.length / 2));
    Ran damaged = Ran.of("inspect", MODEL, "--input", torn);
    assertThat(damaged.code()).isEqualTo(2);
    assertThat(damaged.err()).startsWith("tenon: ").contains("damaged");
    Path npz = folder.resolve("wrong.npz");
    dev.tenon.formats.npz.Npz.write(npz, Map.of("in0", Tensor.zeros(DType.FLOAT32, 1, 9, 9, 1)));
    Ran wrong = Ran.of("inspect", MODEL, "--input", npz, "-o", folder.resolve("no.html"));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("(1, 9, 9, 1)");
    assertThat(folder.resolve("no.html")).doesNotExist();
    Ran unknown = Ran.of("inspect", MODEL, "--input", DIGIT, "-o", npz, "--layer", "conv3");
    assertThat(unknown.err()).contains("unknown layer 'conv3'").contains("'conv1'");
    assertThat(Ran.of("plot", MODEL, "-o", "x.gif").err())
        .contains("must end in .svg, .png or .dot");
  }

  @Test
  void memoryOfWeightsIsShown() {
    String model = Checkout.root() + "/samples/models/mnist_cnn.h5";
    assertThat(Ran.of("inspect", model, "--json").out()).contains("\"weight_bytes\":640");
    assertThat(Ran.of("inspect", model).out()).contains("weights").contains("640 B");
  }
}
