package dev.tenon.formats.hdf5.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.formats.Data;
import dev.tenon.formats.Source;
import dev.tenon.formats.hdf5.Hdf5File;
import dev.tenon.formats.hdf5.Hdf5Group;
import dev.tenon.formats.hdf5.Hdf5Writer;
import dev.tenon.formats.hdf5.NativeContents;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same calls give files with the same contents, whoever writes: the native library reads both.
 */
class JavaHdf5OutputTest {
  private static final List<DType> TYPES =
      List.of(DType.values()).stream().filter(type -> !type.isSmall()).toList();

  @TempDir Path folder;

  private interface Content {
    void write(Hdf5Writer writer) throws IOException;
  }

  /** Writes the same by both; returns the file that Java wrote. */
  private Path same(Content content) throws IOException {
    Path java = folder.resolve("java.h5");
    Path library = folder.resolve("native.h5");
    for (Path path : List.of(java, library)) {
      String choice = path.equals(java) ? "java" : "native";
      try (Hdf5Writer writer = Hdf5Writer.create(path, choice)) {
        content.write(writer);
        writer.commit();
      }
    }
    assertThat(NativeContents.of(java)).isEqualTo(NativeContents.of(library));
    return java;
  }

  @Test
  void everyTypeAndShapeAsDatasetAndAttribute() throws IOException {
    Map<String, Tensor> recorded = Npz.read(Data.source("arrays.npz"));
    Random random = new Random(7);
    Path written =
        same(
            writer -> {
              random.setSeed(7);
              for (Map.Entry<String, Tensor> tensor : recorded.entrySet()) {
                writer.dataset("/recorded/" + tensor.getKey(), tensor.getValue());
              }
              for (DType type : TYPES) {
                for (long[] shape : new long[][] {{}, {0}, {1}, {3}, {2, 3}, {2, 0, 2}}) {
                  Tensor tensor = tensor(random, type, shape);
                  String at = "/" + type + "/" + shape.length + tensor.size();
                  writer.dataset(at, tensor);
                  writer.attribute(at, "same", tensor);
                  writer.attribute("/", type + "" + shape.length + tensor.size(), tensor);
                }
              }
            });
    Hdf5Group root = Hdf5File.open(Source.of(written)).root();
    recorded.forEach(
        (name, tensor) -> assertThat(root.dataset("recorded/" + name)).isEqualTo(tensor));
  }

  private static Tensor tensor(Random random, DType type, long... shape) {
    int count = 1;
    for (long length : shape) {
      count *= (int) length;
    }
    if (type == DType.STRING) {
      String[] strings = new String[count];
      for (int i = 0; i < count; i++) {
        strings[i] = "ä".repeat(random.nextInt(4)) + "x".repeat(random.nextInt(9));
      }
      return Tensor.ofStrings(strings, shape);
    }
    byte[] bytes = new byte[count * type.bytes()];
    random.nextBytes(bytes);
    for (int i = 0; type == DType.BOOL && i < count; i++) {
      bytes[i] &= 1;
    }
    return Tensor.of(type, shape, ByteBuffer.wrap(bytes));
  }

  @Test
  void whatKerasWrites() throws IOException {
    List<String> many = IntStream.range(0, 9000).mapToObj(i -> "layer_" + i).toList();
    String config = "{\"größe\": 1}".repeat(100_000);
    Path written =
        same(
            writer -> {
              writer.attribute("/", "keras_version", "3.15.1");
              writer.attribute("/", "model_config", config);
              writer.attribute("/", "nothing", "");
              // The edges of a collection of 4,096 bytes, which strings share.
              for (int length = 4000; length < 4100; length++) {
                writer.attribute("/", "s" + length, "x".repeat(length));
              }
              writer.group("/model_weights");
              writer.attribute("/model_weights", "layer_names", many);
              writer.attribute("/model_weights", "weight_names", List.of());
              writer.attribute("/model_weights", "few", List.of("a", "größer", ""));
              writer.dataset("/model_weights/a/a/kernel:0", Tensor.of(new float[] {1, 2}));
              writer.dataset("/model_weights/a/b", Tensor.zeros(DType.BFLOAT16, 2, 2));
              writer.attribute("/model_weights/a", "count", 7);
              writer.attribute("/model_weights/a", "rate", 0.5);
              writer.dataset("//words/", Tensor.ofStrings(many.toArray(new String[0]), 90, 100));
            });
    Hdf5Group root = Hdf5File.open(Source.of(written)).root();
    assertThat(root.stringAttribute("model_config")).isEqualTo(config);
    Hdf5Group weights = root.group("model_weights");
    assertThat(weights).isNotNull();
    if (weights != null) {
      assertThat(weights.stringListAttribute("layer_names")).isEqualTo(many);
      assertThat(weights.stringListAttribute("few")).containsExactly("a", "größer", "");
      assertThat(weights.dataset("a/b")).isEqualTo(Tensor.zeros(DType.BFLOAT16, 2, 2));
    }
    Tensor words = root.dataset("words");
    assertThat(words).isEqualTo(Tensor.ofStrings(many.toArray(new String[0]), 90, 100));
  }

