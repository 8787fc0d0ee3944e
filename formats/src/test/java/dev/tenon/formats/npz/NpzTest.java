package dev.tenon.formats.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.MalformedModelException;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.formats.Data;
import dev.tenon.formats.Source;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"arrays.npz", "packed.npz"})
  void whatNumPyWroteIsRead(String name) throws IOException {
    Map<String, Tensor> arrays = Npz.read(Data.source(name));
    assertThat(arrays.keySet()).startsWith("float16", "float32").hasSize(19);
    Tensor x = get(arrays, "float64");
    assertThat(x.shape()).containsExactly(3, 4, 5);
    for (int i = 0; i < x.size(); i++) {
      assertThat(get(arrays, "float32").getFloat(i)).isEqualTo((float) x.getDouble(i));
      assertThat(get(arrays, "int8").getLong(i)).isEqualTo((long) x.getDouble(i));
    }
    assertThat(get(arrays, "bool").dtype()).isEqualTo(DType.BOOL);
    assertThat(get(arrays, "scalar")).isEqualTo(Tensor.scalar(DType.FLOAT32, 2.5));
    assertThat(get(arrays, "empty").shape()).containsExactly(0, 3);
    assertThat(get(arrays, "uint64").getLong(2)).isEqualTo(-1);
    assertThat(get(arrays, "fortran").shape()).containsExactly(3, 4, 2);
    assertThat(get(arrays, "big")).isEqualTo(Tensor.of(new int[] {0, 1, 2, 3, 4, 5}, 2, 3));
    assertThat(get(arrays, "unicode"))
        .isEqualTo(Tensor.ofStrings(new String[] {"a", "über", "", "😀"}, 2, 2));
    assertThat(get(arrays, "bytes").toStringArray()).containsExactly("ab", "c");
    assertThat(get(arrays, "bfloat16").toDoubleArray()).containsExactly(1, 2.5, -3);
  }

  @Test
  void fortranOrderIsTurnedIntoRowMajorOrder() {
    String header = "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }\n";
    byte[] bytes = npy(header, new byte[] {0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0});
    Tensor tensor = Npy.read(Source.of("x.npy", bytes));
    assertThat(tensor.shape()).containsExactly(2, 3);
    assertThat(tensor.toLongArray()).containsExactly(0, 2, 4, 1, 3, 5);
  }

  @Test
  void zip64IsRead() throws IOException {
    assertThat(get(Npz.read(Data.source("wide.npz")), "x"))
        .isEqualTo(Tensor.of(new float[] {0, 1, 2, 3}));
  }

  @Test
  void writingAndReadingGivesTheSame() throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>(Npz.read(Data.source("arrays.npz")));
    arrays.put("in:x/y", Tensor.full(DType.FLOAT32, 1.5, 700, 700));
    arrays.put("none", Tensor.ofStrings(new String[0], 0));
    Path path = folder.resolve("out.npz");
    Npz.write(path, arrays);
    assertThat(Npz.read(Source.of(path))).containsExactlyEntriesOf(arrays);
    assertThat(folder.toFile().list()).containsExactly("out.npz");
    String keep = System.getProperty("tenon.keep.npz", "");
    if (!keep.isEmpty()) {
      Files.copy(path, Path.of(keep), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void picklesAreRefused() {
    assertThatThrownBy(() -> Npz.read(Data.source("objects.npz")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("objects.npz: array 'o': holds Python objects");
    assertThatThrownBy(() -> Npz.read(Data.source("complex.npz")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("'<c16'");
  }

  @Test
  void contradictionsAreNamed() {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000, 1000), }\n";
    assertThatThrownBy(() -> Npy.read(Source.of("x.npy", npy(header, new byte[10]))))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(
            "x.npy: declares 4000000 bytes of values, 10 follow: the array is truncated or damaged");
    String huge =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 9999999999), }\n";
    assertThatThrownBy(() -> Npy.read(Source.of("x.npy", npy(huge, new byte[10]))))
        .isInstanceOf(MalformedModelException.class);
    String empty = "{'descr': '<U0', 'fortran_order': False, 'shape': (2000000000,), }\n";
    assertThatThrownBy(() -> Npy.read(Source.of("x.npy", npy(empty, new byte[10]))))
        .isInstanceOf(MalformedModelException.class);
    String records = "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }\n";
    assertThatThrownBy(() -> Npy.read(Source.of("x.npy", npy(records, new byte[10]))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("structured array");
  }

  private static Tensor get(Map<String, Tensor> arrays, String name) {
    Tensor tensor = arrays.get(name);
    if (tensor == null) {
      throw new AssertionError("no array " + name);
    }
    return tensor;
  }

  private static byte[] npy(String header, byte[] values) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    byte[] bytes = Arrays.copyOf(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, 10);
    bytes[8] = (byte) text.length;
    byte[] all = Arrays.copyOf(bytes, 10 + text.length + values.length);
    System.arraycopy(text, 0, all, 10, text.length);
    System.arraycopy(values, 0, all, 10 + text.length, values.length);
    return all;
  }
}
