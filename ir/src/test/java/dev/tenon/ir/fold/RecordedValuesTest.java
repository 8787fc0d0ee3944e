package dev.tenon.ir.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.pass.RecordedNode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The evaluator against the numbers of ONNX's own tests, which NumPy gave. */
final class RecordedValuesTest {
  /**
   * Before opset 28 a remainder of real numbers needs {@code fmod=1}; the evaluator takes both for
   * that.
   */
  private static final Set<String> LATER = Set.of("mod_float64_mixed_sign_fmod_0");

  @Test
  void whatIsComputedOnTheHostIsWhatNumPyComputes() {
    List<String> wrong = new ArrayList<>();
    Set<String> computed = new TreeSet<>();
    for (RecordedNode recorded : RecordedNode.suite()) {
      List<Tensor> results = Evaluator.evaluate(recorded.operator(), recorded.inputs());
      if (results == null || LATER.contains(recorded.name())) {
        continue;
      }
      computed.add(recorded.operator().opType());
      String difference = recorded.difference(results);
      if (difference != null) {
        wrong.add(difference);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(computed).hasSizeGreaterThan(80);
  }
}
