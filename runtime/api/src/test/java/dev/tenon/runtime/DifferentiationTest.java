package dev.tenon.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.limits.RunLimits;
import dev.tenon.runtime.Differentiation.Gradient;
import dev.tenon.runtime.Differentiation.Gradient.Form;
import dev.tenon.tensor.DType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The types of gradients, and the limits of runs. */
class DifferentiationTest {
  private static final TensorType MATRIX = new TensorType(DType.FLOAT32, Shape.of(5, 3));

  private final GraphBuilder builder = new GraphBuilder("gradients");
  private final Ops ops = new Ops(() -> builder, () -> new Origin("test", "Test"));
  private final Value source = builder.input("source", MATRIX);
  private final Value target =
      builder.input("target", new TensorType(DType.FLOAT32, Shape.of(List.<Dim>of())));

  @Test
  void aWholeGradientHasTheTypeOfItsSource() {
    assertThat(ops.apply(new Gradient(List.of(Form.WHOLE)), target, source).type())
        .isEqualTo(MATRIX);
    assertThat(ops.apply(new Differentiation.StopGradient(), source).type()).isEqualTo(MATRIX);
  }

  @Test
  void slicesAreRowsWithTheirNumbers() {
    List<Value> slices = ops.applyAll(new Gradient(List.of(Form.SLICES)), target, source);
    assertThat(slices).hasSize(2);
    assertThat(slices.get(0).shape().dim(0).isKnown()).isFalse();
    assertThat(slices.get(0).shape().length(1)).isEqualTo(3);
    assertThat(slices.get(1).dtype()).isEqualTo(DType.INT64);
  }

  @Test
  void eachSourceHasAForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ops.apply(new Gradient(List.of(Form.WHOLE, Form.WHOLE)), target, source))
        .withMessageContaining("2 gradients are asked for of 1 sources");
  }

  @Test
  void limitsAreSetOneByOne() {
    RunLimits limits =
        RunLimits.DEFAULTS.time(Duration.ofSeconds(2)).elements(100).loopTurns(Long.MAX_VALUE);
    assertThat(limits.time()).isEqualTo(Duration.ofSeconds(2));
    assertThat(limits.checksInRun()).isTrue();
    assertThat(limits.loopTurns()).isEqualTo(Long.MAX_VALUE - 1);
    assertThatIllegalArgumentException().isThrownBy(() -> limits.elements(0));
    assertThatIllegalArgumentException().isThrownBy(() -> limits.time(Duration.ZERO));
  }
}
