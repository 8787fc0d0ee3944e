package dev.tenon.internal.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations of single nodes, worked out by hand. */
final class OnnxFlopsTest {
  /** Inputs and the result as their lengths, with a space between them and between the tensors. */
  @ParameterizedTest
  @CsvSource({
    "Relu, 2x3 2x3, 6",
    "Reshape, 2x3 2 6, 0",
    "Constant, 6, 0",
    "ReduceMean, 2x3x4 2x3, 24",
    "GlobalMaxPool, 1x3x4x4 1x3x1x1, 48",
    "LayerNormalization, 2x3 3 2x3, 24",
    "MatMul, 2x3 3x4 2x4, 48",
    "Gemm, 2x3 3x4 4 2x4, 56",
    "Conv, 1x3x4x4 2x3x3x3 2 1x2x4x4, 1760",
    "TopK, 8 1 3, 3",
  })
  void productsAndSumsAreCounted(String operator, String shapes, long expected) {
    assertThat(count(operator, Map.of(), shapes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'ij,jk->ik', 2x3 3x4 2x4, 48",
    "'ij,jk', 2x3 3x4 2x4, 48",
    "'ij->i', 2x3 2, 6",
    "'i,i,i->i', 2 2 2 2,",
    "'...i,i->...', 2x3 3 2,",
  })
  void lettersAreMultiplied(String equation, String shapes, @Nullable Long expected) {
    assertThat(count("Einsum", Map.of("equation", equation), shapes)).isEqualTo(expected);
  }

  @Test
  void windowsAndHeadsAreAttributes() {
    Map<String, Object> window = Map.of("kernel_shape", List.of(2L, 3L));
    assertThat(count("MaxPool", window, "1x1x4x6 1x1x2x2")).isEqualTo(24);
    assertThat(count("MaxPool", Map.of(), "1x1x4x6 1x1x2x2")).isNull();
    // Scores of 2 heads, 3 queries and 5 keys; products with keys and values of 4 numbers each.
    String shapes = "1x3x8 1x5x8 1x5x8 1x3x8";
    assertThat(count("Attention", Map.of("q_num_heads", 2L), shapes))
        .isEqualTo(2 * 5 * (24 + 24) + 30);
    assertThat(count("Attention", Map.of(), shapes)).isNull();
  }

  @Test
  void whatNoLengthTellsIsNotCounted() {
    assertThat(count("Loop", Map.of(), "1 1")).isNull();
    assertThat(count("DFT", Map.of(), "1x8x2 1x8x2")).isNull();
    OnnxStructure.Node other =
        new OnnxStructure.Node("", "Relu", "com.example", List.of("x"), List.of("y"), Map.of());
    assertThat(OnnxFlops.of(other, Map.of("y", new long[] {2}))).isNull();
  }

  private static @Nullable Long count(
      String operator, Map<String, Object> attributes, String shapes) {
    List<String> names = new ArrayList<>();
    Map<String, long[]> lengths = new HashMap<>();
    for (String shape : shapes.split(" ", -1)) {
      names.add("v" + names.size());
      lengths.put(
          "v" + lengths.size(),
          Stream.of(shape.split("x", -1)).mapToLong(Long::parseLong).toArray());
    }
    int inputs = names.size() - 1;
    OnnxStructure.Node node =
        new OnnxStructure.Node(
            "",
            operator,
            "ai.onnx",
            names.subList(0, inputs),
            names.subList(inputs, inputs + 1),
            attributes);
    return OnnxFlops.of(node, lengths);
  }
}
