package dev.tenon.layers.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.tensor.DType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Types and shapes of functions, as Keras 3.15 and TensorFlow 2.21 have them. */
final class KerasOpTest {
  private static final Arg NONE = new Arg.Const(null);

  private static Value input(DType type, long... lengths) {
    Shape shape = Shape.of(Dim.symbol("batch")).concat(Shape.of(lengths));
    return Value.of("x", new TensorType(type, shape));
  }

  private static TensorType call(KerasOp op, Value x, List<Arg> more, Map<String, Arg> keywords) {
    Value y = Value.of("y", new TensorType(DType.FLOAT32, Shape.unknownRank()));
    LayerNode node = new LayerNode("op", op);
    List<Arg> args = new java.util.ArrayList<>(List.of(new Arg.Ref(x)));
    args.addAll(more);
    LayerCall call = new LayerCall("op", node, args, keywords, List.of(y));
    LayerGraph graph = new LayerGraph("model", List.of(x), List.of(call), List.of(y), List.of("y"));
    NestedModel model = new NestedModel("Functional", graph, List.of(node));
    return Lowering.lower(model, Mode.INFERENCE).graph().outputs().get(0).type();
  }

  @Test
  void aFractionBesideIntegersMakesFloat32() {
    Value x = input(DType.INT32, 3);
    KerasOp add = new KerasOp("numpy.Add", Map.of());
    assertThat(call(add, x, List.of(new Arg.Const(0.5)), Map.of()).dtype())
        .isEqualTo(DType.FLOAT32);
    assertThat(call(add, x, List.of(new Arg.Const(2L)), Map.of()).dtype()).isEqualTo(DType.INT32);
    Value half = input(DType.FLOAT16, 3);
    assertThat(call(add, half, List.of(new Arg.Const(0.5)), Map.of()).dtype())
        .isEqualTo(DType.FLOAT16);
  }

  @Test
  void divisionOfIntegersDependsOnWhoDivides() {
    Value x = input(DType.INT32, 3);
    Map<String, Arg> two = Map.of("y", new Arg.Const(2L));
    assertThat(call(new KerasOp("tf.math.truediv", Map.of()), x, List.of(), two).dtype())
        .isEqualTo(DType.FLOAT64);
    KerasOp keras = new KerasOp("TrueDivide", Map.of());
    assertThat(call(keras, x, List.of(new Arg.Const(2L)), Map.of()).dtype())
        .isEqualTo(DType.FLOAT32);
  }

  @Test
  void subscriptsTakeIntegersSlicesNoneAndEllipsis() {
    Value x = input(DType.FLOAT32, 5, 4, 3);
    Arg all = new Arg.Slice(NONE, NONE, NONE);
    Arg backwards = new Arg.Slice(NONE, NONE, new Arg.Const(-2L));
    Arg key = new Arg.Seq(List.of(all, backwards, NONE, new Arg.Ellipsis(), new Arg.Const(-1L)));
    TensorType type = call(new KerasOp("GetItem", Map.of()), x, List.of(key), Map.of());
    assertThat(type.shape()).hasToString("(batch, 3, 1, 4)");
  }

  @Test
  void bothSpellingsReachOneFunction() {
    Value x = input(DType.FLOAT32, 5, 4);
    KerasOp keras = new KerasOp("numpy.Mean", Map.of("axis", List.of(1L, 2L), "keepdims", true));
    assertThat(call(keras, x, List.of(), Map.of()).shape()).hasToString("(batch, 1, 1)");
    Map<String, Arg> axis = Map.of("axis", new Arg.Const(-1L));
    assertThat(call(new KerasOp("tf.math.reduce_mean", Map.of()), x, List.of(), axis).shape())
        .hasToString("(batch, 5)");
    assertThat(call(new KerasOp("tf.math.argmax", Map.of()), x, List.of(), axis).dtype())
        .isEqualTo(DType.INT64);
    assertThat(call(new KerasOp("Argmax", Map.of("axis", -1L)), x, List.of(), Map.of()).dtype())
        .isEqualTo(DType.INT32);
  }

  @Test
  void anUnknownFunctionIsNamed() {
    KerasOp op = new KerasOp("tf.math.bessel_i0", Map.of());
    assertThat(KerasOp.knows(op.op())).isFalse();
    Value x = input(DType.FLOAT32, 5);
    assertThatThrownBy(() -> call(op, x, List.of(), Map.of()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("tf.math.bessel_i0");
  }

  @Test
  void whatAFunctionDoesNotKnowIsRefused() {
    Value x = input(DType.FLOAT32, 5, 4, 3);
    List<Arg> rest = List.of(new Arg.Ref(x), new Arg.Ref(x));
    KerasOp capped = new KerasOp("DotProductAttention", Map.of("attn_logits_soft_cap", 20.0));
    assertThatThrownBy(() -> call(capped, x, rest, Map.of()))
        .hasMessageContaining("attn_logits_soft_cap");
    KerasOp other = new KerasOp("SobelEdges", Map.of("threshold", 2.0));
    assertThatThrownBy(() -> call(other, x, List.of(), Map.of())).hasMessageContaining("threshold");
    assertThat(KerasOp.refusal("core.WhileLoop")).contains("Python function");
    assertThat(KerasOp.knows("WhileLoop")).isFalse();
  }
}
