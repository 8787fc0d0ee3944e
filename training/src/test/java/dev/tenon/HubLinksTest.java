package dev.tenon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.tenon.error.MalformedModelException;
import dev.tenon.initializers.Initializers;
import dev.tenon.layers.Layers;
import dev.tenon.layers.core.Dense;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in the cache of a hub: files of a revision are links to files named by their hash. */
class HubLinksTest {
  private static final Tensor ROW = Tensor.full(DType.FLOAT32, 0.5, 1, 64);

  @TempDir Path work;
  private Path plain;
  private Path revision;
  private Tensor expected;

  @BeforeEach
  void save() throws IOException {
    plain = Files.createDirectory(work.resolve("plain"));
    revision = work.resolve("models--me--net/snapshots/abc123");
    Files.createDirectories(revision);
    Files.createDirectories(work.resolve("models--me--net/blobs"));
    try (Model model =
        Model.sequential(
            Layers.input(64),
            Dense.DEFAULTS.units(40).kernelInitializer(Initializers.randomUniform(-1, 1, 1)))) {
      expected = model.predict(ROW);
      model.save(plain.resolve("model.onnx"));
      model.save(plain.resolve("m.savedmodel"));
    }
    ModelProto.Builder proto =
        ModelProto.parseFrom(Files.readAllBytes(plain.resolve("model.onnx"))).toBuilder();
    TensorProto.Builder kernel =
        proto.getGraphBuilder().getInitializerBuilderList().stream()
            .filter(tensor -> tensor.getRawData().size() > 1000)
            .findFirst()
            .orElseThrow();
    ByteString raw = kernel.getRawData();
    kernel.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL);
    kernel.addExternalDataBuilder().setKey("location").setValue("model.onnx_data");
    Files.write(plain.resolve("model.onnx_data"), raw.toByteArray());
    Files.write(plain.resolve("model.onnx"), proto.build().toByteArray());
  }

  /** Moves a file to the hub's blobs and links to it as Hugging Face's cache does. */
  private void link(String name, String hash) throws IOException {
    Path link = revision.resolve(name);
    Files.createDirectories(link.getParent());
    Path blob = work.resolve("models--me--net/blobs").resolve(hash);
    Files.copy(plain.resolve(name), blob);
    Files.createSymbolicLink(link, link.getParent().relativize(blob));
  }

  private static void assertAnswers(Path file, Tensor expected) throws IOException {
    try (Model model = Model.load(file)) {
      float[] found = model.predict(ROW).toFloatArray();
      float[] wanted = expected.toFloatArray();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(found[i]).isCloseTo(wanted[i], org.assertj.core.api.Assertions.offset(1e-4f));
      }
    }
  }

  @Test
  void weightsBesideAnOnnxFileAreFoundThroughLinks() throws IOException {
    link("model.onnx", "1f0a");
    link("model.onnx_data", "2b77");
    assertAnswers(revision.resolve("model.onnx"), expected);
    try (Model model = Model.load(revision.resolve("model.onnx")).on("tensorflow")) {
      assertThat(model.predict(ROW).size()).isEqualTo(expected.size());
    }
  }

  @Test
  void aSavedModelIsFoundThroughLinks() throws IOException {
    Path folder = plain.resolve("m.savedmodel");
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    int hash = 100;
    for (Path file : files) {
      link(plain.relativize(file).toString(), Integer.toString(hash++));
    }
    assertAnswers(revision.resolve("m.savedmodel"), expected);
  }

  @Test
  void linksOutOfTheHubAreRefused() throws IOException {
    link("model.onnx", "1f0a");
    Path secret = Files.copy(plain.resolve("model.onnx_data"), work.resolve("secret"));
    Path data = revision.resolve("model.onnx_data");
    Files.createSymbolicLink(data, secret);
    refuses();
    // Nor may blobs itself lead elsewhere.
    Files.delete(data);
    Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
    Path other = work.resolve("other/snapshots/r");
    Files.createDirectories(other);
    Files.createSymbolicLink(work.resolve("other/blobs"), elsewhere);
    Files.copy(plain.resolve("model.onnx_data"), elsewhere.resolve("h"));
    Files.copy(plain.resolve("model.onnx"), other.resolve("model.onnx"));
    Files.createSymbolicLink(other.resolve("model.onnx_data"), Path.of("../../blobs/h"));
    assertThatThrownBy(() -> Model.load(other.resolve("model.onnx")))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("a link out of the model's folder");
  }

  private void refuses() {
    assertThatThrownBy(() -> Model.load(revision.resolve("model.onnx")))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("a link out of the model's folder");
  }
}
