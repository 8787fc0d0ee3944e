package dev.tenon.lifting.walk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.op.Operators;
import dev.tenon.lifting.rules.Rules;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operator becomes a layer or functions of Keras, or the list of gaps says why not. */
class KerasCoverageTest {
  @Test
  void everyOperatorIsWrittenOrHasAReason() {
    List<String> without = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    for (Class<? extends Operator> operator : Operators.all()) {
      boolean functions = KerasFunctions.has(operator);
      boolean gap = KerasFunctions.gap(operator) != null;
      if (Rules.TABLE.find(operator) == null && !functions && !gap) {
        without.add(operator.getSimpleName());
      }
      // Layers may stand for some forms of an operator that otherwise is a gap, such as Loop.
      if (functions && gap) {
        twice.add(operator.getSimpleName());
      }
    }
    assertThat(Operators.all()).hasSizeGreaterThan(150);
    assertThat(without).as("neither a layer, functions nor a reason").isEmpty();
    assertThat(twice).as("functions and a reason why there are none").isEmpty();
  }

  @Test
  void aReasonIsTheRestOfASentence() {
    for (Class<? extends Operator> operator : Operators.all()) {
      String reason = KerasFunctions.gap(operator);
      if (reason != null) {
        assertThat(reason).as(operator.getSimpleName()).matches("[a-z].{20,200}[^.]");
      }
    }
  }
}
