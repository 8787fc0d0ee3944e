package dev.tenon.lifting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.ParameterStore;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Variadic;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class KerasLayersTest {
  static List<Operator> arithmetic() {
    return List.of(
        new Binary.Add(),
        new Binary.Sub(),
        new Binary.Mul(),
        new Variadic.Max(),
        new Variadic.Min());
  }

  /** Keras 3 answers with uint32: recorded by ONNX's operator tests, such as test_add_uint64. */
  @ParameterizedTest
  @MethodSource("arithmetic")
  void whatKerasComputesInANarrowerTypeIsRefused(Operator operator) {
    assertThatThrownBy(() -> lifted(operator, DType.UINT64))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("uint64");
  }

  @Test
  void otherIntegersAreAdded() {
    assertThat(lifted(new Binary.Add(), DType.INT64).outputs()).hasSize(1);
  }

  private static KerasLayers lifted(Operator operator, DType type) {
    GraphBuilder builder = new GraphBuilder("m");
    Ops ops = new Ops(() -> builder, () -> Origin.NONE);
    TensorType batch = new TensorType(type, Shape.of(Dim.symbol("batch"), Dim.of(3)));
    Value x = builder.input("x", batch);
    Value y = builder.input("y", batch);
    Graph graph = builder.build(List.of(ops.apply(operator, x, y)), List.of("z"));
    return KerasLayers.of("m", graph, new ParameterStore());
  }
}
