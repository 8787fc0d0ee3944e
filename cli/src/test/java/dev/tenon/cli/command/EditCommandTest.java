package dev.tenon.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Ran;
import dev.tenon.testing.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that changes a model. */
final class EditCommandTest {
  private static final Path MODEL = Checkout.file("tests/goldens/building/pictures.keras");

  @TempDir Path folder;

  private Object[] edit(Object... options) {
    List<Object> words = new ArrayList<>(List.of("edit", MODEL));
    words.addAll(List.of(options));
    words.addAll(List.of("-o", folder.resolve("edited.keras")));
    return words.toArray();
  }

  @Test
  void cutsRenamesAndFreezes() throws Exception {
    String printed =
        Ran.done(
            edit(
                "--cut",
                "pool",
                "--rename",
                "pool=features",
                "--freeze",
                "conv*",
                "--rename",
                "encoder/conv_a=first"));
    assertThat(printed).contains("frozen: [encoder/conv_a, encoder/conv_b]");
    try (Model model = Model.load(folder.resolve("edited.keras"))) {
      assertThat(model.outputs().get(0).name()).isEqualTo("features");
      assertThat(model.layer("encoder/first").trainable()).isFalse();
      assertThat(model.layer("encoder/norm").trainable()).isTrue();
    }
  }

  @Test
  void cutsRenamesAndFreezesAnOnnxFile() throws Exception {
    Path target = folder.resolve("edited.onnx");
    String printed =
        Ran.done(
            "edit",
            Checkout.file("tests/goldens/torch/resnet.torchscript.onnx"),
            "--without-top",
            "--rename",
            "x=images",
            "--freeze",
            "/layer1/**",
            "-o",
            target);
    assertThat(printed).contains("frozen: [", "renamed: {x=images}");
    try (Model model = Model.load(target)) {
      assertThat(model.inputs().get(0).name()).isEqualTo("images");
      assertThat(model.outputs().get(0).shape().rank()).isEqualTo(4);
      assertThat(model.onnx().structure().metadata().get("tenon.frozen")).contains("onnx::Conv_66");
    }
  }

  @Test
  void anUnknownLayerLeavesNothingBehind() {
    assertThat(Ran.refused(edit("--cut", "encodr/conv_a")))
        .contains("unknown layer 'encodr/conv_a'; nearest are 'encoder/conv_a'");
    assertThat(Files.exists(folder.resolve("edited.keras"))).isFalse();
  }
}
