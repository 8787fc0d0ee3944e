package dev.tenon.training;

import static dev.tenon.Tenon.activation;
import static dev.tenon.Tenon.dense;
import static dev.tenon.Tenon.dropout;
import static dev.tenon.Tenon.remat;
import static dev.tenon.Tenon.rematScope;
import static dev.tenon.Tenon.reshape;
import static dev.tenon.Tenon.sequential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.Model;
import dev.tenon.config.RematScope;
import dev.tenon.initializers.Seeds;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.ProcStatus;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Which layers compute values again: those that Keras 3.15 hands to {@code remat}, as a spy on it
 * told; and that memory is saved. {@code FitGoldensTest} holds that no number changes.
 */
final class RematTest {
  private static Set<String> recomputed(@Nullable RematScope scope) {
    try (Model model = scope == null ? network() : scope.scoped(RematTest::network)) {
      Set<String> layers = new TreeSet<>();
      for (OperatorNode node :
          Lowering.lower(model.info().keras().model(), Mode.TRAINING).graph().nodes()) {
        if (node.origin().recomputed()) {
          layers.add(node.origin().path());
        }
      }
      return layers;
    }
  }

  private static Model network() {
    return sequential(
        dense(4).activation("relu").name("small").inputShape(6),
        dropout(0.5).name("drop"),
        dense(40).name("wide"),
        activation("tanh").name("act"),
        reshape(8, 5).name("shape"));
  }

  @Test
  void aScopeChoosesTheLayersOfKeras() {
    assertThat(recomputed(null)).isEmpty();
    assertThat(recomputed(rematScope("full")))
        .containsExactly("act", "drop", "shape", "small", "wide");
    assertThat(recomputed(rematScope("activations"))).containsExactly("act", "small");
    assertThat(recomputed(rematScope("larger_than").outputSizeThreshold(39)))
        .containsExactly("act", "shape", "wide");
    assertThat(recomputed(rematScope("larger_than").outputSizeThreshold(40))).isEmpty();
    assertThat(recomputed(rematScope("list_of_layers").layerNames("wide", "act")))
        .containsExactly("act", "wide");
    assertThat(recomputed(rematScope(null))).isEmpty();
  }

  @Test
  void theInnerScopeCountsAndIsLeft() {
    Set<String> inner =
        rematScope("full").scoped(() -> recomputed(rematScope("list_of_layers").layerNames("act")));
    assertThat(inner).containsExactly("act");
    assertThat(RematScope.current()).isNull();
    assertThatThrownBy(() -> rematScope("some"))
        .hasMessageContaining("mode: expected one of [full, activations, larger_than")
        .hasMessageContaining("received 'some'");
  }

  /** Trains a deep network; with an argument its layers compute their values again. */
  public static void main(String[] arguments) throws IOException {
    Seeds.setRandomSeed(7);
    int width = 64;
    int rows = 20_000;
    Model model = Model.sequential();
    for (int i = 0; i < 40; i++) {
      var layer = dense(width).activation("tanh").inputShape(width);
      model.add(arguments.length > 0 && i % 8 != 7 ? remat(layer) : layer);
    }
    model.compile("sgd", "mse");
    Tensor x = Tensor.random(1, rows, width);
    for (int i = 0; i < 2; i++) {
      System.out.println(model.trainOnBatch(x, x).get("loss"));
    }
    System.out.println(ProcStatus.number("VmHWM:"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void memoryIsSavedAndLossesStay() throws Exception {
    String[] kept = run();
    String[] again = run("again");
    for (int step = 0; step < 2; step++) {
      assertThat(Double.parseDouble(again[step]))
          .isCloseTo(Double.parseDouble(kept[step]), Offset.offset(1e-6));
    }
    // 40 layers of 20,000 x 64 floats, a product and its activation each, are 410 MB.
    long saved = Long.parseLong(kept[2]) - Long.parseLong(again[2]);
    assertThat(saved).as("kilobytes saved").isGreaterThan(100_000);
  }

  private static String[] run(String... arguments) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            TestClassPath.text(),
            RematTest.class.getName());
    command.command().addAll(List.of(arguments));
    command.environment().put("TF_CPP_MIN_LOG_LEVEL", "3");
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.strip().split("\n");
  }
}
