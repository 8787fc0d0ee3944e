package dev.tenon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenon.data.sets.FashionMnist;
import dev.tenon.data.sets.Mnist;
import dev.tenon.data.sets.TrainTest;
import dev.tenon.error.MalformedModelException;
import dev.tenon.error.ModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that NumPy wrote are read, and those that are written are NumPy's to the byte. */
final class NumpyFilesTest {
  private static JsonNode recorded;

  @TempDir Path folder;

  @BeforeAll
  static void readRecording() throws IOException {
    recorded =
        new ObjectMapper().readTree(Checkout.file("tests/goldens/data/numpy_files.json").toFile());
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] bytes(JsonNode text) {
    return Base64.getDecoder().decode(text.asText());
  }

  private static Map<String, Tensor> arrays() {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> row : recorded.path("arrays").properties()) {
      ObjectMapper json = new ObjectMapper();
      JsonNode array = row.getValue();
      long[] shape = json.convertValue(array.path("shape"), long[].class);
      DType type = DType.of(array.path("dtype").asText());
      arrays.put(
          row.getKey(),
          type == DType.STRING
              ? Tensor.of(json.convertValue(array.path("values"), String[].class), shape)
              : Tensor.of(type, shape, ByteBuffer.wrap(bytes(array.path("values")))));
    }
    return arrays;
  }

  @Test
  void arraysAreReadAndWrittenAsNumPyDoes() throws IOException {
    for (Map.Entry<String, Tensor> array : arrays().entrySet()) {
      byte[] npy = bytes(recorded.path("arrays").path(array.getKey()).path("npy"));
      assertThat(NumpyFiles.load(file("in.npy", npy))).isEqualTo(array.getValue());
      Path out = folder.resolve("out.npy");
      NumpyFiles.save(out, array.getValue());
      assertThat(out).as(array.getKey()).hasBinaryContent(npy);
    }
    Tensor x = arrays().get("float32");
    for (String other : new String[] {"fortran", "big"}) {
      assertThat(NumpyFiles.load(file(other, bytes(recorded.path(other))))).isEqualTo(x);
    }
  }

  @Test
  void archivesAreReadAndWritten() throws IOException {
    for (String kind : new String[] {"npz", "packed"}) {
      Path path = file(kind, bytes(recorded.path(kind)));
      assertThat(NumpyFiles.loadz(path)).containsExactlyEntriesOf(arrays());
    }
    Path out = folder.resolve("out.npz");
    NumpyFiles.savez(out, arrays());
    assertThat(NumpyFiles.loadz(out)).containsExactlyEntriesOf(arrays());
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    Path npz = file("x.npz", bytes(recorded.path("npz")));
    Path npy = file("x.npy", bytes(recorded.path("big")));
    Path objects = file("o.npy", bytes(recorded.path("objects")));
    assertThatThrownBy(() -> NumpyFiles.load(npz))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("x.npz: is a zip archive")
        .hasMessageContaining("NumpyFiles.loadz");
    assertThatThrownBy(() -> NumpyFiles.loadz(npy))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("x.npy: is a single array");
    assertThatThrownBy(() -> NumpyFiles.load(objects))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Python objects");
    assertThatThrownBy(() -> NumpyFiles.load(file("none.npy", new byte[0])))
        .isInstanceOf(MalformedModelException.class);
    assertThatThrownBy(() -> NumpyFiles.load(folder.resolve("missing.npy")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** A byte is changed, or the end is cut: the file is read, or refused as a damaged one. */
  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    Random random = new Random(4);
    byte[][] files = {
      bytes(recorded.path("arrays").path("int64").path("npy")),
      bytes(recorded.path("arrays").path("text").path("npy")),
      bytes(recorded.path("packed")),
      bytes(recorded.path("mnist")),
      bytes(recorded.path("idx_gz").path("train-images-idx3-ubyte")),
    };
    for (Map.Entry<String, JsonNode> each : recorded.path("idx_gz").properties()) {
      file(each.getKey() + ".gz", bytes(each.getValue()));
    }
    TrainTest whole = FashionMnist.load(folder);
    int[] refused = new int[files.length];
    for (int run = 0; run < 400; run++) {
      int which = run % files.length;
      byte[] mutant = files[which].clone();
      // Most bytes are values; the head decides.
      int at = random.nextInt(random.nextBoolean() ? mutant.length : Math.min(128, mutant.length));
      mutant[at] ^= (byte) (1 << random.nextInt(8));
      if (run % 7 == 0) {
        mutant = Arrays.copyOf(mutant, at);
      }
      Path file = file(which == 4 ? "train-images-idx3-ubyte.gz" : "mutant", mutant);
      try {
        switch (which) {
          case 0, 1 -> NumpyFiles.load(file);
          case 2 -> NumpyFiles.loadz(file);
          // Checksums: what is read is what was written.
          case 3 -> assertThat(Mnist.load(file)).isEqualTo(whole);
          default -> assertThat(FashionMnist.load(folder)).isEqualTo(whole);
        }
      } catch (ModelException e) {
        refused[which]++;
      }
    }
    assertThat(Arrays.stream(refused).min().orElse(0))
        .as(Arrays.toString(refused))
        .isGreaterThan(20);
  }

  @Test
  void localFilesOfMnistAreOneDataSet() throws IOException {
    TrainTest expected = Mnist.load(file("any.npz", bytes(recorded.path("mnist"))));
    assertThat(expected.xTrain().shape()).containsExactly(3, 4, 5);
    for (String kind : new String[] {"idx", "idx_gz"}) {
      for (boolean dotted : new boolean[] {false, true}) {
        Path set = Files.createDirectory(folder.resolve(kind + dotted));
        for (Map.Entry<String, JsonNode> each : recorded.path(kind).properties()) {
          String name = dotted ? each.getKey().replace("-idx", ".idx") : each.getKey();
          Files.write(
              set.resolve(name + (kind.equals("idx") ? "" : ".gz")), bytes(each.getValue()));
        }
        assertThat(Mnist.load(set)).isEqualTo(expected);
        assertThat(FashionMnist.load(set)).isEqualTo(expected);
      }
    }
    Path set = folder.resolve("idxfalse");
    Files.copy(set.resolve("t10k-labels-idx1-ubyte"), folder.resolve("other"));
    Files.delete(set.resolve("train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> Mnist.load(set))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("has neither train-labels-idx1-ubyte nor");
    Files.copy(folder.resolve("other"), set.resolve("train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> Mnist.load(set))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("train images of shape (3, 4, 5) and labels of shape (2,)");
  }
}
