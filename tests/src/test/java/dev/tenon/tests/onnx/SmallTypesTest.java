package dev.tenon.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.Model;
import dev.tenon.formats.Source;
import dev.tenon.formats.npz.Npz;
import dev.tenon.saving.onnx.OnnxOptions;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.SmallFloats;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.Checkout;
import dev.tenon.verify.Difference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of 8, 4 and 2 bits mean what ONNX Runtime and ONNX's own code take them for. */
class SmallTypesTest {
  private static final Path GOLDENS = Checkout.file("tests/goldens/onnx/small");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "int4_blocks, 21, true",
    "uint4_columns, 21, true",
    "float8e4m3fn, 21, true",
    "float8e5m2, 21, true",
    "float4_blocks, 23, false"
  })
  void networksRunAndAreWrittenAgain(String name, int opset, boolean runtimeHasKernel)
      throws IOException {
    Path file = GOLDENS.resolve(name + ".onnx");
    Map<String, Tensor> recorded = Npz.read(Source.of(GOLDENS.resolve(name + ".npz")));
    Map<String, Tensor> fed = Map.of("x", recorded.get("in:x"));
    Tensor expected = recorded.get("out:y");
    Path same = folder.resolve("same.onnx");
    Path fresh = folder.resolve("fresh.onnx");
    try (Model model = Model.load(file)) {
      agree(expected, model.on("tensorflow").predict(fed).get("y"));
      if (runtimeHasKernel) {
        agree(expected, model.on("onnxruntime").predict(fed).get("y"));
      }
      model.save(same);
      model.save(fresh, OnnxOptions.DEFAULTS.opset(opset));
    }
    assertThat(Files.readAllBytes(same)).isEqualTo(Files.readAllBytes(file));
    try (Model model = Model.load(fresh)) {
      agree(expected, model.on("onnxruntime").predict(fed).get("y"));
    }
  }

  private static void agree(Tensor expected, Tensor found) {
    Difference difference = Difference.of(expected, found);
    assertThat(difference.problem()).isEmpty();
    assertThat(difference.relative()).isLessThan(1e-6);
  }

  @Test
  void tablesAreThoseOfOnnx() throws IOException {
    List<String> wrong = new ArrayList<>();
    int seen = 0;
    for (String line : Files.readAllLines(GOLDENS.resolve("tables.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (line.startsWith("#")) {
        continue;
      }
      DType type = DType.valueOf(cells[0].toUpperCase(Locale.ROOT));
      boolean value = cells[1].equals("value");
      int code = Integer.parseInt(cells[value ? 2 : 3]);
      float number = Float.intBitsToFloat((int) Long.parseLong(cells[value ? 3 : 2]));
      if (value) {
        Tensor one = Tensor.of(type, new long[0], ByteBuffer.wrap(new byte[] {(byte) code}));
        if (one.getFloat(0) != number) {
          wrong.add(line + ": " + one.getFloat(0));
        }
      } else {
        byte found = SmallFloats.rounding(type, cells[1].equals("1"), "up").code(number);
        if ((found & 0xff) != code) {
          wrong.add(line + ": " + number + " became " + (found & 0xff));
        }
      }
      seen++;
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).isGreaterThan(2000);
  }
}
