package dev.tenon.ir.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.RecordedNode;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What operators infer of their results, against what ONNX's tests and ONNX Runtime gave. */
final class RecordedTypesTest {
  /**
   * Operators with lengths that the first operand or all the data say, and Einsum, which leaves its
   * lengths to the run.
   */
  private static final Set<String> OPEN =
      Set.of(
          "ConstantOfShape",
          "Einsum",
          "MelWeightMatrix",
          "NonMaxSuppression",
          "NonZero",
          "Range",
          "StringNormalizer",
          "StringSplit",
          "Unique");

  @Test
  void typesAndKnownLengthsAreThoseOfTheResults() {
    List<String> wrong = new ArrayList<>();
    Set<String> open = new TreeSet<>();
    for (RecordedNode recorded : RecordedNode.all()) {
      for (boolean known : new boolean[] {true, false}) {
        List<Value> results = recorded.graph(known).outputs();
        for (int i = 0; i < Math.min(results.size(), recorded.outputs().size()); i++) {
          Tensor expected = recorded.outputs().get(i);
          Value result = results.get(i);
          if (expected == null) {
            continue;
          }
          if (result.dtype() != expected.dtype() || !fits(result, expected)) {
            wrong.add(recorded + " infers " + result + " for " + expected.shapeString());
          } else if (known && !isKnown(result)) {
            open.add(recorded.operator().opType());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(open).isEqualTo(OPEN);
  }

  private static boolean isKnown(Value value) {
    return value.shape().ranked() && value.shape().dims().stream().allMatch(d -> d.isKnown());
  }

  private static boolean fits(Value value, Tensor expected) {
    if (!value.shape().ranked()) {
      return true;
    }
    if (value.rank() != expected.rank()) {
      return false;
    }
    for (int i = 0; i < expected.rank(); i++) {
      long length = value.shape().length(i);
      if (length >= 0 && length != expected.dim(i)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void operatorsKeepTheAttributesOfTheFile() {
    for (RecordedNode recorded : RecordedNode.all()) {
      Map<String, Object> kept = Attributes.of(recorded.operator());
      recorded
          .attributes()
          .forEach(
              (name, value) -> {
                // An element type is a number in the file.
                if (!(kept.get(name) instanceof DType)) {
                  assertThat(kept).as(recorded.name()).containsEntry(name, value);
                }
              });
    }
  }
}
