package dev.tenon.layers.functional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.core.Dense;
import dev.tenon.layers.merging.Concatenate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Symbolic tensors know their shape, where they come from, and the model that they make. */
final class FunctionalTest {
  @Test
  void aTensorKnowsItsShapeAndItsInputs() {
    KerasTensor x = Functional.input("x", 4);
    KerasTensor z = Functional.input("z", 4);
    KerasTensor y =
        Concatenate.DEFAULTS.apply(List.of(x.then(Dense.DEFAULTS.units(3)), z.times(2)));
    assertThat(y.shape()).hasToString("(batch, 7)");
    assertThat(y.sourceInputs()).containsExactly(x, z);
    assertThat(x.sourceInputs()).containsExactly(x);
  }

  @Test
  void aModelNeedsEveryInputThatItsOutputsDependOn() {
    KerasTensor x = Functional.input("x", 4);
    KerasTensor y = x.then(new LayerNode("y", Dense.DEFAULTS.units(3)));
    NestedModel model = Functional.model("m", List.of(x), Map.of("y", y));
    assertThat(model.layers()).extracting(layer -> layer.name()).contains("y");
    assertThatThrownBy(() -> Functional.model("m", List.of(), Map.of("y", y)))
        .hasMessageContaining("input 'x', which is not among the model's inputs");
  }

  @Test
  void aLayerIsNotAppliedToNothing() {
    assertThatThrownBy(() -> Concatenate.DEFAULTS.apply(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is applied to nothing");
  }
}
