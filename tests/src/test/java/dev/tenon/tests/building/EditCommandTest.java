package dev.tenon.tests.building;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that changes a model. */
final class EditCommandTest {
  private static final String MODEL = "goldens/building/pictures.keras";

  private final StringWriter printed = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @TempDir Path folder;

  private int edit(String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "edit";
    all[1] = MODEL;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    all[all.length - 2] = "-o";
    all[all.length - 1] = folder.resolve("edited.keras").toString();
    return Main.run(new PrintWriter(printed, true), new PrintWriter(errors, true), all);
  }

  @Test
  void cutsRenamesAndFreezes() throws Exception {
    assertThat(
            edit(
                "--cut",
                "pool",
                "--rename",
                "pool=features",
                "--freeze",
                "conv*",
                "--rename",
                "encoder/conv_a=first"))
        .isZero();
    assertThat(printed.toString()).contains("frozen: [encoder/conv_a, encoder/conv_b]");
    try (Model model = Model.load(folder.resolve("edited.keras"))) {
      assertThat(model.outputs().get(0).name()).isEqualTo("features");
      assertThat(model.layer("encoder/first").trainable()).isFalse();
      assertThat(model.layer("encoder/norm").trainable()).isTrue();
    }
  }

  @Test
  void cutsRenamesAndFreezesAnOnnxFile() throws Exception {
    Path target = folder.resolve("edited.onnx");
    int code =
        Main.run(
            new PrintWriter(printed, true),
            new PrintWriter(errors, true),
            "edit",
            "goldens/torch/resnet.torchscript.onnx",
            "--without-top",
            "--rename",
            "x=pictures",
            "--freeze",
            "/layer1/**",
            "-o",
            target.toString());
    assertThat(errors.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(printed.toString()).contains("frozen: [", "renamed: {x=pictures}");
    try (Model model = Model.load(target)) {
      assertThat(model.inputs().get(0).name()).isEqualTo("pictures");
      assertThat(model.outputs().get(0).shape().rank()).isEqualTo(4);
      assertThat(model.onnx().metadata().get("tenon.frozen")).contains("onnx::Conv_66");
    }
  }

  @Test
  void anUnknownLayerLeavesNothingBehind() {
    assertThat(edit("--cut", "encodr/conv_a")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("unknown layer 'encodr/conv_a'; nearest are 'encoder/conv_a'");
    assertThat(Files.exists(folder.resolve("edited.keras"))).isFalse();
  }
}
