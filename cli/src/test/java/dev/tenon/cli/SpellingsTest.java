package dev.tenon.cli;

import static dev.tenon.cli.Shipped.MNIST;
import static dev.tenon.cli.Shipped.MNIST_GOLDEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Older spellings stay accepted, out of sight, and mean what the new ones mean; JSON for all. */
final class SpellingsTest {
  private static final Path DIGIT = Checkout.file("samples/images/digit_7.png");

  @TempDir private Path folder;

  private static JsonNode json(Object... words) throws IOException {
    return new ObjectMapper().readTree(Ran.done(words));
  }

  @Test
  void theModelWasAnOption() {
    String expected = Ran.done("classify", MNIST, DIGIT, "--preprocess", "inside", "--top", 2);
    assertThat(expected).contains("class 7");
    assertThat(Ran.done("classify", DIGIT, "--model", MNIST, "--preprocess", "inside", "--top", 2))
        .isEqualTo(expected);
    String refused =
        Ran.refused("finetune", folder, "-o", folder.resolve("x.keras"), "--model", MNIST);
    assertThat(refused).contains("there are no images");
    assertThat(Ran.refused("finetune", MNIST, folder, "-o", folder.resolve("x.keras")))
        .isEqualTo(refused);
  }

  @Test
  void valuesStoodBehindOneOption() {
    assertThat(Ran.done("predict", MNIST, "--input", DIGIT, DIGIT))
        .isEqualTo(Ran.done("predict", MNIST, "--input", DIGIT, "--input", DIGIT));
    assertThat(Ran.done("inspect", MNIST, "--layer", "conv1", "conv2"))
        .isEqualTo(Ran.done("inspect", "--layer", "conv1", MNIST, "--layer=conv2"));
  }

  @Test
  void otherNames() throws IOException {
    for (String option : List.of("--rtol", "--tolerance")) {
      JsonNode line =
          new ObjectMapper()
              .readTree(
                  Ran.done("verify", MNIST, MNIST_GOLDEN, option, 0.5)
                      .lines()
                      .findFirst()
                      .orElse(""));
      assertThat(line.path("status").asText()).isEqualTo("ok");
      assertThat(line.path("tolerance").asDouble()).isEqualTo(0.5);
    }
    for (String option : List.of("--format", "--to")) {
      Path target = folder.resolve("frozen" + option);
      Ran.done("convert", MNIST, target, option, "pb");
      assertThat(target).isRegularFile();
    }
    for (String option : List.of("--weights", "--pretrained")) {
      assertThat(
              Ran.refused(
                  "extract", MNIST, DIGIT, option, "none", "--preprocess", "inside", "-o", "x.npz"))
          .contains("--pretrained is for a network");
    }
    for (String command : List.of("classify", "finetune", "extract", "verify", "convert")) {
      String help = Ran.done("help", command);
      assertThat(help).doesNotContain("--model", "--rtol", "--format");
      assertThat(help.contains("--weights")).isEqualTo(command.equals("convert"));
    }
  }

  @Test
  void aTableInATerminalAndJsonElsewhere() {
    String[] words = {"verify", MNIST.toString(), MNIST_GOLDEN.toString()};
    assertThat(Ran.done((Object[]) words)).startsWith("{\"file\":");
    System.setProperty("tenon.terminal.out", "true");
    try {
      assertThat(Ran.done((Object[]) words)).contains("status", "ok").doesNotContain("{");
      assertThat(Ran.done("verify", MNIST, MNIST_GOLDEN, "--json")).startsWith("{\"file\":");
    } finally {
      System.clearProperty("tenon.terminal.out");
    }
  }

  @Test
  void jsonWhereverOutputIsRead() throws IOException {
    assertThat(json("summary", MNIST, "--json").path("layers").path(1).path("kind").asText())
        .isEqualTo("Conv2D");
    assertThat(json("summary", MNIST, "--json").path("parameters").asInt()).isEqualTo(13_004);
    assertThat(json("usage", MNIST, "--json").path("inputs").path(0).path("shape").toString())
        .isEqualTo("[null,28,28,1]");
    assertThat(json("check", MNIST, "--json").path("status").asText()).isEqualTo("supported");
    assertThat(json("diff", MNIST, MNIST, "--json").path("same").asBoolean()).isTrue();
    JsonNode compared = json("compare", MNIST, MNIST, "--json");
    assertThat(compared.path("same").asBoolean()).isTrue();
    assertThat(compared.path("values").size()).isGreaterThan(5);
    JsonNode classes =
        json("classify", MNIST, DIGIT, "--preprocess", "inside", "--top", 3, "--json");
    assertThat(classes.path("classes").path(0).path("index").asInt()).isEqualTo(7);
    assertThat(classes.path("classes")).hasSize(3);
    assertThat(json("zoo", "info", "resnet50", "--json").path("size").asInt()).isEqualTo(224);
    assertThat(Ran.done("zoo", "list", "--json").lines())
        .allMatch(line -> line.startsWith("{\"name\":"));
  }

  @Test
  void theSuffixDecides() throws IOException {
    Path target = folder.resolve("x.keras");
    assertThat(Ran.refused("convert", MNIST, target, "--to", "onnx")).contains("contradicts");
    assertThat(Ran.refused("plot", MNIST, "-o", target, "--to", "svg")).contains("contradicts");
    Files.deleteIfExists(target);
    Ran.done("convert", MNIST, target, "--to", "keras");
    assertThat(target).isRegularFile();
  }
}
