package dev.tenon.ir.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Graph;
import dev.tenon.ir.graph.GraphBuilder;
import dev.tenon.ir.graph.Origin;
import dev.tenon.ir.graph.UseDef;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.tensor.DType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lengths of an input (batch, 6, 8), followed back and by nodes in order. */
class ShapeValuesTest {
  private static final Dim BATCH = Dim.symbol("batch");

  private final GraphBuilder builder = new GraphBuilder("m");
  private final Ops ops = new Ops(() -> builder, () -> Origin.NONE);
  private final Value x =
      builder.input("x", new TensorType(DType.FLOAT32, Shape.of(BATCH, Dim.of(6), Dim.of(8))));
  private final Value shape = ops.apply(new Generation.Shape(0L, null), x);

  private @Nullable List<Dim> followed(Value value) {
    UseDef uses = new UseDef(builder.build(List.of(value), List.of("y")));
    return new ShapeValues(uses::producer, Value::shape).of(value);
  }

  private @Nullable List<Dim> shown(Value value) {
    Graph graph = builder.build(List.of(value), List.of("y"));
    ShapeValues values = new ShapeValues();
    graph.nodes().forEach(values::see);
    return values.of(value);
  }

  @Test
  void lengthsArePickedJoinedAndMultiplied() {
    Value batch = ops.gather(shape, ops.longs(0), 0);
    Value rest = ops.slice(shape, 0, 1, 3, 1);
    Value area = ops.mul(ops.gather(rest, ops.longs(0), 0), ops.gather(rest, ops.longs(-1), 0));
    Value all = ops.concat(0, List.of(batch, ops.cast(area, DType.INT64), ops.longs(1)));
    List<Dim> expected = List.of(BATCH, Dim.of(48), Dim.of(1));
    assertThat(followed(all)).isEqualTo(expected);
    assertThat(shown(all)).isEqualTo(expected);
  }

  @Test
  void quotientsAreThoseOfIntegers() {
    Value half = ops.div(ops.gather(shape, ops.longs(1, 2), 0), ops.longs(4));
    assertThat(followed(half)).isEqualTo(List.of(Dim.of(1), Dim.of(2)));
    Value floats = ops.cast(shape, DType.FLOAT32);
    assertThat(followed(ops.div(floats, floats))).isNull();
  }

  @Test
  void foldingLeavesFloatsAndMaxima() {
    Value floats = ops.cast(shape, DType.FLOAT32);
    Value larger = ops.max(shape, shape);
    List<Dim> expected = List.of(BATCH, Dim.of(6), Dim.of(8));
    assertThat(followed(floats)).isEqualTo(expected);
    assertThat(followed(larger)).isEqualTo(expected);
    assertThat(shown(floats)).isNull();
    assertThat(shown(larger)).isNull();
  }

  @Test
  void aShapeMayBeKnownBetterThanItsType() {
    UseDef uses = new UseDef(builder.build(List.of(shape), List.of("y")));
    ShapeValues values = new ShapeValues(uses::producer, value -> Shape.of(2, 6, 8));
    assertThat(values.of(shape)).isEqualTo(Shape.of(2, 6, 8).dims());
  }

  @Test
  void longChainsAndMatricesAreNotFollowed() {
    assertThat(followed(ops.unsqueeze(shape, 0))).isNull();
    Value sum = shape;
    for (int i = 0; i < 50; i++) {
      sum = ops.add(sum, sum);
    }
    assertThat(followed(sum)).isNull();
  }
}
