package dev.tenon.inspect.field;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FieldInputsTest {
  private final GraphBuilder builder = new GraphBuilder("g");

  private Value input(String name, long... shape) {
    return builder.input(name, new TensorType(DType.FLOAT32, Shape.of(shape)));
  }

  private Value apply(Operator operator, Value... operands) {
    return builder.apply(operator, "op", new Origin("layer", "Layer"), List.of(operands)).get(0);
  }

  /** As a mask of attention is added to the scores, whose axes then change places. */
  @Test
  void anInputOfFewerAxesIsBroadcast() {
    Value scores = builder.constant("scores", Tensor.zeros(DType.FLOAT32, 2, 3, 4, 6));
    Value mask = input("mask", 4, 6);
    Value masked = apply(new Binary.Add(), scores, mask);
    Value turned = apply(new Movement.Transpose(List.of(0L, 2L, 1L, 3L)), masked);
    Graph graph = builder.build(List.of(turned), List.of("turned"));

    assertThat(ReceptiveFields.of(graph).get(turned)).isNotNull();
  }
}