  /** Each is an edge of a node of members (8) or of a node of the tree (32 of these). */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 16, 17, 255, 256, 257, 513, 8191, 8192, 8193, 8500})
  void groupsOfAnySize(int members) throws IOException {
    Path written =
        same(
            writer -> {
              writer.group("/many");
              for (int i = 0; i < members; i++) {
                // Unsorted, and with letters of which Java and UTF-8 disagree.
                String name = Integer.toString(i * 31 % members, 7) + (i % 3 == 0 ? "ﬀ" : "😀");
                if (i % 2 == 0) {
                  writer.group("/many/" + name);
                } else {
                  writer.dataset("/many/" + name, Tensor.scalar(DType.INT32, i));
                }
              }
            });
    Hdf5Group many = Hdf5File.open(Source.of(written)).root().group("many");
    assertThat(many).isNotNull();
    if (many != null) {
      assertThat(many.children()).hasSize(members);
    }
  }

  /**
   * A message has at most 65,528 bytes: 16 bits, and a multiple of 8. The native library takes 8
   * bytes more, and does not open the file that it then writes.
   */
  @Test
  void attributesUpToTheirLimit() throws IOException {
    List<Integer> taken = new ArrayList<>();
    try (Hdf5Writer writer = Hdf5Writer.create(folder.resolve("x.h5"), "java")) {
      for (int size = 65_400; size < 65_560; size++) {
        try {
          writer.attribute("/", "a" + size, Tensor.zeros(DType.UINT8, size));
          taken.add(size);
        } catch (IOException e) {
          assertThat(e).hasMessageContaining("'/@a" + size + "' cannot be created");
        }
      }
    }
    // Its prefix, name, type and shape take 8, 8, 16 and 24 bytes.
    assertThat(taken).isEqualTo(IntStream.rangeClosed(65_400, 65_528 - 56).boxed().toList());
    Path written =
        same(
            writer -> {
              for (int size : taken) {
                writer.attribute("/", "a" + size, Tensor.zeros(DType.UINT8, size));
              }
            });
    Hdf5Group root = Hdf5File.open(Source.of(written)).root();
    assertThat(root.attributeNames()).hasSameSizeAs(taken);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomTrees(long seed) throws IOException {
    List<List<String>> refused = new ArrayList<>();
    Path written =
        same(
            writer -> {
              List<String> failures = new ArrayList<>();
              refused.add(failures);
              Random random = new Random(seed);
              for (int i = 0; i < 400; i++) {
                try {
                  act(writer, random);
                } catch (IOException e) {
                  failures.add(i + String.valueOf(e.getMessage()).replaceFirst("^\\w+", ""));
                }
              }
            });
    assertThat(refused.get(0)).isEqualTo(refused.get(1)).isNotEmpty();
    assertThat(Hdf5File.open(Source.of(written)).root().children()).isNotEmpty();
  }

  private static void act(Hdf5Writer writer, Random random) throws IOException {
    StringBuilder path = new StringBuilder();
    int depth = 1 + random.nextInt(4);
    for (int i = 0; i < depth; i++) {
      path.append('/').append((char) ('a' + random.nextInt(6)));
      path.append("é".repeat(random.nextInt(2)));
    }
    DType type = TYPES.get(random.nextInt(TYPES.size()));
    long[] shape = new long[random.nextInt(4)];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = random.nextInt(5);
    }
    Tensor tensor = tensor(random, type, shape);
    switch (random.nextInt(5)) {
      case 0 -> writer.group(path + "/g");
      case 1, 2 -> writer.dataset(path + "/d" + random.nextInt(3), tensor);
      case 3 -> writer.attribute(path.toString(), "t" + random.nextInt(9), tensor);
      default -> {
        int count = random.nextInt(3) == 0 ? random.nextInt(6000) : random.nextInt(5);
        List<String> names = IntStream.range(0, count).mapToObj(n -> "n" + n).toList();
        writer.attribute(path.toString(), "l" + random.nextInt(9), names);
      }
    }
  }

  @Test
  void whatCannotBeWritten() throws IOException {
    try (Hdf5Writer writer = Hdf5Writer.create(folder.resolve("x.h5"), "java")) {
      assertThatThrownBy(() -> writer.dataset("/x", Tensor.zeros(DType.INT4, 2)))
          .hasMessage("x.h5: numbers of int4 cannot be written");
      assertThatThrownBy(() -> writer.dataset("/x", Tensor.zeros(DType.INT8, new long[33])))
          .hasMessage("x.h5: a shape of 33 axes cannot be written");
      assertThatThrownBy(() -> writer.group("/a/./b"))
          .hasMessageContaining("'/a/./b' is not a path of HDF5");
      writer.dataset("/a", Tensor.scalar(DType.INT8, 1));
      assertThatThrownBy(() -> writer.dataset("/a/b", Tensor.scalar(DType.INT8, 1)))
          .hasMessage("x.h5: dataset '/a/b' cannot be created: a dataset is in its place");
    }
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> Hdf5Writer.create(folder.resolve("x.h5"), "fortran"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 'native' or 'java'");
    assertThat(folder).isEmptyDirectory();
  }
}
