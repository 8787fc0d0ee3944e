package dev.tenon.formats.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Data;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5FileTest {
  private static Tensor read(Hdf5Group group, String path) {
    return some(group.dataset(path));
  }

  private static <T> T some(@Nullable T value) {
    assertThat(value).isNotNull();
    return Objects.requireNonNull(value);
  }

  private static Hdf5Group root(String name) throws IOException {
    return Hdf5File.open(Data.source(name)).root();
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void everyTypeAndLayoutGivesWhatPythonWrote(String name) throws IOException {
    Hdf5Group root = root(name + ".h5");
    Map<String, Tensor> expected = Npz.read(Data.source(name + ".npz"));
    for (String key : some(root.group("plain")).children()) {
      assertThat(read(root, "plain/" + key)).as(key).isEqualTo(expected.get(key));
    }
    assertThat(some(root.group("plain")).children()).hasSize(14);
    for (String key : List.of("float16", "float32", "int16", "int64")) {
      assertThat(read(root, "big/" + key)).as(key).isEqualTo(expected.get(key));
    }
    assertThat(read(root, "packed/gzip")).isEqualTo(expected.get("float32"));
    assertThat(read(root, "packed/shuffle")).isEqualTo(expected.get("float64"));
    assertThat(read(root, "packed/plain")).isEqualTo(expected.get("int32"));
    assertThat(read(root, "packed/resizable")).isEqualTo(expected.get("int16"));
    assertThat(read(root, "packed/one")).isEqualTo(expected.get("float32"));
    assertThat(read(root, "packed/noise")).isEqualTo(expected.get("noise"));
    assertThat(read(root, "packed/hole")).isEqualTo(expected.get("hole"));
    assertThat(read(root, "bfloat16").dtype()).isEqualTo(DType.BFLOAT16);
    assertThat(read(root, "bfloat16").cast(DType.FLOAT32)).isEqualTo(expected.get("bfloat16"));
    assertThat(read(root, "compact")).isEqualTo(Tensor.of(new float[] {1, 2, 3}));
    assertThat(read(root, "never/zeros")).isEqualTo(Tensor.zeros(DType.FLOAT32, 2, 2));
    assertThat(read(root, "never/filled")).isEqualTo(Tensor.full(DType.INT32, 9, 2, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void stringsAreReadWhetherFixedOrVariable(String name) throws IOException {
    Hdf5Group root = root(name + ".h5");
    assertThat(read(root, "text/variable").toStringArray())
        .containsExactly("one", "zwei", "über", "");
    assertThat(read(root, "text/fixed").toStringArray()).containsExactly("one", "three");
    assertThat(read(root, "text/scalar").getString(0)).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void attributesAreReadInAllTheWaysThatKerasWroteThem(String name) throws IOException {
    Hdf5Group group = some(root(name + ".h5").group("attributes"));
    assertThat(group.stringAttribute("text")).isEqualTo("keras ü");
    assertThat(group.stringAttribute("bytes")).isEqualTo("2.1.0");
    assertThat(group.stringAttribute("long")).isEqualTo("x".repeat(70000));
    assertThat(group.stringAttribute("missing")).isNull();
    assertThat(group.stringListAttribute("names")).containsExactly("a", "b/kernel:0");
    assertThat(group.stringListAttribute("fixed")).containsExactly("a", "bcd");
    assertThat(group.stringListAttribute("none")).isEmpty();
    assertThat(group.stringListAttribute("missing")).isNull();
    assertThat(group.stringListAttribute("split"))
        .hasSize(20)
        .startsWith("layer_0000")
        .endsWith("layer_0019");
    assertThat(group.numericAttribute("flag")).isEqualTo(Tensor.scalar(DType.BOOL, 1L));
    assertThat(group.numericAttribute("rate")).isEqualTo(Tensor.scalar(DType.FLOAT64, 0.25));
    assertThat(group.numericAttribute("count")).isEqualTo(Tensor.scalar(DType.INT64, 3L));
    assertThat(group.numericAttribute("vector")).isEqualTo(Tensor.of(new int[] {0, 1, 2}));
    assertThat(some(group.numericAttribute("nothing")).size()).isZero();
    assertThatThrownBy(() -> group.stringAttribute("rate"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'/attributes' has the attribute 'rate' of type float64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void pathsWalkGroupsAndBackslashesAreNames(String name) throws IOException {
    Hdf5Group root = root(name + ".h5");
    assertThat(root.has("deep/a/b/c/d/x")).isTrue();
    assertThat(root.has("deep/a/no")).isFalse();
    assertThat(root.has("deep/a/b/c/d/x/y")).isFalse();
    assertThat(root.dataset("no")).isNull();
    assertThat(root.children()).contains("layers\\conv1d");
    assertThat(root.isGroup("layers\\conv1d/vars")).isTrue();
    Hdf5Group inner = some(some(root.group("deep/a")).group("b/c"));
    assertThat(inner.path()).isEqualTo("/deep/a/b/c");
    assertThat(inner.name()).isEqualTo("c");
    assertThat(read(inner, "d/x").getFloat(0)).isEqualTo(4);
    assertThatThrownBy(() -> root.dataset("deep/a"))
        .hasMessageContaining("'/deep/a' is a group; expected a dataset");
    assertThatThrownBy(() -> root.group("compact"))
        .hasMessageContaining("'/compact' is a dataset; expected a group");
    Hdf5Group many = some(root.group("many"));
    assertThat(many.children()).hasSize(40);
    assertThat(many.attributeNames()).hasSize(40);
    assertThat(read(many, "w37").getFloat(0)).isEqualTo(37);
    assertThat(some(many.numericAttribute("attribute31")).getLong(0)).isEqualTo(31);
  }

  @Test
  void linksAndFilesElsewhereAreRefused() throws IOException {
    Hdf5Group root = root("links.h5");
    assertThat(read(root, "true").getFloat(0)).isEqualTo(1);
    assertThat(read(root, "hard").getFloat(0)).isEqualTo(1);
    for (String name : List.of("soft", "external", "virtual", "outside", "compound")) {
      assertThatThrownBy(() -> root.dataset(name))
          .as(name)
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("links.h5: '/" + name + "'");
    }
    assertThatThrownBy(() -> root.group("loop/again"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void whatIsDeclaredButNotThereIsRefused() throws IOException {
    Hdf5Group root = root("bomb.h5");
    assertThatThrownBy(() -> root.dataset("shape"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            "bomb.h5: '/shape' declares 68719476736 bytes, of which 0 are stored: no honest model"
                + " shrinks so far");
    assertThatThrownBy(() -> root.dataset("chunks"))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("'/chunks' declares 16384 chunks of 4194304 bytes");
    assertThat(read(root, "zeros").size()).isEqualTo(1 << 20);
  }

  @Test
  void aBlockOfTheUsersOwnMayComeFirst() throws IOException {
    Hdf5Group root = root("userblock.h5");
    assertThat(read(root, "x")).isEqualTo(Tensor.of(new float[] {0, 1, 2, 3, 4}));
    assertThat(read(root, "y").toLongArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aTruncatedFileSaysSo() throws IOException {
    byte[] bytes = Data.bytes("old.h5");
    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
    assertThatThrownBy(() -> walk(Hdf5File.open(Source.of("half.h5", half)).root()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("half.h5: ")
        .hasMessageContaining("truncated or damaged");
    assertThatThrownBy(() -> Hdf5File.open(Source.of("x.h5", new byte[1000])))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("x.h5: is no HDF5 file: its signature is missing");
  }

  @Test
  void contiguousNumbersAreNotCopied() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Data.bytes("old.h5"));
    Hdf5Group root = Hdf5File.open(Source.of("x", bytes)).root();
    Tensor before = read(root, "plain/float32");
    float first = before.getFloat(0);
    for (int i = 0; i < bytes.capacity(); i++) {
      bytes.put(i, (byte) 0);
    }
    assertThat(before.getFloat(0)).isNotEqualTo(first);
  }

  @Test
  void threadsMayReadAtOnce() throws Exception {
    Hdf5Group root = root("new.h5");
    Tensor expected = read(root, "packed/shuffle");
    List<Boolean> equal = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int k = 0; k < 50; k++) {
                  equal.add(expected.equals(root.dataset("packed/shuffle")));
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(equal).hasSize(200).containsOnly(true);
  }

  static void walk(Hdf5Group group) {
    for (String name : group.attributeNames()) {
      group.stringListAttribute(name);
    }
    for (String child : group.children()) {
      if (group.isDataset(child)) {
        assertThat(group.dataset(child)).isNotNull();
      } else {
        walk(some(group.group(child)));
      }
    }
  }
}
