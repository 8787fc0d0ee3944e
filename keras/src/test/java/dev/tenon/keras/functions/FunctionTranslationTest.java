package dev.tenon.keras.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FunctionTranslationTest {
  private static final Arg X =
      new Arg.Ref(Value.of("x", new TensorType(DType.FLOAT32, Shape.of(2, 3))));

  /** {@code tf.reverse} has no axis that is a number: its kernel fails with rank 0. */
  @Test
  void theAxisOfReverseIsAList() {
    KerasOp flip = new KerasOp("Flip", Map.of("axis", 1L));
    OperationCall call =
        FunctionTranslation.toTensorFlow(new OperationCall(flip, List.of(X), Map.of()));
    assertThat(call).isNotNull();
    assertThat(call.op().op()).isEqualTo("tf.reverse");
    assertThat(call.kwargs())
        .containsExactly(Map.entry("axis", new Arg.Seq(List.of(new Arg.Const(1L)))));
  }

  @Test
  void theAxisOfSoftmaxIsANumber() {
    KerasOp softmax = new KerasOp("Softmax", Map.of("axis", 1L));
    OperationCall call =
        FunctionTranslation.toTensorFlow(new OperationCall(softmax, List.of(X), Map.of()));
    assertThat(call).isNotNull();
    assertThat(call.kwargs()).containsExactly(Map.entry("axis", new Arg.Const(1L)));
  }
}
